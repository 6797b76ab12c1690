"""The sample database: every month of it verifies, and its last days are worth looking at."""

import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.demo.make import ACCOUNTS, make_demo
from visits.demo.workday import workdays_after
from visits.domain import draw as lottery
from visits.domain.account import Role
from visits.domain.insight import Stage
from visits.domain.month import local, moment, period_of
from visits.domain.note import Permission, may_count
from visits.domain.visit import OVER, STEPS, Closing, Result, State, months_after
from visits.formats.holiday import is_workday, workday_from
from visits.models import Base, db, store
from visits.models.answer import Answer
from visits.models.appointment import Appointment
from visits.models.audit import AuditLine
from visits.models.base import UtcTime
from visits.models.insight import Insight
from visits.models.note import Note, NotePermission
from visits.models.outbox import Mail
from visits.models.promise import Promise
from visits.models.tenant import Batch, BatchState, Tenant
from visits.models.visit import Contact, Step, Visit
from visits.services.account import find_account, list_accounts
from visits.services.board.heard import heard_page
from visits.services.board.kept import kept_page
from visits.services.draw.hold import list_draws, lots_then
from visits.services.draw.lot import pool_of, record_of
from visits.services.journal.note import find_note
from visits.services.journal.promise import list_of_visit, list_overdue
from visits.services.outbox import Sender
from visits.services.visit.record import list_to_write, next_visit
from visits.services.visit.step import closing_of

SENDER = Sender("bezoek@demo.example", "Woonstichting Waterhof", "http://127.0.0.1:8000")
RARE = pytest.mark.thorough
DAYS = (
    date(2026, 11, 24),
    # a Saturday: this month waits for its first working day
    pytest.param(date(2026, 8, 1), marks=RARE),
    # the first working day of its month: drawn this morning
    pytest.param(date(2026, 12, 1), marks=RARE),
    # the next working days are in another year
    pytest.param(date(2026, 12, 31), marks=RARE),
)
AHEAD = {
    ("appointment", "starts_at"),
    ("appointment", "ends_at"),
    ("visit", "proposed_at"),
    ("busy_calendar", "read_until"),
    ("busy_interval", "starts_at"),
    ("busy_interval", "ends_at"),
}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module")
def app(today: date, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("demo")
    app = Flask("visits", instance_path=str(folder))
    store.connect(app, f"sqlite:///{folder / 'demo.sqlite3'}")
    store.bring_up(app)
    with app.app_context():
        make_demo(db.session(), today=today, password_hash="no hash", sender=SENDER)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()
        db.session.rollback()


@pytest.fixture
def now(today: date) -> datetime:
    return datetime.combine(today, time(8), UTC)


def director_of(session: Session) -> int:
    account = find_account(session, ACCOUNTS[0].email)
    assert account
    return account.id


def called(session: Session) -> list[Visit]:
    return list(session.scalars(select(Visit).where(Visit.called_at.is_not(None))))


def test_everybody_can_sign_in(session: Session) -> None:
    accounts = list_accounts(session)

    assert {(one.email, one.name, *one.role_names) for one in accounts} == {
        (one.email, one.name, one.role) for one in ACCOUNTS
    }
    assert {one.password for one in accounts} == {"no hash"}
    assert [one.email for one in accounts if one.team_id] == ["medewerker@demo.example"]


def test_every_month_is_drawn_once_until_this_one(session: Session, today: date) -> None:
    draws = list_draws(session)

    first = months_after(today, 0)
    newest = first if workday_from(first) <= today else months_after(today, -1)
    assert [draw.period for draw in draws] == [
        period_of(months_after(newest, -back)) for back in range(24)
    ]
    for draw in draws:
        day = local(draw.drawn_at).date()
        assert period_of(day) == draw.period
        assert not any(is_workday(day.replace(day=one)) for one in range(1, day.day))


def test_every_draw_gives_the_same_result_again(session: Session) -> None:
    draws = list_draws(session)[::-1]

    for place, draw in enumerate(draws):
        record, earlier = record_of(draw), draws[:place]
        month = lottery.Month(
            period=draw.period,
            rules=record["rules"],
            earlier=list(zip(lots_then(earlier), record["counted"], strict=True)),
            previous=earlier[-1].control_code if earlier else "",
        )
        seed = bytes.fromhex(record["seed"])
        again = lottery.draw_again(seed, record["anchor"], pool_of(draw), month)

        assert again.control_code == draw.control_code == lottery.control_code(record)
        assert again.listed == zlib.decompress(draw.tenants)
        assert lottery.hashed(seed, draw.number).hex() == record["anchor"]


def test_two_years_have_visits_of_every_kind(session: Session) -> None:
    states = Counter(visit.state for visit in called(session))

    assert states[State.DECLINED] in {5, 6}
    assert states[State.NOT_NOW] == 2
    assert states[State.NO_REPLY] == states[State.NOT_ELIGIBLE] == states[State.GIVEN_UP] == 1
    assert states[State.HELD] == 4
    assert states[State.CLOSED] in {17, 18}
    assert states[State.CONFIRMED] == 1
    assert states.total() - states[State.DRAWN] - states[State.APPROACHED] in {32, 33}


def test_every_step_is_one_of_the_table(session: Session) -> None:
    for visit in called(session):
        query = select(Step).where(Step.visit_id == visit.id).order_by(Step.id)
        steps = session.scalars(query).all()

        assert (steps[0].state_from, steps[0].state_to) == (None, State.DRAWN)
        assert steps[-1].state_to is visit.state
        for before, step in pairwise(steps):
            assert step.state_from is before.state_to
            assert step.state_to in STEPS[before.state_to]
            assert before.at <= step.at


def test_every_step_has_its_audit_line(session: Session) -> None:
    lines = set(session.execute(select(AuditLine.deed, AuditLine.subject_id, AuditLine.at)))

    for step in session.scalars(select(Step).where(Step.state_to != State.DRAWN)):
        assert (f"visit.{step.state_to}", str(step.visit_id), step.at) in lines


def test_the_audit_log_is_in_the_order_of_time(session: Session) -> None:
    moments = session.scalars(select(AuditLine.at).order_by(AuditLine.id)).all()

    assert list(moments) == sorted(moments)


def test_nothing_happened_after_this_morning(session: Session, now: datetime) -> None:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, UtcTime) and (table.name, column.name) not in AHEAD:
                newest = session.scalar(select(func.max(column)))
                assert newest is None or newest < now, column


