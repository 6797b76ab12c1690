"""Where a reader goes back to: a path of this app, and the start page for whatever is none."""

import pytest

from visits.web.kit.redirects import safe_path


@pytest.mark.parametrize("path", ["/", "/huurders/?zoek=van der Meer&pagina=2", "/beloften/ë//1"])
def test_a_path_of_this_app_leads_there(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",  # a browser reads another site in each of these
        "///evil.example/",
        "////evil.example/",
        "/\\evil.example",
        "/\\\\evil.example",
        "/\\/evil.example",
        "//[evil.example",
    ],
)
def test_an_address_that_begins_with_two_slashes_of_either_kind_leads_home(path: str) -> None:
    assert safe_path(path) == "/"


@pytest.mark.parametrize("sign", ["\t", "\n", "\r", "\0", "\x1f", "\x7f", "\x85", "\u2028"])
def test_an_address_with_a_control_character_leads_home(sign: str) -> None:
    assert safe_path(f"/{sign}/evil.example") == "/"
    assert safe_path(f"/huurders/{sign}") == "/"


@pytest.mark.parametrize(
    "path",
    [None, "", "huurders/", "evil.example", "https://evil.example/", "https:/evil.example",
     "javascript:alert(1)", "\\\\evil.example", " /huurders/"],
)  # fmt: skip
def test_what_does_not_begin_with_a_slash_leads_home(path: str | None) -> None:
    assert safe_path(path) == "/"
