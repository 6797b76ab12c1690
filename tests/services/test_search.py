"""Search: whatever is asked, both databases find what a plain reading finds."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.effort import tries
from tests.services.board.said import Said, hold_visit
from tests.services.village import AFTER, HELD_ON, Office, held, write_note
from visits.domain.insight import Kind, Source, Stage
from visits.domain.promise import OPEN, Progress
from visits.models.insight import Insight
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.journal.insight import Wanted
from visits.services.journal.note import NewInsight, NewPromise
from visits.services.journal.talk import note_talk
from visits.services.search import Filter, span_of

WORDS = ("lift", "trap", "tuin", "café")
DISTRICTS = ("Overdie", "Huiswaard")
PERIODS = ("", "2026", "2027", "2026-Q4", "2027-Q1", "onzin", "2026-Q9")
THEMES = ("WON.comfort", "BUU.hulp")
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("2026", (date(2026, 1, 1), date(2027, 1, 1))),
        ("2026-Q1", (date(2026, 1, 1), date(2026, 4, 1))),
        ("2026-Q4", (date(2026, 10, 1), date(2027, 1, 1))),
        ("2026-Q5", None),  # no year has five
        ("0000", None),
        ("9999", None),  # no day comes after it
        ("9999-Q4", None),
        ("２０２６", None),  # digits of another script
    ],
)
def test_a_period_runs_from_its_first_day_to_the_first_day_after_it(
    period: str, span: tuple[date, date] | None
) -> None:
    assert span_of(period) == span


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("liniaal", True),
        ("linoleum", False),  # its first letters are the same
        ("lin", True),  # while somebody types
        ("iniaal", False),  # a word is found from its beginning
        ("vensterbank", True),
        ("zwart vensterbank bij de liniaal op keuken", True),
        ("zwart vensterbank bij de liniaal op zolder", False),  # the last of seven words
    ],
)
def test_a_question_is_searched_wholly_every_word_and_every_letter(
    session: Session, office: Office, question: str, found: bool
) -> None:
    by, words = office.assistant.id, "De zwarte liniaal ligt op de vensterbank bij de keuken."
    heard = note_talk(session, words, Source.REPAIR, shared=True, by=by, now=AFTER)

    assert insights.search(session, Wanted(words=question)) == ([heard] if found else [])


ONE_AND_MANY = (
    "dak daken, slot sloten, kind kinderen, keuken keukens, idee ideeën, glas glazen, "
    "financiën financiële, bad baden, brief brieven, huis huizen, raam ramen, stad steden, "
    "trap trappen, lift liften, museum musea, foto foto's, oma oma’s, boom bomen, blad bladeren, "
    "knie knieën, weg wegen, schip schepen, lid leden, duif duiven, reis reizen, bus bussen, "
    "centrum centra, café cafés, monteur monteurs, manier manieren, groot grote, woning woningen, "
    "mogelijkheid mogelijkheden, industrie industrieën, school scholen, vloer vloeren"
)


@pytest.mark.parametrize("pair", ONE_AND_MANY.split(", "))
def test_one_is_found_by_many_and_many_by_one(session: Session, office: Office, pair: str) -> None:
    one, many = pair.split()
    by = office.assistant.id
    heard = [
        note_talk(session, f"Iets over {word} hier.", Source.REPAIR, shared=True, by=by, now=AFTER)
        for word in (one, many)
    ]

    for word in (one, many, one.upper(), many.capitalize()):
        found = insights.search(session, Wanted(words=word))
        assert {insight.id for insight in found} == {insight.id for insight in heard}, word


def test_what_was_put_together_is_found_under_the_one_that_stayed(
    session: Session, office: Office
) -> None:
    visit, by = held(session, office), office.assistant.id
    write_note(session, visit, office, insights=[NewInsight("De lift is klein."),
                                                 NewInsight("De lift hapert.")])  # fmt: skip
    kept, other = (
        insights.get_insight(session, one.id) for one in insights.list_of_visit(session, visit)
    )

    insights.merge(session, kept, other, by=by, now=AFTER)

    assert insights.search(session, Wanted(words="lift")) == [kept]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("bankje", True),
        ("warm", True),  # a word for the home
        ("getwijfeld", False),  # a director's own thoughts
    ],
)
def test_a_note_is_found_by_the_story_and_not_by_own_thoughts(
    session: Session, office: Office, question: str, found: bool
) -> None:
    visit = held(session, office)
    texts = {"wish": "Een bankje.", "home_words": "warm", "reflection": "Ik heb getwijfeld."}
    note = write_note(session, visit, office, texts=texts)

    assert notes.list_notes(session, office.director.id, Filter(question)) == (
        [note] if found else []
    )


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 12, 31), "2026-Q4"),
        (date(2027, 1, 1), "2027-Q1"),
    ],
)
def test_a_day_is_found_in_its_own_period_and_in_no_other(
    session: Session, day: date, quarter: str
) -> None:
    visit = hold_visit(session, day, Said())
    (insight,) = insights.list_of_visit(session, visit)

    found = {
        period: insights.search(session, Wanted(period=period))
        for period in ("2026-Q4", "2026", "2027-Q1", "2027")
    }

    assert [period for period, told in found.items() if told] == [
        period for period in found if quarter.startswith(period)
    ]
    assert found[quarter] == [insight]


def falls_in(day: date, period: str) -> bool:
    """Say whether a day lies in a period; a word that is no period leaves every day in."""
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    return span_of(period) is None or period in {str(day.year), quarter}


@settings(
    max_examples=tries(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    said=st.lists(
        st.tuples(words, st.sampled_from(list(Kind)), st.sampled_from(THEMES)),
        min_size=1, max_size=4, unique_by=lambda one: one[0],
    ),
    promised=words,
    noted=words,
    district=st.sampled_from(DISTRICTS),
    late=st.booleans(),
    asked=st.sampled_from(("", *WORDS, "LIFTEN", "cafe")),
    where=st.sampled_from(("", *DISTRICTS)),
    period=st.sampled_from(PERIODS),
    kind=st.sampled_from((None, *Kind)),
    theme=st.sampled_from(("", "WON", *THEMES)),
    stage=st.sampled_from((None, Stage.CODED, Stage.RELEASED)),
)  # fmt: skip
def test_notes_insights_and_promises_are_found_by_all_that_is_asked(
    session: Session, office: Office, said: list[tuple[str, Kind, str]], promised: str, noted: str,
    district: str, late: bool, asked: str, where: str, period: str, kind: Kind | None, theme: str,
    stage: Stage | None,
) -> None:  # fmt: skip
    place = session.begin_nested()
    told = [NewInsight(text, kind=one, themes=[code]) for text, one, code in said]
    now = AFTER + timedelta(days=60 * late)
    on = HELD_ON + timedelta(days=60 * late)
    visit = held(session, office, on=on, district=district)
    made = NewPromise(promised, now.date() + timedelta(days=9), owner_id=office.director.id)
    texts = {"wish": noted}
    note = write_note(session, visit, office, insights=told, promises=[made], texts=texts, now=now)
    word = asked.lower().removesuffix("en").replace("é", "e")
    fits = where in {"", district} and falls_in(on, period)

    found = insights.search(session, Wanted(asked, where, period, theme, kind, stage))
    own = notes.list_notes(session, office.director.id, Filter(asked, where, period))
    open_ = promises.list_promises(session, office.director, OPEN, Filter(asked, where, period))
    ended = promises.list_promises(session, office.director, {Progress.CLOSED}, Filter(asked))

    assert {one.statement for one in found} == {
        text
        for text, one, code in said
        if fits
        and word in text.replace("é", "e")
        and kind in {None, one}
        and code.startswith(theme)
        and stage in {None, Stage.CODED}
    }
    assert own == ([note] if fits and word in noted.replace("é", "e") else [])
    assert bool(open_) == (fits and word in promised.replace("é", "e"))
    assert ended == []
    place.rollback()


def test_what_a_colleague_heard_has_a_day_and_no_district(session: Session, office: Office) -> None:
    by = office.assistant.id
    note_talk(session, "De lift is klein.", Source.REPAIR, shared=True, by=by, now=AFTER)
    number = session.scalars(select(Insight.id)).one()

    found = {
        wanted: [one.id for one in insights.search(session, wanted)]
        for wanted in (Wanted(period="2026-Q4"), Wanted(period="2027"), Wanted(district="Overdie"))
    }

    assert list(found.values()) == [[number], [], []]