def test_every_visit_is_on_a_working_day_within_hours(session: Session) -> None:
    for appointment in session.scalars(select(Appointment)):
        start, end = local(appointment.starts_at), local(appointment.ends_at)
        assert is_workday(start.date())
        assert time(10) <= start.time() < end.time() <= time(15, 30)


def left_of(session: Session, visit: Visit) -> Closing:
    """Give what must still be done before a visit can be closed."""
    return closing_of(visit, find_note(session, visit) is not None, list_of_visit(session, visit))


def test_a_closed_visit_is_written_down_and_answered(session: Session) -> None:
    to_write = list_to_write(session, director_of(session))

    assert len(to_write) == 1  # so that whoever tries the app can write a note
    for visit in called(session):
        if visit.state is State.CLOSED:
            assert left_of(session, visit).ready
        if visit.state is State.HELD and visit not in to_write:
            assert left_of(session, visit).open_promises


def test_the_calendar_of_a_guest_only_goes_forward(session: Session) -> None:
    sent: dict[tuple[str, str], list[int]] = {}
    for mail in session.scalars(select(Mail).order_by(Mail.id)):
        assert mail.sent_at
        if mail.calendar:
            calendar = Calendar.from_ical(mail.calendar)
            event = calendar.walk("VEVENT")[0]
            assert calendar["METHOD"] == mail.method
            sent.setdefault((str(event["UID"]), mail.recipient), []).append(
                int(str(event["SEQUENCE"]))
            )

    assert all(first < then for found in sent.values() for first, then in pairwise(found))
    assert {len(found) for found in sent.values()} == {1, 2, 3}


def test_a_visit_that_fell_through_got_a_new_event(session: Session) -> None:
    steps = session.execute(
        select(Step.visit_id, Step.state_from).where(
            Step.state_from.in_([State.CANCELLED_BY_TENANT, State.NOT_HOME]),
            Step.state_to == State.PLANNED,
        )
    ).all()

    assert len(steps) == 2
    for visit_id, _ in steps:
        query = select(Appointment.uid).where(Appointment.visit_id == visit_id)
        assert len(set(session.scalars(query))) == 2


def test_many_visits_were_confirmed_by_the_directors_file(session: Session) -> None:
    answers = session.scalars(select(Answer)).all()

    assert len(answers) >= 10
    assert {(one.outcome, one.partstat, one.waiting) for one in answers} == {
        ("apply", "ACCEPTED", False)
    }


