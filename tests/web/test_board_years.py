"""Years of what the board may read, month after month: nobody can be computed from it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast, set_up
from tests.services.board.years import DISTRICTS, THEMES, Happened, Years, months_from, visited_in
from tests.web import attack
from tests.web.attack import Reading
from tests.web.journey import on
from visits.domain.draw import UNIT, Lots, shares
from visits.domain.month import first_day, period_of, year_of
from visits.domain.note import Permission
from visits.domain.theme import group_of
from visits.models import db
from visits.models.draw import Draw
from visits.models.note import Note
from visits.services.draw.hold import ensure_chain
from visits.services.draw.lot import record_of
from visits.services.journal import note as notes
from visits.services.journal import theme as themes
from visits.services.organisation import change_organisation

K, STRICTER = 3, 5
BEGIN = "2027-02"
# A page counts a no as "Liever niet", a paper of one month as "Wilde liever niet".
NO, HELD = ("iever niet",), ("Al bezocht", "Bezocht", "keer op bezoek")
BANDS = (
    "korter dan 30 jaar",
    "30 tot en met 39 jaar",
    "40 tot en met 49 jaar",
    "50 jaar of langer",
)
ASKED = ("Liever niet", "Nu niet", "Geen antwoord")
REPORT = re.compile(r'href="(/rapporten/(?:op-de-koffie|jaarbeeld|u-zei-wij-deden)/[\w-]+)"')
LIVES = [
    pytest.param(1, 8, id="months"),
    *(pytest.param(seed, 24, id=f"years{seed}", marks=pytest.mark.thorough) for seed in range(1)),
]


@dataclass(frozen=True)
class Loot:
    """What was read month after month, and what nobody may learn from it."""

    years: Years
    drawn: list[str]
    readings: list[Reading]
    lots: Sequence[Lots]
    visited: dict[str, str]
    names: dict[str, str]


def early(period: str) -> datetime:
    """Give the morning of the first day of a month, before anybody draws."""
    return datetime.combine(first_day(period), time(5), UTC)


def read(app: Flask, client: PageClient, cast: Cast, moment: datetime) -> Reading:
    """Read everything as the board on a day, and let the assistant go on in another window."""
    with on(moment):
        client.sign_in(cast.board)
        return attack.read_all(client, moment.date())


def make_final(app: Flask, cast: Cast, moment: datetime) -> None:
    """Make every report final that can be, as the assistant."""
    with on(moment):
        office = app.test_client()
        assert isinstance(office, PageClient)
        office.sign_in(cast.assistant)
        final = office.get("/rapporten/").text
        for address in REPORT.findall(final):
            if "nog niet definitief" in office.get(address).text:
                office.send(address)


def live(app: Flask, client: PageClient, cast: Cast, seed: int, months: int) -> Loot:
    """Live some months, and read everything as the board at the start of each."""
    years, drawn = Years(seed), months_from(BEGIN, months)
    readings = []
    with app.app_context():
        set_up(db.session(), smallest_group=K)
        ensure_chain(db.session(), now=early(BEGIN))
        years.sit_down(db.session())
        years.move_everybody_in()
        db.session.commit()
    for period in months_from(BEGIN, months + 1):
        with app.app_context():
            years.sit_down(db.session())
            years.live_until(early(period))
            db.session.commit()
        if first_day(period).month % 3 == 2:
            make_final(app, cast, early(period))
        readings.append(read(app, client, cast, early(period)))
        years.begin_month(period)
    with app.app_context():
        draws = db.session.scalars(select(Draw).order_by(Draw.number)).all()
        lots = [record_of(draw)["lots"] for draw in draws]
        visited, names = visited_in(db.session()), themes.names(db.session(), "nl")
    return Loot(years, drawn, readings, lots, visited, names)


def by_month(happened: Iterable[Happened]) -> Counter[str]:
    """Count what happened in each month."""
    return Counter(period_of(one.on) for one in happened)


def months_found(loot: Loot, words: Sequence[str]) -> dict[str, int]:
    """Find the months in which something was counted, and how often."""
    counts = attack.counted_from_the_start(loot.readings, loot.drawn, *words)
    return attack.months_known(counts)


def districts_found(loot: Loot) -> list[str]:
    """Find the district of each draw, from what was read of districts and the public rule.

    A statement with its place says that enough visits of its year were made there.
    """
    told = attack.visits_told(loot.readings, loot.drawn, DISTRICTS)
    owed: list[Counter[str]] = [Counter()]
    for one in loot.lots:
        owed.append(owed[-1] + Counter(shares(one)))
    least: dict[int, dict[str, int]] = {}
    for year, district in attack.places_told(loot.readings[-1], DISTRICTS):
        begin = sum(year_of(period) < year for period in loot.drawn)
        until = sum(year_of(period) <= year for period in loot.drawn)
        had = max(0, -(-(owed[begin][district] - UNIT) // UNIT))
        least.setdefault(until, {})[district] = had + K

    def known(draws: int, visits: Mapping[str, int]) -> bool:
        exact, more = told.get(draws, {}), least.get(draws, {})
        return all(visits[name] == count for name, count in exact.items()) and all(
            visits[name] >= count for name, count in more.items()
        )

    part = attack.took_part(loot.readings, loot.drawn)
    return attack.districts_known(loot.lots, known, part)


def cells_found(loot: Loot, readings: Sequence[Reading], least: int = K) -> Sequence[object]:
    """Find the figures, and the differences of two, that rest on too few visits or people."""
    names = [loot.names[group_of(code)] for code in THEMES] + [loot.names[code] for code in THEMES]
    return attack.small_steps(readings, [*names, *BANDS, *ASKED], least)


@pytest.mark.parametrize(("seed", "months"), LIVES)
def test_nobody_can_be_computed_from_what_the_board_reads_month_after_month(
    app: Flask, client: PageClient, cast: Cast, seed: int, months: int
) -> None:
    loot = live(app, client, cast, seed, months)

    assert attack.moved(loot.readings) == []
    assert months_found(loot, NO) == {}
    assert months_found(loot, HELD) == {}
    assert not any(districts_found(loot))
    assert cells_found(loot, loot.readings) == []
    lines = attack.months_of_lines(loot.readings, loot.years.marks)
    assert all(len(found) > 1 for found in lines.values())
    first, pairs = attack.order_tells(attack.lists_of(loot.readings[-1], loot.years.marks))
    assert pairs > 20
    assert 0.3 < first / pairs < 0.7
    change(app, client, cast, loot)


def change(app: Flask, client: PageClient, cast: Cast, loot: Loot) -> None:
    """Take words back, merge themes and make the rule stricter, and read again after each."""
    day = early(months_from(loot.drawn[-1], 2)[1])
    said = max(loot.years.visits)
    readings = [loot.readings[-1]]
    for deed in ("withdraw", "merge", "stricter"):
        with app.test_request_context():
            session = db.session()
            by = loot.years.people(session).director.id
            if deed == "withdraw":
                note = session.scalars(select(Note).where(Note.visit_id == said)).one()
                notes.set_permission(session, note, Permission.INTERNAL, by=by, now=day)
            elif deed == "merge":
                themes.merge(session, "WON.comfort", "WON.vocht", by=by, now=day)
            else:
                change_organisation(session, {"smallest_group": STRICTER}, by=by, now=day)
            session.commit()
        readings.append(read(app, client, cast, day))
        assert cells_found(loot, readings[-2:]) == []
    # A report that was final keeps the figures of its day.
    pages = {one: text for one, text in readings[-1].pages.items() if not attack.FINAL.search(one)}
    assert cells_found(loot, [Reading(day.date(), pages)], STRICTER) == []
    gone = {word for word, number in loot.years.marks.items() if number == said}
    text = "\n".join(readings[-1].pages.values()).lower()
    assert not [word for word in gone if f"{word} werd" in text]
