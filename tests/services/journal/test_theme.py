"""Themes: anyone proposes, the assistant decides, and what was counted follows a merge."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.services.village import AFTER, Office, held, write_note
from visits.domain.insight import Kind
from visits.domain.theme import Verdict
from visits.models.audit import AuditLine
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


def test_a_theme_with_the_first_word_of_another_gets_a_code_of_its_own(session: Session) -> None:
    codes = []
    for _ in range(3):
        codes.append(themes.free_code(session, "WON", "Trapkast onder de trap"))
        session.add(
            Theme(
                code=codes[-1], parent="WON", name_nl=codes[-1], name_en=codes[-1],
                position=900 + len(codes), guid=codes[-1],
            )
        )  # fmt: skip
        session.flush()

    assert codes == ["WON.trapkast", "WON.trapkast2", "WON.trapkast3"]


def test_the_log_says_into_which_theme_another_was_put(session: Session, office: Office) -> None:
    themes.merge(session, "WON.geluid", "WON.comfort", by=office.assistant.id, now=AFTER)

    line = session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert line is not None
    assert (line.deed, line.subject_id) == ("theme.merge", "WON.geluid")
    assert line.detail == {"into": "WON.comfort", "insights": 0}


@pytest.mark.parametrize(("code", "into"), [("WON.geluid", "WON.geluid"), ("WON", "BUU.hulp")])
def test_a_theme_goes_into_another_and_a_group_into_none(
    session: Session, office: Office, code: str, into: str
) -> None:
    with pytest.raises(Refused, match="theme_alone"):
        themes.merge(session, code, into, by=office.assistant.id, now=AFTER)