def test_a_few_calls_were_in_vain(session: Session) -> None:
    results = Counter(session.scalars(select(Contact.result).where(Contact.result.is_not(None))))

    assert results[Result.NOT_REACHED] >= 8
    assert results[Result.YES] >= 24


def test_the_director_has_a_next_visit_soon(session: Session, today: date) -> None:
    visit = next_visit(session, director_of(session))

    assert visit is not None
    assert visit.state is State.CONFIRMED
    assert visit.door
    starts_at = session.scalar(
        select(Appointment.starts_at).where(
            Appointment.visit_id == visit.id, Appointment.cancelled_at.is_(None)
        )
    )
    assert starts_at == moment(workdays_after(today, 3), time(10, 30))


def test_the_newest_note_still_has_work_in_it(session: Session) -> None:
    newest = session.scalars(
        select(Visit).join(Note).where(Visit.state == State.HELD).order_by(Visit.held_on.desc())
    ).first()
    assert newest

    stages = session.scalars(select(Insight.stage).where(Insight.visit_id == newest.id))
    assert sorted(stages) == [Stage.CODED, Stage.DRAFT, Stage.RELEASED]
    assert left_of(session, newest).open_promises == 1


def test_every_note_has_its_permission_on_record(session: Session) -> None:
    notes = session.execute(select(Note.id, Note.permission)).all()
    agreed = session.execute(select(NotePermission.note_id, NotePermission.level)).all()

    assert sorted(map(tuple, agreed)) == sorted(map(tuple, notes))
    assert len(notes) >= 19


def test_only_what_tenants_allowed_was_released(session: Session) -> None:
    rows = session.execute(
        select(Insight.stage, Note.permission).join(Note, Note.visit_id == Insight.visit_id)
    )

    for stage, level in rows:
        assert stage is not Stage.RELEASED or may_count(Permission(level))
        assert stage is not Stage.INTERNAL or not may_count(Permission(level))


def test_one_promise_is_overdue_by_about_nine_days(
    session: Session, today: date, now: datetime
) -> None:
    (late,) = list_overdue(session, now=now)

    assert timedelta(days=9) <= today - late.due <= timedelta(days=12)
    assert late.team_id


def test_the_board_has_something_to_read(session: Session, now: datetime) -> None:
    year = str(local(now).year - 1)
    heard, kept = heard_page(session, now=now, year=year), kept_page(session, now=now, year=year)

    assert heard.visits >= 10
    assert len(heard.shown) >= 4
    assert heard.quotes
    assert kept.enough
    assert len(kept.disclosed) >= 8


def test_board_lines_come_only_from_what_may_be_told(session: Session) -> None:
    rows = session.execute(
        select(Promise.board_line, Note.permission).join(Note, Note.visit_id == Promise.visit_id)
    ).all()

    assert all(may_count(Permission(level)) for line, level in rows if line)
    assert sum(bool(line) for line, _ in rows) >= 18


def test_the_list_came_in_whole_each_quarter_and_lately(session: Session, today: date) -> None:
    batches = session.scalars(select(Batch).order_by(Batch.id)).all()

    assert len(batches) in {9, 10}
    assert {(one.state, one.whole) for one in batches} == {(BatchState.STORED, True)}
    assert 5 <= (today - local(batches[-1].made_at).date()).days <= 12
    assert today - local(batches[0].made_at).date() > timedelta(days=740)
    for one in batches[1:]:
        assert one.counts["new"]
        assert one.counts["changed"]
        assert one.counts["vanished"]


def test_some_tenants_are_left_in_peace(session: Session) -> None:
    silent = select(func.count(Tenant.id)).where(Tenant.opted_out_on.is_not(None))
    known = select(func.count(Tenant.id)).where(Tenant.visited_on.is_not(None))

    assert session.scalar(silent)
    assert session.scalar(known) == 2


def test_nobody_with_a_visit_to_come_has_left(session: Session) -> None:
    rows = session.execute(
        select(Visit.state, Tenant.missing_since).join(Tenant, Tenant.id == Visit.tenant_id)
    )

    assert all(missing is None for state, missing in rows if state not in OVER)


def test_one_of_each_role_is_there() -> None:
    assert {one.role for one in ACCOUNTS} == set(Role)
