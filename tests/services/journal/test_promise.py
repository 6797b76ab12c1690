"""Promises: taken up, brought to an end with words, and answered to the tenant."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.village import (
    AFTER,
    DAY,
    HELD_ON,
    Office,
    add_person,
    deeds,
    held,
    write_note,
)
from visits.domain.account import Role
from visits.domain.promise import (
    OPEN,
    OUTCOMES,
    AnswerChannel,
    AnswerInFuture,
    AnswerMissing,
    Progress,
    ProgressNotAllowed,
    TenantAnswer,
    WordsMissing,
)
from visits.models.account import Team
from visits.models.promise import Promise
from visits.services.journal import promise as promises
from visits.services.journal.note import NewPromise
from visits.services.refusals import NotFound, Refused
from visits.services.upkeep.picture import stands_of
from visits.services.visit.record import get_visit

DUE = date(2027, 1, 4)
TOLD = TenantAnswer(HELD_ON, AnswerChannel.PHONE, "De lamp doet het weer.")


def made(session: Session, office: Office, **fields: int) -> Promise:
    """Make one promise at a visit."""
    visit = held(session, office)
    write_note(session, visit, office, promises=[NewPromise("Lamp maken", DUE, **fields)])
    return session.scalars(select(Promise)).one()


def team(session: Session, name: str) -> Team:
    """Give a team, new or not."""
    found = session.scalar(select(Team).where(Team.name == name)) or Team(name=name)
    session.add(found)
    session.flush()
    return found


@pytest.mark.parametrize(
    ("outcome", "text", "enough"),
    [
        (Progress.DONE, "", True),
        (Progress.NOT_POSSIBLE, " ", False),
        (Progress.NOT_POSSIBLE, "De gemeente gaat erover.", True),
        (Progress.HANDED_OVER, "", False),
        (Progress.DROPPED, "", False),
    ],
)
def test_an_outcome_that_disappoints_needs_words(
    session: Session, office: Office, outcome: Progress, text: str, enough: bool
) -> None:
    promise = made(session, office)
    by = office.assistant.id

    if enough:
        promises.end(session, promise, outcome, text, by=by, now=AFTER)
    else:
        with pytest.raises(WordsMissing):
            promises.end(session, promise, outcome, text, by=by, now=AFTER)

    assert promise.outcome is (outcome if enough else None)


@pytest.mark.parametrize("outcome", [one for one in Progress if one not in OUTCOMES])
def test_what_is_no_outcome_ends_nothing(
    session: Session, office: Office, outcome: Progress
) -> None:
    promise = made(session, office)

    with pytest.raises(ProgressNotAllowed):
        promises.end(session, promise, outcome, "woorden", by=office.assistant.id, now=AFTER)

    assert promise.progress is Progress.NEW


def test_an_answer_closes_a_promise_and_keeps_its_outcome(session: Session, office: Office) -> None:
    promise = made(session, office)
    by = office.assistant.id
    promises.end(session, promise, Progress.DONE, "", by=by, now=AFTER)

    promises.answer(session, promise, TOLD, by=by, now=AFTER)

    assert (promise.progress, promise.outcome) == (Progress.CLOSED, Progress.DONE)
    assert (promise.answered_on, promise.answer_text) == (HELD_ON, TOLD.text)
    assert promises.count_open(session) == 0
    assert deeds(session)[-1] == "promise.answer"


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (TenantAnswer(HELD_ON, AnswerChannel.PHONE, "  "), AnswerMissing),
        (TenantAnswer(date(2026, 12, 10), AnswerChannel.PHONE, "Ja"), AnswerInFuture),
    ],
)
def test_an_answer_was_given_in_words_and_not_tomorrow(
    session: Session, office: Office, told: TenantAnswer, refusal: type[Exception]
) -> None:
    promise = made(session, office)
    promises.end(session, promise, Progress.DONE, "", by=office.assistant.id, now=AFTER)

    with pytest.raises(refusal):
        promises.answer(session, promise, told, by=office.assistant.id, now=AFTER)

    assert promise.progress in OPEN


def test_nothing_is_answered_before_there_is_an_outcome(session: Session, office: Office) -> None:
    promise = made(session, office)

    with pytest.raises(ProgressNotAllowed):
        promises.answer(session, promise, TOLD, by=office.assistant.id, now=AFTER)
    with pytest.raises(ProgressNotAllowed):
        promises.close_without_answer(session, promise, by=office.assistant.id, now=AFTER)


def test_a_tenant_may_wish_to_hear_nothing(session: Session, office: Office) -> None:
    promise = made(session, office)
    promises.end(session, promise, Progress.DONE, "", by=office.assistant.id, now=AFTER)

    promises.close_without_answer(session, promise, by=office.assistant.id, now=AFTER)

    assert (promise.progress, promise.no_answer_wanted) == (Progress.CLOSED, True)


def test_a_promise_taken_up_again_has_no_outcome_any_more(session: Session, office: Office) -> None:
    promise = made(session, office)
    by = office.assistant.id
    promises.end(session, promise, Progress.NOT_POSSIBLE, "Toch niet.", by=by, now=AFTER)

    promises.take_up(session, promise, by=by, now=AFTER)

    assert (promise.progress, promise.outcome, promise.outcome_text) == (Progress.RUNNING, None, "")


def test_staff_see_the_promises_of_their_own_team_and_no_other(
    session: Session, office: Office
) -> None:
    mine, other = team(session, "Onderhoud"), team(session, "Wijkteam")
    member = add_person(session, Role.STAFF, team_id=mine.id)
    stranger = add_person(session, Role.STAFF, team_id=other.id)
    alone = add_person(session, Role.STAFF)
    promise = made(session, office, team_id=mine.id)

    seen = [
        [one.id for one in promises.list_promises(session, person, OPEN)]
        for person in (office.director, office.assistant, member, stranger, alone)
    ]

    assert seen == [[promise.id], [promise.id], [promise.id], [], []]
    assert promises.get_promise(session, promise.id, member) is promise
    with pytest.raises(NotFound):
        promises.get_promise(session, promise.id, stranger)


def test_staff_without_a_team_do_not_see_what_nobody_owns(session: Session, office: Office) -> None:
    promise = made(session, office)
    alone = add_person(session, Role.STAFF)

    with pytest.raises(NotFound):
        promises.get_promise(session, promise.id, alone)


def test_staff_see_what_they_own_themselves(session: Session, office: Office) -> None:
    owner = add_person(session, Role.STAFF, team_id=team(session, "Wijkteam").id)
    promise = made(session, office, owner_id=owner.id)

    assert promises.list_promises(session, owner, OPEN) == [promise]
    assert promises.list_own(session, owner.id) == [promise]


def test_a_promise_is_given_to_one_person_or_one_team(session: Session, office: Office) -> None:
    promise = made(session, office)
    by, owner, group = office.assistant.id, office.director.id, team(session, "Wijkteam").id

    for owner_id, team_id in ((None, None), (owner, group)):
        with pytest.raises(Refused, match="owner_missing"):
            promises.assign(
                session, promise, owner_id=owner_id, team_id=team_id, due=DUE, by=by, now=AFTER
            )
    promises.assign(session, promise, owner_id=None, team_id=group, due=DUE, by=by, now=AFTER)

    assert (promise.progress, promise.team_id) == (Progress.ASSIGNED, group)


def test_a_new_date_lies_ahead_and_an_old_one_may_stay(session: Session, office: Office) -> None:
    promise = made(session, office)
    by, group = office.assistant.id, team(session, "Wijkteam").id
    late = AFTER + 60 * DAY

    with pytest.raises(Refused, match="due_in_the_past"):
        promises.assign(
            session, promise, owner_id=None, team_id=group, due=HELD_ON, by=by, now=AFTER
        )
    promises.assign(session, promise, owner_id=None, team_id=group, due=DUE, by=by, now=late)

    assert (promise.due, promise.team_id) == (DUE, group)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (AFTER + 26 * DAY, False),  # the day itself
        (AFTER + 27 * DAY, True),
    ],
)
def test_a_promise_is_late_after_its_day(
    session: Session, office: Office, now: object, late: bool
) -> None:
    made(session, office)

    found = promises.list_overdue(session, now=now)  # type: ignore[arg-type]

    assert bool(found) is late


def test_open_promises_are_known_by_visit(session: Session, office: Office) -> None:
    promise = made(session, office)
    visit = get_visit(session, promise.visit_id)

    [stand] = stands_of(session, [visit], by_hand=False, now=AFTER)
    assert stand.promises == 1
    assert promises.list_of_visit(session, visit) == [promise]


def test_the_board_reads_only_the_line_that_was_written_for_it(
    session: Session, office: Office
) -> None:
    promise = made(session, office)

    promises.tell_board(session, promise, f"  {'x' * 300}", by=office.assistant.id, now=AFTER)

    assert promise.board_line == "x" * 200
