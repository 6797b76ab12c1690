"""Notes: never lost, never opened by another, and no wider than was allowed."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.board.said import hold_visit
from tests.services.village import (
    AFTER,
    DAY,
    HELD_ON,
    START,
    Office,
    add_person,
    approached,
    coded_insight,
    count,
    deeds,
    held,
    planned,
    write_note,
)
from visits.domain.account import Role
from visits.domain.insight import Kind, Stage
from visits.domain.note import NAMES, Permission
from visits.domain.promise import Progress
from visits.domain.visit import State
from visits.models.account import Team
from visits.models.audit import AuditLine
from visits.models.insight import Insight
from visits.models.note import Note, NoteDraft, NotePermission
from visits.models.promise import Promise
from visits.models.visit import Visit
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal.letter_after import Parts, write_parts
from visits.services.journal.note import NewInsight, NewPromise
from visits.services.journal.promise import tell_board
from visits.services.refusals import NotFound, Refused

STORY = {name: f"Woorden bij {name}" for name in NAMES}
NEXT_MONTH = date(2027, 1, 4)


def test_a_draft_is_found_again_as_it_was(session: Session, office: Office) -> None:
    visit = planned(session, office)
    me = office.director.id

    notes.save_draft(session, visit, {"one_line": ["Eerst"]}, by=me, now=NOW)
    notes.save_draft(session, visit, {"one_line": ["Daarna"]}, by=me, now=AFTER)
    session.expire_all()

    draft = notes.find_draft(session, visit, me)
    assert draft is not None
    assert (draft.fields, draft.saved_at) == ({"one_line": ["Daarna"]}, AFTER)
    assert count(session, NoteDraft) == 1


def test_two_windows_without_script_do_not_overwrite_each_other(
    session: Session, office: Office
) -> None:
    visit, me = planned(session, office), office.director.id
    notes.save_draft(session, visit, {"wish": ["Een"]}, version=0, by=me, now=NOW)

    with pytest.raises(notes.Overtaken) as overtaken:
        notes.save_draft(session, visit, {"wish": ["Ander"]}, version=0, by=me, now=AFTER)

    draft = notes.find_draft(session, visit, me)
    assert draft is not None
    assert overtaken.value.draft is draft
    assert (draft.fields, draft.saved_at) == ({"wish": ["Een"]}, NOW)


def test_two_windows_with_script_do_not_overwrite_each_other_either(
    session: Session, office: Office
) -> None:
    visit, me = planned(session, office), office.director.id
    notes.save_draft(session, visit, {"wish": ["Een"]}, version=0, window="a", by=me, now=NOW)

    with pytest.raises(notes.Overtaken):
        notes.save_draft(session, visit, {"wish": ["An"]}, version=0, window="b", by=me, now=NOW)

    draft = notes.find_draft(session, visit, me)
    assert draft is not None
    assert (draft.fields, draft.window) == ({"wish": ["Een"]}, "a")


def test_a_window_whose_answer_was_lost_goes_on_with_its_own_text(
    session: Session, office: Office
) -> None:
    visit, me = planned(session, office), office.director.id
    notes.save_draft(session, visit, {"wish": ["Een"]}, version=0, window="a", by=me, now=NOW)

    again = notes.save_draft(
        session, visit, {"wish": ["Een lang"]}, version=0, window="a", by=me, now=NOW
    )

    assert (again.fields, again.version) == ({"wish": ["Een lang"]}, 2)


def test_the_same_text_sent_again_is_no_newer_text(session: Session, office: Office) -> None:
    visit, me = planned(session, office), office.director.id
    notes.save_draft(session, visit, {"wish": ["Een"]}, version=0, by=me, now=NOW)

    again = notes.save_draft(session, visit, {"wish": ["Een"]}, version=0, by=me, now=AFTER)

    assert (again.version, again.saved_at) == (1, NOW)


def test_a_window_that_began_before_the_note_was_finished_is_overtaken(
    session: Session, office: Office
) -> None:
    visit, me = held(session, office), office.director.id
    write_note(session, visit, office, texts={"wish": "Af"})

    with pytest.raises(notes.Overtaken):
        notes.save_draft(session, visit, {"wish": ["Ouder"]}, version=0, by=me, now=AFTER)
    newer = notes.save_draft(session, visit, {"wish": ["Meer"]}, version=1, by=me, now=AFTER)

    assert newer.version == 2


def test_another_director_neither_writes_nor_reads(session: Session, office: Office) -> None:
    visit = held(session, office)
    write_note(session, visit, office)
    other = add_person(session, Role.DIRECTOR).id

    with pytest.raises(Refused, match="not_yours"):
        notes.save_draft(session, visit, {}, by=other, now=AFTER)
    with pytest.raises(Refused, match="not_yours"):
        notes.open_note(session, visit, by=other, now=AFTER)
    with pytest.raises(Refused, match="not_yours"):
        notes.finish(session, visit, notes.Written(Permission.NOTHING), by=other, now=AFTER)

    assert "note.read" not in deeds(session)
    assert notes.list_notes(session, other) == []


def test_a_finished_note_takes_the_place_of_its_draft(session: Session, office: Office) -> None:
    visit = held(session, office)
    notes.save_draft(session, visit, {}, by=office.director.id, now=AFTER)

    note = write_note(session, visit, office, texts={"one_line": "  Kort  "})

    assert (note.one_line, note.wish) == ("Kort", "")
    assert count(session, NoteDraft) == 0


def test_writing_about_a_planned_visit_says_that_it_took_place(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)

    write_note(session, visit, office)

    assert (visit.state, visit.held_on) == (State.HELD, HELD_ON)


def test_nobody_writes_about_a_visit_that_is_still_to_come(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)

    with pytest.raises(Refused, match="not_yet"):
        write_note(session, visit, office, now=NOW)

    assert count(session, Note) == 0


def test_nobody_writes_about_a_visit_without_a_day(session: Session, office: Office) -> None:
    visit = approached(session, office)

    with pytest.raises(Refused, match="not_held"):
        write_note(session, visit, office)


def test_permission_for_nothing_keeps_no_word(session: Session, office: Office) -> None:
    visit = held(session, office)

    note = write_note(
        session,
        visit,
        office,
        Permission.NOTHING,
        texts=STORY,
        insights=[NewInsight("De lift is te klein.")],
        promises=[NewPromise("Lamp maken", NEXT_MONTH)],
    )

    assert not any(getattr(note, name) for name in NAMES)
    assert count(session, Insight) == 0
    assert count(session, Promise) == 1  # a promise is ours to keep, not their story


def test_permission_taken_back_altogether_takes_the_words_with_it(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    insight = coded_insight(session, visit, office)
    note = write_note(session, visit, office, texts=STORY)
    insights.release(
        session, insights.get_insight(session, insight.id), by=office.director.id, now=AFTER
    )

    notes.set_permission(session, note, Permission.NOTHING, by=office.director.id, now=AFTER + DAY)

    assert not any(getattr(note, name) for name in NAMES)
    assert insight.stage is Stage.WITHDRAWN
    assert (insight.statement, insight.quote) == ("", "")


def test_a_tenant_who_chooses_no_notes_has_the_letter_made_from_them_forgotten_too(
    session: Session, office: Office
) -> None:
    visit, me = held(session, office), office.director.id
    note = write_note(session, visit, office, texts=STORY)
    write_parts(session, visit, Parts("De lift is klein.", "Wij kijken ernaar."), by=me, now=AFTER)

    notes.set_permission(session, note, Permission.NOTHING, by=me, now=AFTER + DAY)

    session.refresh(note)
    assert (note.letter_heard, note.letter_promised) == (None, None)


def test_no_notes_leaves_no_draft_of_one(session: Session, office: Office) -> None:
    visit, me = held(session, office), office.director.id
    note = write_note(session, visit, office, texts=STORY)
    notes.save_draft(session, visit, {"wish": ["Een bankje"]}, by=me, now=AFTER)

    notes.set_permission(session, note, Permission.NOTHING, by=me, now=AFTER + DAY)

    assert count(session, NoteDraft) == 0


def test_no_notes_leaves_no_word_by_which_the_story_is_found(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    insight = coded_insight(session, visit, office)
    note = write_note(session, visit, office, texts=STORY)
    assert note.search_text

    notes.set_permission(session, note, Permission.NOTHING, by=office.director.id, now=AFTER + DAY)

    assert (note.search_text, insight.search_text) == ("", "")


def test_no_notes_withdraws_what_was_not_released_yet_and_says_so(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    insight = coded_insight(session, visit, office)
    note = notes.find_note(session, visit)
    assert note is not None

    notes.set_permission(session, note, Permission.NOTHING, by=office.director.id, now=AFTER + DAY)

    assert insight.stage is Stage.WITHDRAWN
    assert deeds(session).count("insight.withdraw") == 1


@pytest.mark.parametrize(
    ("level", "line"),
    [
        (Permission.INTERNAL, ""),
        (Permission.COUNTED, "De lamp doet het."),
    ],
)
def test_the_line_for_the_board_goes_with_the_permission_to_count(
    session: Session, office: Office, level: Permission, line: str
) -> None:
    visit, me = held(session, office), office.director.id
    note = write_note(session, visit, office, promises=[NewPromise("Lamp maken", NEXT_MONTH)])
    promise = session.scalars(select(Promise)).one()
    tell_board(session, promise, "De lamp doet het.", by=me, now=AFTER)

    notes.set_permission(session, note, level, by=me, now=AFTER + DAY)

    session.refresh(promise)
    assert promise.board_line == line


def test_a_promise_becomes_an_action_of_the_day_of_the_visit(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    team = session.scalars(select(Team)).first()
    assert team is not None

    write_note(
        session,
        visit,
        office,
        promises=[
            NewPromise(" Lamp maken ", NEXT_MONTH, team_id=team.id),
            NewPromise("Bellen", NEXT_MONTH),
        ],
    )

    owned, loose = session.scalars(select(Promise).order_by(Promise.id))
    assert (owned.what, owned.progress, owned.team_id) == ("Lamp maken", Progress.ASSIGNED, team.id)
    assert (loose.progress, loose.due) == (Progress.NEW, NEXT_MONTH)
    assert {owned.promised_on, loose.promised_on} == {HELD_ON}
    assert {owned.promised_by, loose.promised_by} == {office.director.id}


@pytest.mark.parametrize("due", [AFTER.date(), HELD_ON])
def test_a_promise_is_for_a_day_to_come(session: Session, office: Office, due: date) -> None:
    visit = held(session, office)

    with pytest.raises(Refused, match="due_in_the_past"):
        write_note(session, visit, office, promises=[NewPromise("Lamp", due)])


@pytest.mark.parametrize(
    ("new", "stage"),
    [
        (NewInsight("Zin"), Stage.DRAFT),
        (NewInsight("Zin", kind=Kind.IDEA), Stage.DRAFT),  # a theme is missing
        (NewInsight("Zin", themes=["WON"]), Stage.DRAFT),  # a kind is missing
        (NewInsight("Zin", kind=Kind.IDEA, themes=["WON", "BUU.hulp"]), Stage.CODED),
    ],
)
def test_an_insight_with_a_kind_and_a_theme_is_coded(
    session: Session, office: Office, new: NewInsight, stage: Stage
) -> None:
    visit = held(session, office)

    write_note(session, visit, office, insights=[new])

    (insight,) = insights.list_of_visit(session, visit)
    assert (insight.stage, insight.kind) == (stage, new.kind)
    assert [theme.code for theme in insight.themes] == list(new.themes)


def test_an_insight_keeps_the_first_three_of_its_themes(session: Session, office: Office) -> None:
    visit = held(session, office)
    new = NewInsight("Zin", themes=["WON", "BUU", "VEI", "OMG"])

    write_note(session, visit, office, insights=[new])

    (insight,) = insights.list_of_visit(session, visit)
    assert [theme.code for theme in insight.themes] == ["WON", "BUU", "VEI"]


def test_a_form_that_was_sent_twice_adds_nothing(session: Session, office: Office) -> None:
    visit = held(session, office)
    told, promised = NewInsight("De lift hapert. "), NewPromise("Lamp maken ", NEXT_MONTH)

    for _ in range(2):
        write_note(session, visit, office, insights=[told], promises=[promised])

    assert (count(session, Insight), count(session, Promise), count(session, Note)) == (1, 1, 1)


def test_a_theme_that_nobody_knows_is_refused(session: Session, office: Office) -> None:
    visit = held(session, office)

    with pytest.raises(Refused, match="unknown_theme"):
        write_note(session, visit, office, insights=[NewInsight("Zin", themes=["ZIEKTE"])])


@pytest.mark.parametrize(
    ("level", "stage"),
    [
        (Permission.INTERNAL, Stage.WITHDRAWN),
        (Permission.COUNTED, Stage.RELEASED),  # the theme still counts
        (Permission.WITHOUT_NAME, Stage.RELEASED),
    ],
)
def test_what_is_no_longer_allowed_leaves_the_board_at_once(
    session: Session, office: Office, level: Permission, stage: Stage
) -> None:
    visit = held(session, office)
    insight = coded_insight(session, visit, office)
    insights.release(
        session, insights.get_insight(session, insight.id), by=office.director.id, now=AFTER
    )
    note = notes.find_note(session, visit)
    assert note is not None

    notes.set_permission(session, note, level, by=office.director.id, now=AFTER + DAY)

    assert insight.stage is stage
    assert ("insight.withdraw" in deeds(session)) is (stage is Stage.WITHDRAWN)


def test_what_was_put_away_is_withdrawn_too(session: Session, office: Office) -> None:
    visit, by = held(session, office), office.director.id
    insight = insights.get_insight(session, coded_insight(session, visit, office).id)
    insights.release(session, insight, by=by, now=AFTER)
    insights.set_stage(session, insight, Stage.ARCHIVED, by=by, now=AFTER)
    note = notes.find_note(session, visit)
    assert note is not None

    notes.set_permission(session, note, Permission.INTERNAL, by=by, now=AFTER + DAY)

    assert insight.stage is Stage.WITHDRAWN


def test_a_permission_that_comes_back_does_not_release_by_itself(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    insight = coded_insight(session, visit, office)
    insights.release(
        session, insights.get_insight(session, insight.id), by=office.director.id, now=AFTER
    )
    note = notes.find_note(session, visit)
    assert note is not None

    for level in (Permission.INTERNAL, Permission.WITHOUT_NAME):
        notes.set_permission(session, note, level, by=office.director.id, now=AFTER)

    assert insight.stage is Stage.WITHDRAWN


def test_every_permission_is_remembered_once(session: Session, office: Office) -> None:
    visit = held(session, office)
    note = write_note(session, visit, office, Permission.COUNTED)

    for level in (Permission.COUNTED, Permission.INTERNAL):
        notes.set_permission(session, note, level, by=office.director.id, now=AFTER + DAY)

    history = session.scalars(select(NotePermission).order_by(NotePermission.id)).all()
    assert [(one.level, one.at) for one in history] == [(2, AFTER), (1, AFTER + DAY)]


def test_reading_is_logged_without_a_word_of_the_note(session: Session, office: Office) -> None:
    visit = held(session, office)
    written = write_note(session, visit, office, texts=STORY)

    note = notes.open_note(session, visit, by=office.director.id, now=AFTER)

    session.flush()
    line = session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert line is not None
    assert (line.deed, line.subject_id, line.account_id) == (
        "note.read",
        str(written.id),
        office.director.id,
    )
    assert note is written
    details = [str(one) for one in session.scalars(select(AuditLine.detail))]
    assert not [text for text in details if "Woorden" in text]


def test_a_visit_without_a_note_has_none_to_read(session: Session, office: Office) -> None:
    visit = held(session, office)

    with pytest.raises(NotFound):
        notes.open_note(session, visit, by=office.director.id, now=AFTER)


def test_a_director_finds_the_notes_of_all_visits(session: Session, office: Office) -> None:
    visit = held(session, office)
    note = write_note(session, visit, office)

    assert notes.list_notes(session, office.director.id) == [note]


def test_a_form_that_was_sent_twice_gives_each_insight_once(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    write_note(session, visit, office, insights=[NewInsight("De lift is klein.")])

    again = [NewInsight(" De lift is klein. "), NewInsight("De hal is licht.")]
    notes.add_insights(session, visit, again, now=AFTER)

    found = insights.list_of_visit(session, visit)
    assert sorted(one.statement for one in found) == ["De hal is licht.", "De lift is klein."]


def test_notes_stand_with_the_newest_visit_first(session: Session, office: Office) -> None:
    visits = [hold_visit(session, date(2026, month, 5)) for month in (2, 4, 3)]
    for visit in visits:
        visit.host_id = office.director.id

    found = notes.list_notes(session, office.director.id)

    assert [note.visit_id for note in found] == [visits[1].id, visits[2].id, visits[0].id]


@pytest.mark.parametrize(("days", "writable"), [(-1, False), (0, True), (1, True)])
def test_a_planned_visit_can_be_written_about_from_its_day_on(
    session: Session, office: Office, days: int, writable: bool
) -> None:
    visit = planned(session, office)

    assert notes.is_writable(session, visit, now=START + days * DAY) is writable


@pytest.mark.parametrize(
    ("state", "unwanted", "writable"),
    [
        (State.HELD, False, True),
        (State.HELD, True, False),  # no note was wished
        (State.CLOSED, False, False),
        (State.APPROACHED, False, False),
    ],
)
def test_a_note_is_written_after_the_visit_and_before_it_is_closed(
    session: Session, state: State, unwanted: bool, writable: bool
) -> None:
    visit = Visit(state=state, note_not_wished=unwanted)

    assert notes.is_writable(session, visit, now=AFTER) is writable
