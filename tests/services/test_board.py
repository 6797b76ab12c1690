"""What the board reads: released insights of closed quarters, and nobody in particular."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, numbers
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
from visits.domain.action import AnswerChannel, Progress, TenantAnswer, Word
from visits.domain.insight import Feeling, Kind, Stage
from visits.domain.note import Permission
from visits.models.action import Action
from visits.models.insight import Insight
from visits.models.visit import Visit
from visits.services import action as actions
from visits.services import board
from visits.services import insight as insights
from visits.services import note as notes
from visits.services import visit as visits
from visits.services.note import NewInsight, NewPromise

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
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
        visits.hold_visit(
            session, visit, on=AFTER.date(), minutes=60, by=office.director.id, now=AFTER
        )
        made.append(visit)
    return made


def tell(
    session: Session,
    visit: Visit,
    office: Office,
    permission: Permission = Permission.WITHOUT_NAME,
    *,
    theme: str = "WON.vocht",
    now: datetime = AFTER,
) -> Insight:
    """Write down and release one insight of a visit."""
    new = NewInsight(f"Zin van {visit.id}", f"Citaat van {visit.id}", Kind.CONCERN, [theme])
    write_note(session, visit, office, permission, insights=[new])
    insight = insights.get_insight(session, insights.list_of_visit(session, visit)[-1].id)
    insight.feeling = Feeling.NEGATIVE
    insights.release(session, insight, by=office.director.id, now=now)
    return insight


def test_enough_visits_are_shown_with_their_words(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 3):
        tell(session, visit, office)

    page = board.heard_page(session, now=READ_ON)

    (subject,) = page.shown
    assert (page.visits, page.enough, page.first, page.last) == (3, True, "2026-Q1", "2026-Q4")
    assert (subject.code, subject.visits.count, len(subject.rows)) == ("WON", 3, 3)
    assert all(row.statement and row.quote for row in subject.rows)


def test_too_few_visits_hide_the_subject_and_say_so(session: Session, office: Office) -> None:
    first, second, third = hold_visits(session, office, 3)
    tell(session, first, office)
    tell(session, second, office)
    tell(session, third, office, theme="BUU.hulp")

    page = board.heard_page(session, now=READ_ON)

    assert page.shown == []
    assert [subject.code for subject in page.hidden] == ["WON", "BUU"]
    assert not [row for subject in page.subjects for row in subject.rows]


def test_two_visits_are_not_enough_for_a_page(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 2):
        tell(session, visit, office)

    page = board.heard_page(session, now=READ_ON)

    assert (page.visits, page.enough, page.shown) == (2, False, [])


def test_an_open_quarter_is_not_read_yet(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 3):
        tell(session, visit, office)

    page = board.heard_page(session, now=AFTER)

    assert (page.visits, page.shown, page.hidden) == (0, [], [])
    assert board.export_rows(session, now=AFTER) == []


def test_a_story_that_may_only_be_counted_is_counted_without_its_words(
    session: Session, office: Office
) -> None:
    first, second, third = hold_visits(session, office, 3)
    tell(session, first, office)
    tell(session, second, office)
    counted = tell(session, third, office, Permission.COUNTED)

    (subject,) = board.heard_page(session, now=READ_ON).shown

    assert subject.visits.count == 3
    silent = [row for row in subject.rows if row.ref == counted.ref]
    assert [(row.statement, row.quote) for row in silent] == [("", "")]
    assert len([row for row in subject.rows if row.statement]) == 2


def test_a_permission_taken_back_takes_the_story_off_the_page(
    session: Session, office: Office
) -> None:
    made = hold_visits(session, office, 3)
    for visit in made:
        tell(session, visit, office)
    note = notes.find_note(session, made[0])
    assert note is not None

    notes.set_permission(session, note, Permission.INTERNAL, by=office.director.id, now=READ_ON)

    page = board.heard_page(session, now=READ_ON)
    assert page.shown == []


def test_the_board_asks_the_permission_itself(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 3):
        tell(session, visit, office)
        note = notes.find_note(session, visit)
        assert note is not None
        note.permission = Permission.INTERNAL

    page = board.heard_page(session, now=READ_ON)

    assert (page.shown, page.hidden) == ([], [])


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.RELEASED])
def test_what_is_not_released_does_not_exist_for_the_board(
    session: Session, office: Office, stage: Stage
) -> None:
    for visit in hold_visits(session, office, 3):
        tell(session, visit, office).stage = stage

    page = board.heard_page(session, now=READ_ON)

    assert (page.shown, page.hidden) == ([], [])


def test_a_sensitive_subject_needs_more_and_is_never_quoted(
    session: Session, office: Office
) -> None:
    made = hold_visits(session, office, 5)
    for visit in made[:4]:
        tell(session, visit, office, theme="OUD.langer")
    four = board.heard_page(session, now=READ_ON)

    tell(session, made[4], office, theme="OUD.langer")

    (subject,) = board.heard_page(session, now=READ_ON).shown
    assert four.shown == []
    assert {row.quote for row in subject.rows} == {""}


def test_the_file_holds_the_rows_of_the_page(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 4):
        tell(session, visit, office)

    rows = board.export_rows(session, now=READ_ON)

    page = board.heard_page(session, now=READ_ON)
    assert rows == [row for subject in page.subjects for row in subject.rows]
    assert "Zeldzaampad" not in str(rows)


def test_the_year_before_stands_beside_it(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 3):
        tell(session, visit, office)

    page = board.heard_page(session, now=datetime(2028, 1, 15, tzinfo=UTC))

    won = next(subject for subject in page.subjects if subject.code == "WON")
    assert (won.visits.count, won.before.count) == (0, 3)
    assert (page.visits, page.visits_before) == (0, 3)


def promise(session: Session, visit: Visit, office: Office, due: date) -> Action:
    """Make one promise at a visit."""
    new = NewPromise(f"Lamp bij mevrouw, nummer {next(numbers)}", due)
    write_note(session, visit, office, promises=[new])
    return session.scalars(select(Action).order_by(Action.id.desc()).limit(1)).one()


def test_the_board_hears_what_became_of_every_promise(session: Session, office: Office) -> None:
    first, second, third = hold_visits(session, office, 3)
    by = office.assistant.id
    done = promise(session, first, office, date(2027, 1, 4))
    actions.end(session, done, Progress.DONE, "", by=by, now=AFTER)
    told = TenantAnswer(AFTER.date(), AnswerChannel.PHONE, "De lamp doet het.")
    actions.answer(session, done, told, by=by, now=AFTER)
    actions.tell_board(session, done, "Licht in de hal hersteld.", by=by, now=AFTER)
    promise(session, second, office, date(2027, 1, 4))
    dropped = promise(session, third, office, date(2027, 3, 1))
    actions.end(session, dropped, Progress.DROPPED, "Verhuisd.", by=by, now=AFTER)
    promise(session, third, office, date(2027, 3, 1))

    page = board.did_page(session, now=READ_ON)

    assert (page.made, page.answered, page.late) == (3, 1, 1)  # what was dropped is no promise
    assert page.words == {Word.DONE: 1, Word.NOT_STARTED: 2}
    assert (page.oldest_open, page.enough) == ("2026-Q4", True)
    assert [one.line for one in page.told_of] == ["Licht in de hal hersteld."]
    assert page.median_days is None  # one answer is nobody's average
    assert "mevrouw" not in str(page)


def test_days_to_an_answer_are_told_from_three_answers(session: Session, office: Office) -> None:
    by = office.assistant.id
    for days, visit in enumerate(hold_visits(session, office, 3)):
        action = promise(session, visit, office, date(2027, 1, 4))
        actions.end(session, action, Progress.DONE, "", by=by, now=AFTER)
        on = date(2026, 12, 9 + days * 10)
        told = TenantAnswer(on, AnswerChannel.LETTER, "Klaar.")
        actions.answer(session, action, told, by=by, now=READ_ON)

    page = board.did_page(session, now=READ_ON)

    assert (page.median_days, page.oldest_open) == (10, None)


def test_promises_of_too_few_visits_are_not_told(session: Session, office: Office) -> None:
    for visit in hold_visits(session, office, 2):
        promise(session, visit, office, date(2027, 1, 4))

    assert not board.did_page(session, now=READ_ON).enough


def test_districts_show_their_tenants_and_no_small_count(session: Session, office: Office) -> None:
    hold_visits(session, office, 4)
    add_tenants(session, 5, district="De Mare")
    hold_draw(session, "2027-03", now=NOW)

    places = board.coverage(session)

    known = {place.district: (place.tenants, place.visits.count) for place in places}
    assert known == {"De Mare": (5, 0), "Overdie": (0, 4)}


def test_before_the_first_draw_there_is_no_coverage(session: Session) -> None:
    add_tenants(session, 2)

    assert board.coverage(session) == []
