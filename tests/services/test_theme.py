"""Themes: anyone proposes, the assistant decides, and what was counted follows a merge."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.services.village import AFTER, Office, held, write_note
from visits.domain.insight import Kind
from visits.domain.theme import Verdict
from visits.models.insight import InsightTheme
from visits.models.theme import Theme
from visits.services.journal import insight as insights
from visits.services.journal import theme as themes
from visits.services.journal.note import NewInsight
from visits.services.refusals import NotFound, Refused


@pytest.fixture(autouse=True)
def _first_themes(session: Session) -> None:
    """Every test begins with the first list; the session takes back what a test adds."""
    session.execute(delete(Theme).where(Theme.code == "WON.trapkast"))


def test_a_proposed_theme_comes_on_the_list_once_it_is_accepted(
    session: Session, office: Office
) -> None:
    one = themes.propose(session, "WON", "Trapkast", "", by=office.director.id, now=AFTER)
    before = {theme.code for theme in themes.list_themes(session)}

    theme = themes.decide(session, one.id, Verdict.ACCEPTED, by=office.assistant.id, now=AFTER)

    assert "WON.trapkast" not in before
    assert theme is not None
    assert (theme.code, theme.parent, theme.name_en) == ("WON.trapkast", "WON", "Trapkast")
    assert themes.list_proposals(session) == []


def test_a_proposal_is_decided_about_once(session: Session, office: Office) -> None:
    one = themes.propose(session, "WON", "Trapkast", "", by=office.director.id, now=AFTER)
    themes.decide(session, one.id, Verdict.DECLINED, by=office.assistant.id, now=AFTER)

    with pytest.raises(NotFound):
        themes.decide(session, one.id, Verdict.ACCEPTED, by=office.assistant.id, now=AFTER)


@pytest.mark.parametrize(
    ("parent", "name", "code"),
    [
        ("WON", "vocht EN schimmel", "theme_taken"),
        ("WON", " - ", "theme_taken"),
        ("WON.comfort", "Trapkast", "no_group"),  # two levels and no third
    ],
)
def test_a_theme_that_is_there_or_fits_nowhere_is_refused(
    session: Session, office: Office, parent: str, name: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        themes.propose(session, parent, name, "", by=office.director.id, now=AFTER)


def test_what_was_counted_follows_a_merge_and_remembers_where_it_was(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    new = [
        NewInsight("Een", kind=Kind.IDEA, themes=["WON.geluid"]),
        NewInsight("Twee", kind=Kind.IDEA, themes=["WON.geluid", "WON.comfort"]),
        NewInsight("Drie", kind=Kind.IDEA, themes=["WON.comfort", "WON.geluid"]),
    ]
    write_note(session, visit, office, insights=new)

    count = themes.merge(session, "WON.geluid", "WON.comfort", by=office.assistant.id, now=AFTER)

    session.expire_all()
    found = insights.list_of_visit(session, visit)
    was = session.scalars(select(InsightTheme.was).where(InsightTheme.was.is_not(None))).all()
    assert count == 3
    assert [[theme.code for theme in one.themes] for one in found] == [["WON.comfort"]] * 3
    assert set(was) == {"WON.geluid"}
    assert "WON.geluid" not in {theme.code for theme in themes.list_themes(session)}
    assert "WON.geluid" in themes.names(session, "nl")


def test_more_than_a_tenth_of_other_asks_for_a_better_list(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    new = [NewInsight(f"Zin {n}", kind=Kind.IDEA, themes=["WON"]) for n in range(8)]
    write_note(session, visit, office, insights=new)
    before = themes.needs_work(session)

    write_note(
        session, visit, office, insights=[NewInsight("Rest", kind=Kind.IDEA, themes=["OVG"])]
    )

    assert (before, themes.needs_work(session)) == (False, True)
