"""An attack on the board: everything it can fetch, over time, and every difference of it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.client import PageClient
from tests.effort import tries
from tests.factories import Cast
from tests.services.board.said import Said, hold_visit, say
from tests.web.journey import on
from visits.domain.insight import Kind
from visits.domain.note import Permission
from visits.models import Base, db
from visits.models.account import Account
from visits.models.note import Note
from visits.models.visit import Visit
from visits.services.board.heard import export_rows
from visits.services.journal import note as notes
from visits.services.journal.theme import names
from visits.web.board import cells

K, AFTER_SUBJECT = 3, 3
YEARS = ("2025", "2026")
THEMES = ("WON.vocht", "WON.comfort", "BUU.hulp", "THU.gevoel")
NAMES = {"WON": "Woning", "BUU": "Buurt en buren", "THU": "Thuis en wonen"}
DISTRICTS = ("Overdie", "De Mare")
READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
MONTH = re.compile(
    r"\b(januari|februari|maart|april|mei|juni|juli|augustus|(sept|okt|nov|dec)\w*ber)\b"
)
SPOKEN = re.compile(r"van bezoek (\d+)\.")
ROW = re.compile(
    r'<th role="rowheader" scope="row">(.*?)</th>\s*<td role="cell" class="num">(.*?)</td>',
    re.DOTALL,
)
Life = tuple[str, int, str, Permission, list[Said]]
TAG = re.compile(r"<[^>]+>")
GAP = re.compile(r">\s+<")

tellings = st.lists(
    st.builds(
        Said,
        theme=st.sampled_from(THEMES),
        kind=st.sampled_from([Kind.CONCERN, Kind.IDEA, Kind.COMPLIMENT]),
        quoted=st.booleans(),
    ),
    max_size=3,
)
lives = st.lists(
    st.tuples(
        st.sampled_from(YEARS),
        st.integers(1, 12),
        st.sampled_from(DISTRICTS),
        st.sampled_from([Permission.COUNTED, Permission.WITHOUT_NAME, Permission.WITHOUT_NAME]),
        tellings,
    ),
    min_size=6,
    max_size=26,
)


@dataclass(frozen=True)
class Loot:
    """All that somebody of the board brought home in one day."""

    counts: dict[tuple[str, str], int]
    rows: Counter[tuple[str, ...]]
    spoken: dict[tuple[str, ...], set[str]]
    wordless: set[tuple[str, ...]]
    text: str


def live(session: Session, life: Iterable[Life]) -> None:
    """Put the visits of two years in the tables."""
    for year, month, district, permission, told in life:
        day = date(int(year), month, 10)
        hold_visit(session, day, *told, district=district, permission=permission)
    session.commit()


def plunder(client: PageClient) -> Loot:
    """Fetch every page and every file of what was said, and note every figure."""
    counts: dict[tuple[str, str], int] = {}
    texts = []
    for year in YEARS:
        page = GAP.sub("><", client.get(f"/wat-we-hoorden?jaar={year}").text)
        texts.append(page)
        for name, count in ROW.findall(page):
            if TAG.sub("", count).isdigit():
                counts[year, TAG.sub("", name).strip()] = int(TAG.sub("", count))
        for subject in NAMES:
            page = GAP.sub("><", client.get(f"/wat-we-hoorden/{subject}?jaar={year}").text)
            page = page.replace("\xa0", " ")
            texts.append(page)
            for found in re.findall(r"<li>([^<:]+): in (\d+) van \d+ bezoeken</li>", page):
                counts[year, f"{NAMES[subject]}: {found[0]}"] = int(found[1])
    content = client.get("/wat-we-hoorden.csv").data.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(content), delimiter=";"))[1:]
    spoken: dict[tuple[str, ...], set[str]] = {}
    for row in table:
        spoken.setdefault(tuple(row[:-2]), set()).update(SPOKEN.findall(row[-2]))
    rows = Counter(tuple(row[:-2]) for row in table)
    wordless = {tuple(row[:-2]) for row in table if not row[-2]}
    return Loot(counts, rows, spoken, wordless, "".join([*texts, content]))


def check(loot: Loot, truth: dict[tuple[str, ...], set[int]]) -> None:
    """Look for a figure, or a difference of two, that rests on too few visits."""
    for (year, name), count in loot.counts.items():
        assert count >= K, (year, name, count)
        for (other_year, other), more in loot.counts.items():
            if year == other_year and name.startswith(f"{other}: "):
                assert more == count or more - count >= K, (name, count, other, more)
    for labels, count in loot.rows.items():
        assert count >= K, labels
    assert all(len(visits) >= K for labels, visits in truth.items() if labels in loot.rows)
    assert not MONTH.search(loot.text)
    for labels in loot.wordless:
        assert not any(labels[AFTER_SUBJECT:]), labels  # or it would say more of words elsewhere
        assert "kwartaal" not in labels[0]


def behind(session: Session) -> dict[tuple[str, ...], set[int]]:
    """Give the visits behind each combination of labels, which only the app knows."""
    found: dict[tuple[str, ...], set[int]] = {}
    known = names(session, "nl")
    for row in export_rows(session, now=READ_ON):
        found.setdefault(tuple(cells(row, known)[:-2]), set()).add(row.visit)
    return found


def empty(session: Session) -> None:
    """Take away what an earlier life left behind; draws may never go."""
    keep = {"theme", "team", "account", "account_role", "choice", "draw", "alembic_version"}
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in keep:
            session.execute(table.delete())
    session.commit()


def test_the_attack_finds_what_there_is_to_find(app: Flask, client: PageClient, cast: Cast) -> None:
    told = [Said("WON.vocht"), Said("WON.vocht")]
    life: list[Life] = [
        ("2026", month, "Overdie", Permission.WITHOUT_NAME, told) for month in range(1, 8)
    ]
    with app.test_request_context():
        live(db.session(), life)

    with on(READ_ON):
        client.sign_in(cast.board)
        loot = plunder(client)

    assert loot.counts[("2026", "Woning")] == 7
    assert loot.counts[("2026", "Woning: Vocht en schimmel")] == 7
    assert len(loot.rows) > 1
    assert any(loot.spoken.values())


@settings(
    max_examples=tries(8),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=lives, data=st.data())
def test_no_small_cell_follows_from_pages_and_files_before_and_after_a_change(
    app: Flask, client: PageClient, cast: Cast, life: list[Life], data: st.DataObject
) -> None:
    with app.test_request_context():
        empty(db.session())
        live(db.session(), life)
    with on(READ_ON):
        client.sign_in(cast.board)
        before = plunder(client)
        with app.test_request_context():
            check(before, behind(db.session()))
            visits = list(db.session.scalars(select(Visit).order_by(Visit.id)))
            late = data.draw(st.sampled_from(visits))
            gone = data.draw(st.sampled_from(visits))
            number = gone.id
            say(db.session(), late, Said("WON.vocht", quarter="2027-Q1"))
            note = db.session.scalars(select(Note).where(Note.visit_id == number)).one()
            by = db.session.scalars(select(Account.id)).first() or 0
            notes.set_permission(
                db.session(), note, Permission.INTERNAL, by=by, now=datetime.now(UTC)
            )
            db.session.commit()
        after = plunder(client)

    assert f"van bezoek {number}." not in after.text
    assert all(before.counts.get(name) == count for name, count in after.counts.items())
    for labels, count in before.rows.items():
        assert after.rows[labels] in {0, count}
    assert not set(after.rows) - set(before.rows)
    for labels, spoken in after.spoken.items():
        assert spoken <= before.spoken[labels]
