"""How paper leaves the app: a PDF under a name."""

from flask import Response


def pdf_answer(data: bytes, name: str) -> Response:
    """Send a PDF that a browser shows, under the name it would be saved with."""
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
