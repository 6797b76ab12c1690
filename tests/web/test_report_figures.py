"""Every figure on paper is one of the page: tables row by row, sentences word by word."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy.orm import Session

from tests.client import PageClient
from tests.factories import Cast, make_tenant, set_up
from tests.services.board.said import Said, hold_visit
from tests.web.journey import on
from visits.domain.insight import Source, Stage
from visits.domain.note import Permission
from visits.domain.promise import AnswerChannel, Progress
from visits.models import db
from visits.models.insight import Insight, InsightTheme, Talk
from visits.models.promise import Promise

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
PAGES = (
    "/wat-we-hoorden?jaar=2026",
    "/wat-we-hoorden/WON?jaar=2026",
    "/wat-we-hoorden/BUU?jaar=2026",
    "/wat-we-deden?jaar=2026",
    "/waar-we-waren",
)
# All promises were made in the last quarter: those of the quarter stand on the page of the year.
PAPERS = (
    "/rapporten/jaarbeeld/2026",
    "/rapporten/op-de-koffie/2026-Q4",
    "/rapporten/u-zei-wij-deden/2026",
)
HIDDEN = {"te weinig om te tonen", "niet genoemd", "nog niet bezocht"}
WORDS = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf".split()
FIGURE = re.compile(rf"\d[\d.,]*|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
EDGES = re.compile(
    r"Zoals het stond op .*?\d{4}\.|\d+ / \d+|(?:Vierde kwartaal )?2026|072 555 01 00"
)


class Tables(HTMLParser):
    """The rows of all tables of a page, by caption, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.words: list[str] = []
        self.caption, self.inside, self.small = "", "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a caption, a row or a cell."""
        if tag == "caption":
            self.caption = ""
        if tag == "tr":
            self.found.setdefault(self.caption, []).append([])
        if tag in {"th", "td"} and self.caption:
            self.found[self.caption][-1].append("")
        self.small = self.small or tag == "small"
        self.inside = tag if tag in {"caption", "th", "td"} else self.inside

    def handle_endtag(self, tag: str) -> None:
        """End a caption or a cell."""
        self.small = self.small and tag != "small"
        self.inside = "" if tag in {"caption", "th", "td"} else self.inside

    def handle_data(self, data: str) -> None:
        """Keep what stands in a caption or a cell."""
        self.words.append(data)
        if self.inside == "caption":
            self.caption += plain(data)
        elif self.inside and self.caption and not self.small:
            self.found[self.caption][-1][-1] += plain(data)


def plain(text: str) -> str:
    """Give a text on one line, with ordinary spaces."""
    return " ".join(text.split())


@pytest.fixture
def told(app: Flask, cast: Cast) -> Iterator[None]:
    """Two years in which much was said, promised and heard by colleagues, read in January."""
    with app.test_request_context():
        session = db.session()
        set_up(session)
        for district, tenants in (("Overdie", 7), ("De Mare", 2), ("Oudorp", 1)):
            for _ in range(tenants):
                make_tenant(session, district=district)
        for month in range(1, 13):
            hold_visit(session, date(2025, month, 5), *[Said("WON.vocht")] * (month % 2 + 1))
        for month in range(1, 13):
            themes = ["WON.vocht"] * 2 + ["BUU.hulp"] * (month > 7) + ["VEI.donker"] * (month == 2)
            day = date(2026, month, 5)
            visit = hold_visit(
                session, day, *map(Said, themes), band="50_up" if month > 8 else "30_39"
            )
            made(session, visit.id, month)
        for number in range(4):
            talk = Talk(
                source=Source.REPAIR, permission=Permission.COUNTED, on=day, made_at=READ_ON
            )
            session.add(talk)
            session.flush()
            heard = [InsightTheme(position=0, code="DVL.afspraken")]
            session.add(Insight(ref=f"t{number}", talk_id=talk.id, statement="Op de trap.",
                                stage=Stage.RELEASED, period="2026-Q4", made_at=READ_ON,
                                themes=heard))  # fmt: skip
        session.commit()
    with on(READ_ON):
        yield


def made(session: Session, visit: int, month: int) -> None:
    """Promise something in the last quarter, and keep what is even."""
    kept = month % 2 == 0
    promise = Promise(
        visit_id=visit,
        what="Lamp",
        promised_on=date(2026, 10, month),
        due=date(2026, 11, month),
        made_at=READ_ON,
        progress=Progress.CLOSED if kept else Progress.RUNNING,
        outcome=Progress.DONE if kept else None,
        answered_on=date(2026, 11, month + (month > 9)) if kept else None,
        answer_channel=AnswerChannel.PHONE if kept else None,
        board_line=f"Lamp {'abcdefghijklm'[month]} brandt.",
    )
    session.add(promise)


def paper_of(client: PageClient, path: str) -> tuple[str, list[str], dict[str, list[list[str]]]]:
    """Give the text of a paper, its sentences, and its tables by caption."""
    pdf = PdfReader(io.BytesIO(client.get(f"{path}/voorbeeld.pdf").data))
    text = plain(" ".join(page.extract_text() for page in pdf.pages))
    content = client.get(f"{path}/voorbeeld.csv").data.decode("utf-8-sig")
    parts = [
        list(csv.reader(io.StringIO(part), delimiter=";")) for part in content.split("\r\n\r\n")
    ]
    tables = {plain(part[0][0]): [list(map(plain, row)) for row in part[1:]] for part in parts[1:]}
    return text, [plain(row[-1]) for row in parts[0] if len(row) > 1], tables


def as_digits(text: str) -> list[str]:
    """List the figures of a text, words for numbers as digits."""
    found = [one.strip(".,").lower() for one in FIGURE.findall(text)]
    return [str(WORDS.index(one)) if one in WORDS else one for one in found]


@pytest.mark.parametrize("path", PAPERS)
def test_every_figure_on_paper_stands_on_a_page(
    app: Flask, client: PageClient, cast: Cast, told: None, path: str
) -> None:
    client.sign_in(cast.assistant)
    pages = [Tables(client.get(page).text) for page in PAGES]
    shown = {caption: rows for page in pages for caption, rows in page.found.items()}
    written = plain(" ".join(word for page in pages for word in page.words))

    text, sentences, tables = paper_of(client, path)

    left = text
    for caption, rows in tables.items():
        for row in rows[1:]:
            assert on_page(row, shown.get(caption, []), written), row
            assert " ".join(row) in text
            left = left.replace(" ".join(row), " ", 1)
        left = left.replace(" ".join(rows[0]), " ").replace(caption, " ")
    for sentence in sorted(sentences, key=len, reverse=True):
        if sentence in written or set(as_digits(sentence)) <= set(as_digits(written)):
            left = left.replace(sentence, " ")
    left = EDGES.sub(" ", left)
    assert as_digits(left) == [], left


def on_page(row: list[str], rows: list[list[str]], written: str) -> bool:
    """Say whether a row of a paper stands in the same table of a page, figure by figure."""
    label, *cells = row
    for other, *figures in rows:
        if other == label:
            pairs = list(zip(cells, figures, strict=True))
            return all(a == b or (a in HIDDEN and b == "–") for a, b in pairs)
    # What the page says beside its table, and the paper in it.
    return f"{label} {' '.join(cells)}" in written or f"{label}: in {cells[0]} van" in written
