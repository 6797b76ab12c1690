"""What the board reads: closed periods, released insights, and nobody in particular."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.factories import make_tenant, set_up
from tests.services.board.said import Said, a_year, hold_visit, say
from tests.services.village import SENDER, Office
from visits.domain.board import Cell, Labels
from visits.domain.insight import Kind, Source, Stage
from visits.domain.note import Permission
from visits.models.board import BoardRow, ClosedPeriod
from visits.models.insight import Insight, InsightTheme
from visits.models.note import Note
from visits.models.visit import Visit
from visits.services.board import heard as hearings
from visits.services.board.close import anything_due, close_due
from visits.services.board.public import public_page
from visits.services.board.released import Released
from visits.services.board.subject import subject_page
from visits.services.journal import note as notes
from visits.services.journal.talk import note_talk
from visits.services.journal.theme import merge
from visits.services.upkeep.erasure import erase_tenant
from visits.services.upkeep.retention import forget_story

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
VOCHT, HULP, LANGER = Said("WON.vocht"), Said("BUU.hulp"), Said("OUD.langer")


def statements(page: hearings.HeardPage) -> list[str]:
    """List every statement on a page."""
    told = [voice for quarter in page.quarters for voice in quarter.statements]
    statements = [voice for subject in page.subjects for voice in subject.statements]
    return [voice.statement for voice in (*told, *page.rare, *statements)]


def withdraw(session: Session, office: Office, visit: Visit, level: Permission) -> None:
    """Write that a tenant allows less than before."""
    note = notes.find_note(session, visit)
    assert note is not None
    notes.set_permission(session, note, level, by=office.director.id, now=READ_ON)


def test_a_closed_year_tells_its_subjects_in_visits(session: Session) -> None:
    a_year(session, 12, VOCHT, VOCHT)

    page = hearings.heard_page(session, now=READ_ON)

    (subject,) = page.shown
    assert (page.year, page.closed, page.visits, page.enough) == ("2026", True, 12, True)
    assert (subject.code, subject.visits.count) == ("WON", 12)
    assert page.quotes


def test_too_few_visits_hide_a_subject_and_say_so(session: Session) -> None:
    a_year(session, 4, HULP)
    hold_visit(session, date(2026, 5, 1), VOCHT, VOCHT, VOCHT)

    page = hearings.heard_page(session, now=READ_ON)

    assert [subject.code for subject in page.shown] == ["BUU"]
    assert [subject.code for subject in page.hidden] == ["WON"]


def test_a_sensitive_subject_needs_two_more_and_is_never_quoted(session: Session) -> None:
    a_year(session, 4, LANGER, HULP)

    four = hearings.heard_page(session, now=READ_ON)

    a_year(session, 5, LANGER, year=2027)
    five = hearings.heard_page(session, now=READ_ON.replace(year=2028))

    assert [subject.code for subject in four.hidden] == ["OUD"]
    assert [subject.code for subject in five.shown] == ["OUD"]
    assert not [v for s in five.subjects for v in s.statements if v.quote]


def test_an_open_year_tells_whole_quarters_and_no_subject(session: Session) -> None:
    for day in (3, 13, 23):
        hold_visit(session, date(2026, 2, day), VOCHT)
    hold_visit(session, date(2026, 5, 3), HULP)

    page = hearings.heard_page(session, now=datetime(2026, 7, 2, tzinfo=UTC))

    first, second = page.quarters
    assert (page.closed, page.visits, page.subjects) == (False, 4, [])
    assert (first.visits, len(first.statements)) == (3, 3)
    assert (second.visits, second.statements) == (1, [])  # one visit is somebody


def test_what_is_told_of_a_quarter_is_only_counted_in_the_year(session: Session) -> None:
    for day in (3, 13, 23):
        hold_visit(session, date(2026, 2, day), VOCHT)

    page = hearings.heard_page(session, now=READ_ON)

    (subject,) = page.shown
    assert (subject.visits.count, subject.statements) == (3, [])
    assert len(page.quarters[0].statements) == 3


def test_a_year_with_too_few_visits_tells_nothing_beside_another(session: Session) -> None:
    a_year(session, 2, VOCHT, year=2025)
    a_year(session, 4, VOCHT)

    page = hearings.heard_page(session, now=READ_ON)

    assert not page.before_enough
    assert all(subject.before.hidden for subject in page.subjects)


def test_a_quarter_that_is_not_over_is_not_read(session: Session) -> None:
    a_year(session, 3, VOCHT)

    page = hearings.heard_page(session, now=datetime(2026, 3, 20, tzinfo=UTC))

    assert (page.visits, page.enough, statements(page)) == (0, False, [])
    assert hearings.export_rows(session, now=datetime(2026, 3, 20, tzinfo=UTC)) == []


def test_what_is_released_late_joins_the_year_of_its_release(session: Session) -> None:
    made = a_year(session, 4, VOCHT)
    before = hearings.heard_page(session, now=READ_ON)
    say(session, made[0], Said("WON.vocht", quarter="2027-Q1"))

    after = hearings.heard_page(session, now=READ_ON.replace(month=4), year="2026")

    assert before.subjects == after.subjects
    assert before.visits == after.visits


@pytest.mark.parametrize("level", [Permission.NOTHING, Permission.INTERNAL, Permission.COUNTED])
def test_words_that_are_taken_back_are_gone_and_no_figure_moves(
    session: Session, office: Office, level: Permission
) -> None:
    made = a_year(session, 12, VOCHT, HULP)
    before = hearings.heard_page(session, now=READ_ON)
    rows = hearings.export_rows(session, now=READ_ON)

    withdraw(session, office, made[2], level)

    after = hearings.heard_page(session, now=READ_ON)
    file = hearings.export_rows(session, now=READ_ON)
    own = f"van bezoek {made[2].id}."
    assert own in str(rows)
    assert own not in str(after) + str(file)
    assert [s.visits for s in after.subjects] == [s.visits for s in before.subjects]
    left, there = (Counter(row.labels for row in found) for found in (file, rows))
    assert all(left[labels] in {0, count} for labels, count in there.items())


def test_a_subject_that_becomes_too_small_is_hidden_whole(session: Session, office: Office) -> None:
    made = a_year(session, 3, VOCHT, VOCHT)
    hearings.heard_page(session, now=READ_ON)

    withdraw(session, office, made[0], Permission.INTERNAL)

    page = hearings.heard_page(session, now=READ_ON)
    assert page.shown == []
    assert [subject.code for subject in page.hidden] == ["WON"]
    assert "Zin" not in str(statements(page))
    assert hearings.export_rows(session, now=READ_ON) == []


def test_a_period_is_closed_before_a_permission_changes(session: Session, office: Office) -> None:
    made = a_year(session, 4, VOCHT)

    withdraw(session, office, made[0], Permission.INTERNAL)

    assert session.get(ClosedPeriod, "2026") is not None
    assert not anything_due(session, now=READ_ON)


def test_a_period_is_closed_before_a_tenant_is_erased(session: Session, office: Office) -> None:
    made = a_year(session, 4, VOCHT)
    tenant = make_tenant(session)
    made[0].tenant_id = tenant.id

    erase_tenant(session, tenant, sender=SENDER, by=office.assistant.id, now=READ_ON)

    assert session.get(ClosedPeriod, "2026") is not None
    assert not anything_due(session, now=READ_ON)


def test_what_was_hidden_stays_hidden_when_the_story_behind_it_is_forgotten(
    session: Session, office: Office
) -> None:
    made = a_year(session, 3, VOCHT, VOCHT)
    hearings.heard_page(session, now=READ_ON)
    withdraw(session, office, made[0], Permission.INTERNAL)

    forget_story(session, made[0])

    session.expire_all()
    kept = session.scalars(select(Insight).where(Insight.visit_id == made[0].id)).all()
    assert hearings.export_rows(session, now=READ_ON) == []
    assert {(one.statement, one.quote) for one in kept} == {("", "")}


def test_what_a_colleague_heard_is_no_visit_and_stays_off_the_board(
    session: Session, office: Office
) -> None:
    a_year(session, 6, VOCHT)
    before = hearings.heard_page(session, now=READ_ON)
    by, words = office.assistant.id, "Gehoord op de trap."
    heard = note_talk(session, words, Source.REPAIR, shared=True, by=by, now=READ_ON)
    session.add(InsightTheme(insight_id=heard.id, position=0, code="WON.vocht"))
    heard.stage, heard.period = Stage.RELEASED, "2027-Q1"

    after = hearings.heard_page(session, now=READ_ON.replace(month=5), year="2026")
    later = hearings.heard_page(session, now=READ_ON.replace(year=2028), year="2027")

    assert (after.visits, after.shown) == (before.visits, before.shown)
    assert (later.visits, later.shown, statements(later)) == (0, [], [])


@pytest.mark.parametrize(("talks", "told"), [(2, (0, [])), (4, (4, [("WON", 3)]))])
def test_what_colleagues_heard_is_counted_apart_when_it_is_enough(
    session: Session, office: Office, talks: int, told: tuple[int, list[tuple[str, int]]]
) -> None:
    a_year(session, 6, HULP)
    for number in range(talks):
        by, words = office.assistant.id, f"Gehoord op trap {number}."
        heard = note_talk(session, words, Source.REPAIR, shared=True, by=by, now=READ_ON)
        code = "WON.vocht" if number < 3 else "VEI.gevoel"
        session.add(InsightTheme(insight_id=heard.id, position=0, code=code))
        heard.stage, heard.period = Stage.RELEASED, "2026-Q4"
    session.flush()

    page = hearings.heard_page(session, now=READ_ON)

    assert (page.talks, page.overheard) == told
    assert [subject.code for subject in page.shown] == ["BUU"]


def test_closed_years_follow_a_merge_within_a_subject(session: Session, office: Office) -> None:
    a_year(session, 4, VOCHT)
    for visit in a_year(session, 6, Said("WON.comfort"))[:3]:
        say(session, visit, VOCHT)
    close_due(session, now=READ_ON)

    merge(session, "WON.vocht", "WON.comfort", by=office.assistant.id, now=READ_ON)

    page = subject_page(session, "WON", now=READ_ON)
    assert page.now is not None
    assert (page.now.visits.count, page.now.themes) == (10, [("WON.comfort", 10)])


def test_closed_years_stay_as_they_are_when_a_theme_goes_to_another_subject(
    session: Session, office: Office
) -> None:
    a_year(session, 4, VOCHT, HULP)
    close_due(session, now=READ_ON)

    merge(session, "WON.vocht", "BUU.hulp", by=office.assistant.id, now=READ_ON)

    page = hearings.heard_page(session, now=READ_ON)
    assert {one.code: one.visits.count for one in page.shown} == {"WON": 4, "BUU": 4}


def test_the_board_asks_the_permission_itself(session: Session) -> None:
    a_year(session, 5, VOCHT)
    close_due(session, now=READ_ON)

    session.execute(update(Note).values(permission=Permission.INTERNAL))

    page = hearings.heard_page(session, now=READ_ON)
    assert (page.shown, statements(page)) == ([], [])


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.RELEASED])
def test_what_is_not_released_does_not_exist_for_the_board(session: Session, stage: Stage) -> None:
    a_year(session, 5, VOCHT)
    session.execute(update(Insight).values(stage=stage))

    page = hearings.heard_page(session, now=READ_ON)

    assert (page.shown, page.hidden, statements(page)) == ([], [], [])


def test_what_was_put_away_is_not_told_any_more_and_counts_as_it_did(session: Session) -> None:
    a_year(session, 5, VOCHT)
    close_due(session, now=READ_ON)
    session.execute(update(Insight).values(stage=Stage.ARCHIVED))

    page = hearings.heard_page(session, now=READ_ON)

    assert [subject.visits.count for subject in page.shown] == [5]
    assert (statements(page), page.quotes) == ([], [])
    assert not any(row.statement for row in hearings.export_rows(session, now=READ_ON))


def test_a_row_without_words_tells_its_subject_and_nothing_more(session: Session) -> None:
    a_year(session, 12, VOCHT, VOCHT)  # of each visit one is told with its quarter
    for month in range(1, 6):
        hold_visit(session, date(2026, month, 9), VOCHT, permission=Permission.COUNTED)

    rows = [row for row in hearings.export_rows(session, now=READ_ON) if row.labels.theme]

    silent = {row.labels for row in rows if not row.statement}
    assert silent == {Labels("2026", "WON.vocht")}
    assert {row.labels.kind for row in rows if row.statement} == {"concern"}


def test_what_may_only_be_counted_is_counted_without_words(session: Session) -> None:
    a_year(session, 3, VOCHT)
    hold_visit(session, date(2026, 6, 1), VOCHT, permission=Permission.COUNTED)

    rows = hearings.export_rows(session, now=READ_ON)

    (subject,) = hearings.heard_page(session, now=READ_ON).shown
    assert subject.visits.count == 4
    assert sum(row.labels.theme != "" for row in rows) == 4
    assert all(row.statement == row.quote == "" for row in rows if row.labels.subject == "BUU")


def test_closing_twice_changes_nothing(session: Session) -> None:
    a_year(session, 6, VOCHT, HULP)
    closed = close_due(session, now=READ_ON)
    rows = session.scalars(select(BoardRow.id)).all()

    again = close_due(session, now=READ_ON)

    assert closed == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026"]
    assert (again, session.scalars(select(BoardRow.id)).all()) == ([], rows)


def test_a_stricter_rule_makes_closed_years_coarser(session: Session) -> None:
    a_year(session, 4, VOCHT)
    a_year(session, 6, HULP)
    before = hearings.heard_page(session, now=READ_ON)

    set_up(session, smallest_group=5)

    after = hearings.heard_page(session, now=READ_ON)
    assert {subject.code for subject in before.shown} == {"WON", "BUU"}
    assert [subject.code for subject in after.shown] == ["BUU"]
    assert [subject.code for subject in after.hidden] == ["WON"]


def test_a_subject_is_followed_over_all_years(session: Session) -> None:
    a_year(session, 3, VOCHT, year=2025)
    a_year(session, 5, VOCHT, Said("WON.vocht", kind=Kind.IDEA))

    page = subject_page(session, "WON", now=READ_ON)

    assert [(one.year, one.visits.count, one.total) for one in page.history] == [
        ("2025", 3, 3),
        ("2026", 5, 5),
    ]
    assert page.now is not None
    assert page.now.themes == [("WON.vocht", 5)]
    assert page.statements


def test_tenants_read_only_what_five_visits_said(session: Session) -> None:
    a_year(session, 4, VOCHT, VOCHT)
    a_year(session, 6, HULP, HULP)

    page = public_page(session, "2026", now=READ_ON)

    (subject,) = page.subjects
    assert (page.visits, subject.code, subject.visits) == (10, "BUU", 6)
    assert len(subject.statements) == 2


@pytest.mark.parametrize(
    ("visits", "before", "enough"),
    [(3, 2, (True, False)), (2, 3, (False, True)), (0, 0, (False, False))],
)
def test_a_year_stands_beside_another_when_each_has_enough_visits(
    visits: int, before: int, enough: tuple[bool, bool]
) -> None:
    page = hearings.HeardPage(
        "2026", True, (), visits=visits, visits_before=before, smallest_group=3
    )

    assert (page.enough, page.before_enough) == enough


def test_the_newest_quarter_of_which_something_is_told_comes_first() -> None:
    voice = Released("ref", Labels("2026-Q1"), "De lift is klein.", "")
    quarters = [
        hearings.Quarter("2026-Q1", 3, [voice]),
        hearings.Quarter("2026-Q2", 3),  # held, and nothing told
        hearings.Quarter("2026-Q3", 3, [voice]),
    ]

    page = hearings.HeardPage(
        "2026", False, (), visits=9, visits_before=0, smallest_group=3, quarters=quarters
    )

    assert [one.period for one in page.disclosed] == ["2026-Q3", "2026-Q1"]


def test_three_quotes_are_shown_at_most_each_on_another_subject() -> None:
    subjects = [
        hearings.Subject(
            code, Cell(9), Cell(None), [Released(code, Labels("2026", code), "Zin.", "Citaat.")]
        )
        for code in ("BUU", "OMG", "VEI", "WON")
    ]

    page = hearings.HeardPage(
        "2026", True, (), visits=9, visits_before=0, smallest_group=3, subjects=subjects
    )

    assert [voice.subject for voice in page.quotes] == ["BUU", "OMG", "VEI"]
