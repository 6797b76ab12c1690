"""How a file leaves the app: a PDF to look at, or any file to keep."""

from flask import Response

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "eml": "message/rfc822",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def to_look_at(content: bytes, name: str) -> Response:
    """Send a file that a browser shows, under the name it would be saved with."""
    return sent(content, name, "inline")


def to_keep(content: bytes, name: str) -> Response:
    """Send a file that a browser saves."""
    return sent(content, name, "attachment")


def sent(content: bytes, name: str, way: str) -> Response:
    """Send a file; the ending of its name says what it is."""
    answer = Response(content, content_type=TYPES[name.rpartition(".")[2]])
    answer.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    return answer
