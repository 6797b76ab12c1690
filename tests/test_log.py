"""The log: one line for each thing that happened, with its request, and with nobody's name."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import NOW, Cast
from visits import create_app, jobs, log
from visits.config import Settings


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What is written to the log as JSON."""
    log.set_up("json")
    yield capsys
    log.set_up("text")


def read(lines: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Give what each line says."""
    return [json.loads(line) for line in lines.readouterr().err.splitlines()]


def test_each_request_is_one_line_with_its_number_and_without_what_was_looked_for(
    client: PageClient, cast: Cast, lines: pytest.CaptureFixture[str]
) -> None:
    client.sign_in(cast.assistant)
    read(lines)

    number = client.get("/huurders/?zoek=Geheimenaam").headers["X-Request-ID"]

    (line,) = read(lines)
    assert line["request"] == number
    assert (line["level"], line["method"], line["page"]) == ("INFO", "GET", "tenant.index")
    assert (line["status"], type(line["account"]), type(line["ms"])) == (200, int, int)
    assert "Geheimenaam" not in str(line)
    assert str(line["time"]).startswith("2026-11-24T09:00")


def test_a_sign_of_life_and_a_static_file_are_no_lines(
    client: PageClient, lines: pytest.CaptureFixture[str]
) -> None:
    client.get("/healthz")
    client.get("/static/look.css")

    assert read(lines) == []


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [
        (1, "0123456789abcdef", True),
        (0, "0123456789abcdef", False),  # nobody is believed without a proxy
        (1, "a b; drop", False),  # what no proxy would say
    ],
)
def test_the_number_of_a_request_is_the_proxys_if_there_is_one(
    settings: Settings, proxies: int, given: str, kept: bool
) -> None:
    app = create_app(settings.model_copy(update={"proxies": proxies}))

    answer = app.test_client().get(
        "/static/look.css",
        headers={"X-Request-ID": given},
        buffered=True,
    )

    assert (answer.headers["X-Request-ID"] == given) is kept


def test_a_job_that_fails_says_where_and_nothing_of_whom(
    app: Flask, lines: pytest.CaptureFixture[str]
) -> None:
    def job(**_given: object) -> None:
        raise ValueError("mevrouw Geheimenaam")

    jobs.run(app, job, now=NOW)

    (line,) = read(lines)
    assert line["message"] == "job job failed"
    assert "ValueError" in str(line["fault"])
    assert "Geheimenaam" not in str(line)


def test_a_fault_after_a_fault_says_both(lines: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            raise KeyError("mevrouw Geheimenaam")
        except KeyError:
            raise ValueError("meneer Geheimenaam") from None
    except ValueError:
        logging.getLogger("visits.x").exception("alone")
    try:
        try:
            raise KeyError("mevrouw Geheimenaam")
        except KeyError as first:
            raise ValueError("meneer Geheimenaam") from first
    except ValueError:
        logging.getLogger("visits.x").exception("both")

    alone, both = (str(line["fault"]) for line in read(lines))
    assert "ValueError" in alone
    assert "KeyError" not in alone
    assert "after KeyError < " in both
    assert "Geheimenaam" not in alone + both


def test_a_line_of_text_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("text")

    logging.getLogger("visits.x").warning("a\nb", extra={"numbers": {"mails": 3}})

    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(" WARNING visits.x - a b mails=3")
