"""What we did with what we promised: counts, and lines written for the board."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.effort import tries
from tests.factories import numbers, set_up
from tests.services.board.said import hold_visit
from tests.services.village import (
    AFTER,
    Office,
    add_tenants,
    approach,
    hold_draw,
    last_lot,
    plan,
    write_note,
)
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer, Word
from visits.models.promise import Promise
from visits.models.visit import Visit
from visits.services.board.close import close_due
from visits.services.board.kept import kept_in_quarter, kept_page
from visits.services.journal import promise as promises
from visits.services.journal.note import NewPromise
from visits.services.visit import step as steps

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
A_QUARTER_LATER = datetime(2027, 4, 2, 9, 0, tzinfo=UTC)
MONTHS = ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02"]


def hold_visits(
    session: Session, office: Office, number: int, *, district: str = "Overdie"
) -> list[Visit]:
    """Hold some visits in the last quarter of 2026, each of another month's draw."""
    add_tenants(session, number, district=district, street="Zeldzaampad")
    made = []
    for month in MONTHS[:number]:
        visit = approach(session, last_lot(session, hold_draw(session, month)), office)
        plan(session, visit, office)
        steps.hold_visit(
            session, visit, on=AFTER.date(), minutes=60, by=office.director.id, now=AFTER
        )
        made.append(visit)
    return made


def made(session: Session, visit: Visit, office: Office, due: date) -> Promise:
    """Make one promise at a visit."""
    new = NewPromise(f"Lamp bij mevrouw, nummer {next(numbers)}", due)
    write_note(session, visit, office, promises=[new])
    return session.scalars(select(Promise).order_by(Promise.id.desc()).limit(1)).one()


def test_the_board_hears_what_became_of_every_promise(session: Session, office: Office) -> None:
    first, second, third = hold_visits(session, office, 3)
    by = office.assistant.id
    done = made(session, first, office, date(2027, 1, 4))
    promises.end(session, done, Progress.DONE, "", by=by, now=AFTER)
    told = TenantAnswer(AFTER.date(), AnswerChannel.PHONE, "De lamp doet het.")
    promises.answer(session, done, told, by=by, now=AFTER)
    promises.tell_board(session, done, "Licht in de hal hersteld.", by=by, now=AFTER)
    made(session, second, office, date(2027, 1, 4))
    dropped = made(session, third, office, date(2027, 3, 1))
    promises.end(session, dropped, Progress.DROPPED, "Verhuisd.", by=by, now=AFTER)
    made(session, third, office, date(2027, 3, 1))

    page = kept_page(session, now=READ_ON)

    assert (page.made, page.answered, page.late) == (3, 1, 0)  # what was dropped is no promise
    assert page.words == {Word.DONE: 1, Word.NOT_STARTED: 2}
    assert (page.oldest_open, page.enough) == ("2026-Q4", True)
    assert [one.line for one in page.disclosed] == ["Licht in de hal hersteld."]
    assert page.median_days is None  # one answer is nobody's average
    assert "mevrouw" not in str(page)


def test_a_promise_is_late_from_the_second_quarter_on_that_tells_of_it(
    session: Session, office: Office
) -> None:
    for visit in hold_visits(session, office, 3):
        made(session, visit, office, date(2027, 1, 4))

    late = [kept_page(session, now=now, year="2026").late for now in (READ_ON, A_QUARTER_LATER)]

    assert late == [0, 3]


def test_nothing_moves_until_a_quarter_closes(session: Session, office: Office) -> None:
    by = office.assistant.id
    promised = [
        made(session, one, office, date(2027, 1, 4)) for one in hold_visits(session, office, 4)
    ]
    before = kept_page(session, now=READ_ON)

    promises.tell_board(session, promised[0], "Licht in de hal.", by=by, now=READ_ON)
    promises.end(session, promised[0], Progress.DONE, "", by=by, now=READ_ON)
    told = TenantAnswer(READ_ON.date(), AnswerChannel.PHONE, "De lamp doet het.")
    promises.answer(session, promised[0], told, by=by, now=READ_ON)
    promises.end(session, promised[1], Progress.DROPPED, "Verhuisd.", by=by, now=READ_ON)
    after = kept_page(session, now=READ_ON)

    assert after == before
    later = kept_page(session, now=A_QUARTER_LATER, year="2026")
    assert [one.line for one in later.disclosed] == ["Licht in de hal."]
    assert (later.made, later.words) == (3, {Word.DONE: 1, Word.NOT_STARTED: 2})


def test_what_is_written_down_later_is_told_with_the_quarter_that_closes_then(
    session: Session,
) -> None:
    made_in(session, 3, 2)
    close_due(session, now=READ_ON)
    before = kept_in_quarter(session, "2026-Q1").made
    made_in(session, 1)

    close_due(session, now=A_QUARTER_LATER)

    assert (before, kept_in_quarter(session, "2026-Q1").made) == (3, 3)
    assert kept_in_quarter(session, "2027-Q1").made == 3  # two of the second quarter waited


