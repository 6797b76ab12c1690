"""What tenants may know about their data, for anybody who looks."""

import re

from flask import Flask

from tests.client import PageClient
from tests.factories import set_up
from visits.models import db


def test_privacy_is_readable_without_signing_in_and_in_short_sentences(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        set_up(db.session())

    text = client.get("/privacy").text

    body = re.sub(r"<[^>]+>", " ", text.split("<main")[1].split("</main>")[0])
    sentences = [s.split() for s in re.split(r"[.?!:]\s", body) if len(s.split()) > 2]
    assert sum(map(len, sentences)) / len(sentences) <= 12  # B1: twelve words on average at most
    assert "privacy@waterhof.example" in text
