"""The one shape of a deed that cannot be done: a code, and what the sentence needs."""

from typing import Any


class Refused(Exception):
    """A deed that cannot be done now; nothing was changed."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class NotFound(Refused):
    """What was asked for does not exist."""
