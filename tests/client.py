"""A client that checks every page it fetches, so no view test can forget to."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')
PASSWORD = "een goed geheim"


class Page(HTMLParser):
    """The elements of one page, and the faults found in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.pictures = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element with its attributes; a picture has a title of its own."""
        self.pictures += tag == "svg"
        self.elements.append((f"svg {tag}" if self.pictures else tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Note that a picture ends."""
        self.pictures -= tag == "svg"

    def faults(self) -> list[str]:
        """List what a screen reader, or a style policy, would stumble over."""
        tags = Counter(tag for tag, _ in self.elements)
        ids = Counter(a["id"] for _, a in self.elements if "id" in a)
        labelled = {a.get("for") for tag, a in self.elements if tag == "label"}
        found = [f"id {name!r} used twice" for name, times in ids.items() if times > 1]
        found += [f"{tags[tag]} x <{tag}>" for tag in ("title", "h1", "main") if tags[tag] != 1]
        for tag, attrs in self.elements:
            if tag == "html" and not attrs.get("lang"):
                found.append("no lang")
            if is_field(tag, attrs) and attrs.get("id") not in labelled:
                found.append(f"field {attrs.get('name')!r} has no label")
            if "style" in attrs or any(name.startswith("on") for name in attrs):
                found.append(f"<{tag}>: inline style or script")
            if tag == "style" or (tag == "script" and not attrs.get("src")):
                found.append(f"<{tag}> in the page")
            found += [f"{name} names no id on the page" for name in dangling(attrs, ids)]
        return found


def dangling(attrs: dict[str, str | None], ids: Counter[str | None]) -> list[str]:
    """List the ids that an element points to and that are not there."""
    named = " ".join(attrs.get(name) or "" for name in ("aria-describedby", "aria-labelledby"))
    return [name for name in named.split() if name not in ids]


def is_field(tag: str, attrs: dict[str, str | None]) -> bool:
    """Say whether an element is a field that people fill in."""
    return tag in {"select", "textarea"} or (
        tag == "input" and attrs.get("type") not in {"hidden", "submit"}
    )


class PageClient(FlaskClient):
    """Flask's test client; every whole page it opens must be free of faults."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Fetch a page and look it over."""
        kwargs.setdefault("buffered", True)
        response = super().open(*args, **kwargs)
        if response.location is None and response.mimetype == "text/html":
            faults = Page(response.text).faults()
            assert not faults, f"{response.request.path}: {faults}"
        return response

    def token(self) -> str:
        """Give the token that forms of this session carry."""
        found = TOKEN.search(self.get("/privacy").text)
        assert found
        return found[1]

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        """Sign in as somebody of the cast, and as nobody else."""
        for cookie in ("visits", "remember_token"):
            self.delete_cookie(cookie)
        return self.send("/login", email=email, password=password)

    def send(self, path: str, **fields: Any) -> Any:
        """Send a form with its token, without following where it leads."""
        return self.post(path, data={"csrf_token": self.token(), **fields})
