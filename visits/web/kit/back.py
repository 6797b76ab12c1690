"""Where a reader goes back to: only ever a path of this app."""

from urllib.parse import urlsplit


def safe_path(path: str | None) -> str:
    """Give a path of this app, or the start page for anything else."""
    path = path or "/"
    parts = urlsplit(path.replace("\\", "/"))
    ours = path.startswith("/") and not parts.scheme and not parts.netloc
    return path if ours and not path.startswith("//") and path.isprintable() else "/"
