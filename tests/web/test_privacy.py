"""What tenants may know about their data, for anybody who looks."""

import re

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import set_up
from visits.models import db


@pytest.mark.parametrize(
    ("path", "named"),
    [("/privacy", "privacy@waterhof.example"), ("/privacy/toegankelijkheid", "WCAG 2.2")],
)
def test_what_everybody_may_know_needs_no_account_and_is_told_in_short_sentences(
    app: Flask, client: PageClient, path: str, named: str
) -> None:
    with app.app_context():
        set_up(db.session())

    text = client.get(path).text

    body = re.sub(r"<[^>]+>", " ", text.split("<main")[1].split("</main>")[0])
    sentences = [s.split() for s in re.split(r"[.?!:]\s", body) if len(s.split()) > 2]
    assert sum(map(len, sentences)) / len(sentences) <= 12  # B1: twelve words on average at most
    assert named in text
