"""What an address or a form may hold: nothing that no database keeps."""

from collections.abc import Iterable, Iterator
from itertools import chain

from flask import Flask, abort, request

LARGEST = 2**31 - 1
# NUL ends a text for PostgreSQL, half a character (UTF-16's) is none in UTF-8.
NOT_KEPT = frozenset(["\0", *map(chr, range(0xD800, 0xE000))])


def init(app: Flask) -> None:
    """Look at every request before a view does."""
    app.before_request(refuse_what_is_not_kept)


def refuse_what_is_not_kept() -> None:
    """Answer 400 to a request with a character that no database keeps; nothing is changed."""
    if not NOT_KEPT.isdisjoint(chain.from_iterable(texts())):
        abort(400)


def texts() -> Iterator[Iterable[str]]:
    """Yield every text that came with the request, but no file."""
    yield request.path
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield name
            yield value
    for file in request.files.values():
        yield file.filename or ""


def number(name: str) -> int | None:
    """Return a number from the address, None without one; 400 for one that no table holds."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    if not is_number(text):
        abort(400)
    return int(text)


def is_number(text: str) -> bool:
    """Say whether a text is a number that a table holds."""
    return text.isascii() and text.isdecimal() and int(text[:11]) <= LARGEST