def test_lines_stand_by_letter_the_open_ones_first(session: Session) -> None:
    made_in(session, 4)
    for promise, line in zip(session.scalars(select(Promise)).all(), "dacb", strict=True):
        promise.board_line = line
        if line in "ab":
            promise.progress, promise.answered_on = Progress.CLOSED, date(2026, 3, 1)
            promise.answer_channel = AnswerChannel.PHONE

    page = kept_page(session, now=READ_ON)

    assert [one.line for one in page.disclosed] == ["c", "d", "a", "b"]


def test_days_to_an_answer_are_told_from_three_answers(session: Session, office: Office) -> None:
    by = office.assistant.id
    for days, visit in enumerate(hold_visits(session, office, 3)):
        promise = made(session, visit, office, date(2027, 1, 4))
        promises.end(session, promise, Progress.DONE, "", by=by, now=AFTER)
        on = date(2026, 12, 9 + days * 10)
        told = TenantAnswer(on, AnswerChannel.LETTER, "Klaar.")
        promises.answer(session, promise, told, by=by, now=READ_ON)

    page = kept_page(session, now=READ_ON)

    assert (page.median_days, page.oldest_open) == (10, None)


def test_promises_of_too_few_visits_are_not_told(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 2):
        made(session, visit, office, date(2027, 1, 4))

    assert not kept_page(session, now=READ_ON).enough


def test_a_quarter_alone_counts_the_promises_made_in_it(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 3):
        made(session, visit, office, date(2027, 1, 4))
    close_due(session, now=READ_ON)

    page = kept_in_quarter(session, "2026-Q4")
    other = kept_in_quarter(session, "2026-Q3")

    assert (page.made, page.enough) == (3, True)
    assert (other.made, other.enough) == (0, False)


def test_promises_of_the_open_quarter_wait(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 3):
        made(session, visit, office, date(2027, 1, 4))

    assert kept_page(session, now=AFTER).made == 0


def made_in(session: Session, *quarters: int) -> None:
    """Hold so many visits in each quarter of 2026, with one promise at each."""
    for number, held in enumerate(quarters):
        for _ in range(held):
            day = date(2026, number * 3 + 2, 5)
            visit = hold_visit(session, day)
            session.add(
                Promise(visit_id=visit.id, what="Lamp", promised_on=day, due=day, made_at=READ_ON)
            )
    session.flush()


def test_promises_of_a_quarter_that_are_too_few_are_told_with_the_next(session: Session) -> None:
    made_in(session, 3, 1, 2, 2)

    year = kept_page(session, now=READ_ON)

    alone = [kept_in_quarter(session, f"2026-Q{one}") for one in range(1, 5)]
    assert [page.made for page in alone] == [3, 0, 3, 0]
    assert (alone[2].since, alone[2].until) == ("2026-Q2", "2026-Q3")
    assert (year.made, year.until) == (6, "2026-Q3")  # with the last two, a quarter would show


@given(st.lists(st.integers(0, 4), min_size=4, max_size=4))
@settings(
    max_examples=tries(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_promises_of_a_year_less_any_of_its_quarters_are_nobody_s_or_enough(
    session: Session, quarters: list[int]
) -> None:
    nested = session.begin_nested()
    made_in(session, *quarters)

    year = kept_page(session, now=READ_ON).made
    shown = [kept_in_quarter(session, f"2026-Q{one}").made for one in range(1, 5)]

    nested.rollback()
    assert all(not count or count >= 3 for count in (year, *shown))
    assert year == sum(shown)


@pytest.mark.parametrize(
    ("quarters", "told"),
    [
        ((3, 3, 3, 3), [0, 6, 0, 6]),
        ((5, 3, 3, 3), [5, 0, 0, 9]),  # the last joins those before it
        ((3, 4, 0, 3), [0, 0, 0, 10]),
    ],
)
def test_a_stricter_rule_tells_quarters_together_that_were_told_apart(
    session: Session, quarters: tuple[int, ...], told: list[int]
) -> None:
    made_in(session, *quarters)
    close_due(session, now=READ_ON)
    set_up(session, smallest_group=5)

    year = kept_page(session, now=READ_ON)

    alone = [kept_in_quarter(session, f"2026-Q{one}").made for one in range(1, 5)]
    assert (year.made, alone) == (sum(told), told)


def test_after_a_stricter_rule_a_quarter_adds_enough_visits_by_itself(session: Session) -> None:
    made_in(session, 3, 2)
    close_due(session, now=datetime(2026, 4, 5, tzinfo=UTC))
    before = kept_page(session, now=datetime(2026, 4, 5, tzinfo=UTC)).made
    set_up(session, smallest_group=5)

    after = kept_page(session, now=READ_ON).made

    assert (before, after) == (3, 0)  # five together, but two follow from the three told before
