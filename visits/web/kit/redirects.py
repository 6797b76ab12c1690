"""Where a reader goes back to: only ever a path of this app."""


def safe_path(path: str | None) -> str:
    """Give a path of this app, or the start page for anything else."""
    path = path or "/"
    # Browsers read a backslash as a slash, and leave out the control characters.
    elsewhere = path[1:2] in {"/", "\\"} or not path.isprintable()
    return path if path.startswith("/") and not elsewhere else "/"
