"""The log that operations read: when, how bad, which request, where; codes and numbers, no names.

A message that a fault carries may quote a tenant, so a line says of which kind a fault is and where
it happened, and nothing of what it says.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

from flask import g, has_request_context
from flask.logging import wsgi_errors_stream

OURS = "visits"


class Line(logging.Formatter):
    """One line for each thing that happened: text for people, or JSON for machines."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Give the line of a record."""
        values = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": g.get("request_id") if has_request_context() else None,
            "message": record.getMessage(),
            **getattr(record, "numbers", {}),
        }
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None:
            values["fault"] = where(fault)
        return json.dumps(values, ensure_ascii=False) if self.as_json else in_words(values)


def in_words(values: dict[str, object]) -> str:
    """Give what a line says as text: first what every line has, then each number by its name."""
    first = [str(values.pop(name) or "-") for name in ("time", "level", "logger", "request")]
    message = str(values.pop("message")).replace("\n", " ")
    return " ".join([*first, message, *(f"{name}={value}" for name, value in values.items())])


def where(fault: BaseException) -> str:
    """Say of which kind a fault is and through which lines it came, but not its message."""
    frames = traceback.extract_tb(fault.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    said = " < ".join([type(fault).__name__, *places])
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return f"{said} after {where(before)}" if before else said


def set_up(kind: str) -> None:
    """Write the lines of this program in one form, to where errors go."""
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one.formatter, Line)]:
        root.removeHandler(old)
    handler = logging.StreamHandler(wsgi_errors_stream)  # type: ignore[call-overload]
    handler.setFormatter(Line(as_json=kind == "json"))
    root.addHandler(handler)
    logging.getLogger(OURS).setLevel(logging.INFO)
