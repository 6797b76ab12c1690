"""Words that are taken back: all of them at once, and what comes too late brings none back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.village import (
    AFTER,
    DAY,
    HELD_ON,
    Office,
    coded_insight,
    count,
    held,
    write_note,
)
from visits.domain.insight import Stage
from visits.domain.note import Permission
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer
from visits.models.insight import Insight
from visits.models.note import NoteDraft
from visits.models.promise import Promise
from visits.models.visit import Visit
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.journal.note import NewInsight, NewPromise
from visits.services.journal.taken_back import WordsGone
from visits.services.upkeep.retention import clear
from visits.services.visit.step import wish_no_note

QUARTER = timedelta(days=91)
YEARS = timedelta(days=2 * 366)


def allow_nothing(session: Session, visit: Visit, office: Office) -> None:
    """Write that nothing may be kept."""
    note = notes.get_note(session, visit, by=office.director.id)
    notes.set_permission(session, note, Permission.NOTHING, by=office.director.id, now=AFTER)


def wish_none(session: Session, visit: Visit, office: Office) -> None:
    """Write that no note was wished, though there is one."""
    wish_no_note(session, visit, by=office.director.id, now=AFTER)


def wait_two_years(session: Session, _visit: Visit, _office: Office) -> None:
    """Let the time of a story be over."""
    clear(session, now=AFTER + YEARS)


TakeBack = Callable[[Session, Visit, Office], None]
WAYS = [allow_nothing, wish_none, wait_two_years]


@pytest.mark.parametrize("take_back", WAYS)
def test_a_window_of_before_keeps_and_finishes_nothing_though_it_wrote_last(
    session: Session, office: Office, take_back: TakeBack
) -> None:
    visit, by = held(session, office), office.director.id
    write_note(session, visit, office, texts={"wish": "Een bankje"})
    fields = {"wish": ["Een bankje"]}
    late = AFTER + YEARS - DAY  # a draft of yesterday
    draft = notes.save_draft(session, visit, fields, version=1, window="a", by=by, now=late)
    version = draft.version

    take_back(session, visit, office)

    assert count(session, NoteDraft) == 0
    with pytest.raises(WordsGone):
        notes.save_draft(session, visit, fields, version=version, window="a", by=by, now=late)
    again = notes.Written(Permission.WITHOUT_NAME, {"wish": "Een bankje"})
    with pytest.raises(WordsGone):
        notes.finish(session, visit, again, version=version, by=by, now=late)
    assert count(session, NoteDraft) == 0


def test_who_thinks_otherwise_once_more_is_written_about_in_a_new_window(
    session: Session, office: Office
) -> None:
    visit, by = held(session, office), office.director.id
    note = write_note(session, visit, office, texts={"wish": "Een bankje"})
    allow_nothing(session, visit, office)

    newest = notes.version_of(visit, note, None)
    draft = notes.save_draft(
        session, visit, {"wish": ["Een boom"]}, version=newest, by=by, now=AFTER
    )

    assert draft.version > newest


def test_the_window_that_wrote_last_meets_a_permission_that_changed_since(
    session: Session, office: Office
) -> None:
    visit, by = held(session, office), office.director.id
    note = write_note(session, visit, office, texts={"wish": "Een bankje"})
    draft = notes.save_draft(
        session, visit, {"wish": ["Een boom"]}, version=1, window="a", by=by, now=AFTER
    )
    version = draft.version

    notes.set_permission(session, note, Permission.INTERNAL, by=by, now=AFTER)

    with pytest.raises(notes.Overtaken):
        notes.save_draft(
            session, visit, {"wish": ["Bos"]}, version=version, window="a", by=by, now=AFTER
        )
    written = notes.Written(Permission.WITHOUT_NAME)
    with pytest.raises(notes.Overtaken):
        notes.finish(session, visit, written, version=version, by=by, now=AFTER)
    assert note.permission == Permission.INTERNAL


@pytest.mark.parametrize("take_back", WAYS)
@pytest.mark.parametrize("answered", [True, False])
def test_a_promise_keeps_its_words_until_it_is_closed_when_those_of_its_visit_went(
    session: Session, office: Office, take_back: TakeBack, answered: bool
) -> None:
    visit, by = held(session, office), office.director.id
    write_note(session, visit, office, promises=[NewPromise("Lamp maken", date(2027, 1, 4))])
    promise = session.scalars(select(Promise)).one()
    promises.end(session, promise, Progress.DONE, "Hij brandt", by=by, now=AFTER)

    take_back(session, visit, office)
    open_words = (promise.what, promise.outcome_text)
    if answered:
        told = TenantAnswer(HELD_ON, AnswerChannel.PHONE, "De lamp brandt weer.")
        promises.answer(session, promise, told, by=by, now=AFTER)
    else:
        promises.close_without_answer(session, promise, by=by, now=AFTER)

    session.refresh(promise)
    assert open_words == ("Lamp maken", "Hij brandt")
    assert (promise.what, promise.outcome_text, promise.answer_text) == ("", "", "")
    assert (promise.search_text, promise.progress) == ("", Progress.CLOSED)


def test_an_insight_that_is_withdrawn_takes_along_what_was_put_together_with_it(
    session: Session, office: Office
) -> None:
    visit, by = held(session, office), office.director.id
    told = [NewInsight("De lift is klein."), NewInsight("De lift hapert.", "Hij hapert!")]
    write_note(session, visit, office, insights=[*told, NewInsight("De hal is licht.")])
    first, second, third = (
        insights.get_insight(session, one.id) for one in insights.list_of_visit(session, visit)
    )
    insights.merge(session, first, second, by=by, now=AFTER)

    insights.set_stage(session, first, Stage.WITHDRAWN, by=by, now=AFTER)

    session.expire_all()
    left = select(Insight.id).where(Insight.statement + Insight.quote + Insight.search_text != "")
    assert session.scalars(left).all() == [third.id]


def test_a_lower_permission_takes_words_off_the_board_and_leaves_them_with_us(
    session: Session, office: Office
) -> None:
    visit, by = held(session, office), office.director.id
    insight = insights.get_insight(session, coded_insight(session, visit, office).id)
    insights.release(session, insight, by=by, now=AFTER)
    note = notes.get_note(session, visit, by=by)

    notes.set_permission(session, note, Permission.INTERNAL, by=by, now=AFTER)

    assert (insight.stage, insight.statement) == (Stage.WITHDRAWN, "De lift is te klein.")


def test_own_thoughts_leave_a_draft_too_and_its_window_meets_a_newer_text(
    session: Session, office: Office
) -> None:
    visit, by, late = held(session, office), office.director.id, AFTER + QUARTER
    write_note(session, visit, office, texts={"reflection": "Mooi"})
    fields = {"wish": ["Een boom"], "reflection": ["Mooi, en stil"]}
    draft = notes.save_draft(session, visit, fields, version=1, window="a", by=by, now=late - DAY)
    version = draft.version

    clear(session, now=late)

    assert draft.fields == {"wish": ["Een boom"], "reflection": [""]}
    with pytest.raises(notes.Overtaken):
        notes.save_draft(
            session, visit, fields | {"wish": ["Bos"]}, version=version, window="a", by=by, now=late
        )


def test_a_draft_whose_time_is_over_is_not_brought_back_by_its_window(
    session: Session, office: Office
) -> None:
    visit, by = held(session, office), office.director.id
    fields = {"wish": ["Een boom"]}
    version = notes.save_draft(session, visit, fields, window="a", by=by, now=AFTER).version

    clear(session, now=AFTER + QUARTER)

    with pytest.raises(WordsGone):
        notes.save_draft(session, visit, fields, version=version, window="a", by=by, now=AFTER)
    assert count(session, NoteDraft) == 0
