"""A wrong clock: nothing is deleted, closed or drawn until a person says which day it is."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.client import PageClient
from tests.factories import Cast, make_tenant, tenant_record
from tests.services.village import AFTER, import_file
from tests.web import journey
from tests.web.journey import count, deed, on
from visits import jobs
from visits.domain.clock import Why
from visits.models import Base, db
from visits.models.audit import AuditLine
from visits.models.board import ClosedPeriod
from visits.models.draw import Draw
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services import clock
from visits.services.board.close import close_due
from visits.services.draw.hold import hold_draw
from visits.services.journal.taken_back import words_go
from visits.services.refusals import Refusal, Refused
from visits.services.upkeep import backup, retention

DAY = timedelta(days=1)
AHEAD, BEHIND = AFTER + 5 * 365 * DAY, AFTER - 365 * DAY
ALL_JOBS = tuple(one for one in jobs.JOBS if one is not jobs.read_answers)
# These go after hours, and hold nothing that anybody wrote.
FLEETING = {"audit_line", "sent_form", "attempt", "job_run"}


@pytest.fixture
def installation(app: Flask, cast: Cast) -> Flask:
    """An installation with a list, a visit, its note, and a clock that was noted."""
    journey.furnish(app)
    journey.written_visit(app, cast, texts={"one_line": "Trots op de straat"})
    with deed(app, cast) as (session, _office):
        import_file(session, [tenant_record() for _ in range(4)])
        clock.note(session, now=AFTER)
    return app


def rows(app: Flask) -> dict[str, int]:
    """Count the rows of every table."""
    with app.app_context():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name not in FLEETING
        }


@pytest.mark.parametrize(
    ("now", "why"), [(AHEAD, Why.AHEAD), (BEHIND, Why.BEHIND)], ids=["ahead", "behind"]
)
def test_a_wrong_clock_deletes_closes_and_draws_nothing_whoever_signs_in(
    installation: Flask, client: PageClient, cast: Cast, now: datetime, why: Why
) -> None:
    before = rows(installation)
    with on(now):
        client.sign_in(cast.board)
        client.get("/")
        client.sign_in(cast.assistant)  # a line of the log on the wrong day
        drawn = client.send("/loting/", period=f"{now:%Y-%m}", reason="Proef")
        for hours in (0, 1, 30):
            jobs.run(installation, *ALL_JOBS, now=now + timedelta(hours=hours))

    assert drawn.status_code == 409
    assert rows(installation) == before
    with installation.app_context():
        found = clock.find_suspicion(db.session(), now=now + DAY)
        assert found is not None
        assert found.why is why
        assert db.session.scalars(select(Note.one_line)).all() == ["Trots op de straat"]


@pytest.mark.parametrize("role", ["assistant", "admin"])
def test_the_start_page_asks_for_the_day_and_one_yes_lets_everything_go_on(
    installation: Flask, client: PageClient, cast: Cast, role: str
) -> None:
    now = AFTER + 400 * DAY
    with on(now):
        client.sign_in(getattr(cast, role))
        asks = client.get("/").text
        wrong = client.send("/het-is-vandaag", day="2026-12-09")
        yes = client.send("/het-is-vandaag", day=f"{now:%Y-%m-%d}")
        after = client.get("/").text
        jobs.run(installation, *ALL_JOBS, now=now + timedelta(hours=6))

    assert "Is het vandaag echt 13 januari 2028?" in asks.replace("\xa0", " ")
    assert "9 december 2026" in asks.replace("\xa0", " ")
    assert (wrong.status_code, yes.status_code) == (409, 303)
    assert "Is het vandaag echt" not in after
    assert count(installation, ClosedPeriod) > 0


@pytest.mark.parametrize("role", ["board", "staff"])
def test_nobody_else_confirms_the_day(
    installation: Flask, client: PageClient, cast: Cast, role: str
) -> None:
    with on(AHEAD):
        client.sign_in(getattr(cast, role))

        assert client.send("/het-is-vandaag", day=f"{AHEAD:%Y-%m-%d}").status_code == 403


def test_three_weeks_without_a_machine_are_one_question(installation: Flask) -> None:
    later = AFTER + 21 * DAY
    with installation.app_context():
        with pytest.raises(Refused, match=Refusal.CLOCK_DOUBTED):
            retention.clear(db.session(), now=later)
        clock.confirm(db.session(), f"{later:%Y-%m-%d}", by=None, now=later)

        retention.clear(db.session(), now=later)
        assert clock.find_suspicion(db.session(), now=later + 13 * DAY) is None


def test_a_quiet_month_with_a_machine_that_runs_is_no_leap(installation: Flask) -> None:
    for days in range(45):
        jobs.run(installation, jobs.note_the_day, now=AFTER + days * DAY)

    with installation.app_context():
        noted = select(func.count(AuditLine.id)).where(AuditLine.deed == clock.SEEN)
        assert clock.find_suspicion(db.session(), now=AFTER + 45 * DAY) is None
        assert db.session.scalar(noted) == 7  # once a week


def test_whoever_takes_words_back_is_served_on_a_doubtful_day_and_nothing_closes(
    installation: Flask,
) -> None:
    with installation.app_context():
        session = db.session()
        assert close_due(session, now=AHEAD) == []
        words_go(session, session.scalars(select(Visit).join(Note)).one())
        session.commit()

    assert count(installation, ClosedPeriod, Insight) == 0


def test_no_copy_is_dropped_on_a_doubtful_day(installation: Flask) -> None:
    with installation.app_context():
        kept = backup.keep(now=AFTER)
        backup.drop_old(AHEAD)

        assert kept.exists()


@pytest.mark.parametrize(("people", "goes"), [(20, True), (21, False)])
def test_one_night_takes_away_twenty_people_and_more_after_a_yes(
    installation: Flask, people: int, goes: bool
) -> None:
    now = AFTER + timedelta(hours=1)
    with installation.app_context():
        for _ in range(people):
            make_tenant(db.session(), missing_since=(AFTER - 400 * DAY).date())
        db.session.commit()
    kept = count(installation, Tenant) - people

    jobs.run(installation, jobs.clear_old, jobs.clear_old, now=now)

    assert (count(installation, Tenant) == kept) is goes
    with installation.app_context():
        session = db.session()
        found = retention.find_suspicion(session, now=now)
        waits = select(func.count(AuditLine.id)).where(AuditLine.deed == retention.WAITS)
        assert (found is None) is goes
        assert session.scalar(waits) == (0 if goes else 1)  # said once
        assert retention.foresee(session, now=now)["tenants"] == (0 if goes else people)
        clock.confirm(session, f"{now:%Y-%m-%d}", by=None, now=now)
        session.commit()
    jobs.run(installation, jobs.clear_old, now=now + timedelta(hours=20))

    assert count(installation, Tenant) == kept
    with installation.app_context():
        assert retention.find_suspicion(db.session(), now=now) is None


def test_a_fresh_installation_is_not_doubted(app: Flask) -> None:
    with app.app_context():
        clock.note(db.session(), now=AHEAD)

        assert clock.find_suspicion(db.session(), now=AHEAD + DAY) is None
        assert retention.clear(db.session(), now=AHEAD)["people"] == 0


@pytest.mark.parametrize(
    ("period", "ahead", "code"),
    [
        ("2026-10", 1, Refusal.DRAW_PAST),
        ("2027-02", 1, Refusal.DRAW_AHEAD),
        ("2029-12", 36, None),
        ("2030-01", 36, Refusal.DRAW_AHEAD),
    ],
)
def test_the_deed_itself_knows_which_months_may_be_drawn(
    installation: Flask, period: str, ahead: int, code: Refusal | None
) -> None:
    before = count(installation, Draw)
    with installation.app_context():
        try:
            hold_draw(db.session(), period, by=None, now=AFTER, ahead=ahead)
            db.session.commit()
            refused = None
        except Refused as wrong:
            db.session.rollback()
            refused = wrong.code

    assert refused is code
    assert count(installation, Draw) - before == (code is None)
