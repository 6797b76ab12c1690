"""Whatever is changed in the database behind the app's back is found."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.databases import lift_guards
from tests.factories import NOW
from tests.services.village import DAY, Office, approached, held, hold_draw, last_lot
from visits.domain.visit import Result
from visits.services.audit import record
from visits.services.draw import integrity, lot
from visits.services.draw import integrity as integritys
from visits.services.visit import contact as contacts

GUARDED = [
    "UPDATE draw SET record = replace(record, '2026-11', '2026-10')",
    "UPDATE draw SET control_code = 'x'",
    "UPDATE draw SET tenants = '' WHERE number = 1",
    "UPDATE draw SET eligible = eligible + 1",
    "UPDATE draw SET drawn_by = (SELECT min(id) FROM account)",
    "UPDATE draw SET deleted_on = '2026-12-31' WHERE number = 1",
    "DELETE FROM draw",
    "UPDATE outcome_line SET entry = 'visited'",
    "DELETE FROM outcome_line WHERE number = 2",
    "UPDATE chain SET root = anchor",
    "DELETE FROM chain",
]
TAMPERINGS = [
    "UPDATE draw SET record = replace(record, '2026-11', '2026-10') WHERE number = 1",
    "UPDATE draw SET record = replace(record, '\"De Mare\"', '\"De Mere\"') WHERE number = 2",
    "UPDATE draw SET record = '{}' WHERE number = 2",
    "UPDATE draw SET record = 'x' WHERE number = 2",
    "UPDATE draw SET control_code = 'x' WHERE number = 2",
    "UPDATE draw SET period = '2026-10' WHERE number = 1",
    "UPDATE draw SET tenants = '' WHERE number = 2",
    "UPDATE draw SET eligible = 99 WHERE number = 2",
    "UPDATE draw SET excluded = '{}' WHERE number = 2",
    "UPDATE draw SET open_promises = 11 WHERE number = 2",
    "UPDATE draw SET reason = 'zomaar' WHERE number = 2",
    "UPDATE draw SET lapsed_at = drawn_at WHERE number = 2",
    "UPDATE draw SET lapsed_at = NULL WHERE number = 3",
    "UPDATE draw SET lapse_reason = 'iets anders' WHERE number = 3",
    "UPDATE chain SET root = anchor",
    "UPDATE visit SET state = 'closed' WHERE draw_number = 2",
    "UPDATE visit SET state = 'no_reply' WHERE draw_number = 1 AND lot = 1",
    "UPDATE visit SET called_at = NULL WHERE draw_number = 1 AND lot = 2",
    "UPDATE visit SET district = 'Overdie' WHERE draw_number = 2",
    "UPDATE visit SET external_id = 'H1' WHERE draw_number = 2",
    "UPDATE visit SET lot = 7 WHERE draw_number = 2",
    "UPDATE step SET state_to = 'no_reply' WHERE state_to = 'declined'",
    "UPDATE step SET reason = 'iets anders' WHERE state_to = 'given_up'",
    "UPDATE outcome_line SET entry = 'no_reply' WHERE entry = 'declined'",
    "UPDATE outcome_line SET account_number = 99 WHERE entry = 'declined'",
    "UPDATE outcome_line SET detail = '' WHERE number = 1",
    "DELETE FROM outcome_line WHERE entry = 'declined'",
    "DELETE FROM outcome_line WHERE number = (SELECT max(number) FROM outcome_line)",
    "DELETE FROM outcome_line",
]


@pytest.fixture
def year(session: Session, office: Office) -> Session:
    """Three draws: a no and then a visit that is held, one that is open, one that lapsed."""
    visit = approached(session, office, tenants=6, district="De Mare")
    contacts.log_contact(session, visit, Result.NO, by=office.assistant.id, now=NOW)
    hold_draw(session, "2026-12")
    january = hold_draw(session, "2027-01")
    lot.lapse_month(session, january, reason="ziek", by=office.assistant.id, now=NOW + DAY)
    session.commit()
    return session


def faults(session: Session) -> list[integrity.Fault]:
    """List what the check finds in draws and outcomes."""
    session.expire_all()
    return [*integrity.check_draws(session), *integrity.check_outcomes(session)]


def test_what_the_app_wrote_is_in_order(year: Session) -> None:
    assert faults(year) == []
    assert [*integrity.check_guards(year)] == []


@pytest.mark.parametrize("statement", GUARDED)
def test_the_database_itself_refuses(year: Session, statement: str) -> None:
    with pytest.raises(DBAPIError, match="a draw stands as it was written"):
        year.execute(text(statement))


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_a_change_behind_the_back_of_the_guards_is_found(year: Session, statement: str) -> None:
    lift_guards(year.connection())
    changed = year.execute(text(statement))

    found = faults(year)

    assert changed.rowcount > 0  # type: ignore[attr-defined]
    assert found
    assert [*integrity.check_guards(year)]


def test_a_draw_that_was_taken_out_whole_is_missed(year: Session) -> None:
    lift_guards(year.connection())
    for statement in (
        "DELETE FROM step WHERE visit_id IN (SELECT id FROM visit WHERE draw_number = 3)",
        "DELETE FROM visit WHERE draw_number = 3",
        "DELETE FROM outcome_line WHERE draw_number = 3",
        "DELETE FROM draw WHERE number = 3",
    ):
        year.execute(text(statement))

    assert integrity.Fault("draw_missing", 3) in faults(year)


def test_an_account_that_goes_leaves_draws_and_outcomes_in_order(
    year: Session, office: Office
) -> None:
    year.delete(office.assistant)
    year.commit()

    assert faults(year) == []


def test_a_visit_that_is_held_and_a_reason_that_is_erased_leave_it_in_order(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    session.execute(text("UPDATE step SET reason = ''"))

    assert last_lot(session, hold_draw(session)).id == visit.id
    assert faults(session) == []


@pytest.mark.parametrize(
    ("ahead", "behind"),
    [
        (timedelta(minutes=-5), False),
        (timedelta(minutes=2), False),  # two machines may differ by so much
        (timedelta(minutes=2, seconds=1), True),
    ],
)
def test_a_clock_that_stands_before_what_was_done_is_found(
    session: Session, ahead: timedelta, behind: bool
) -> None:
    record(session, "account.change", "account", 1, by=None, now=NOW + ahead)
    session.flush()

    found = [fault.code for fault in integritys.check_clock(session, now=NOW)]

    assert found == (["clock_behind"] if behind else [])
