"""Heard before: earlier insights that sound alike, by words that tell and by themes."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tests.services.village import AFTER, Office, held, write_note
from visits.domain.insight import Source, Stage
from visits.models.insight import Insight
from visits.services.journal import insight as insights
from visits.services.journal import similar
from visits.services.journal.note import NewInsight
from visits.services.journal.talk import note_talk


def hear(session: Session, office: Office, *statements: str) -> list[Insight]:
    """Keep what colleagues heard, and give it as a screen loads it, the oldest first."""
    by = office.assistant.id
    made = [
        note_talk(session, one, Source.OTHER, shared=True, by=by, now=AFTER) for one in statements
    ]
    return [insights.get_insight(session, one.id) for one in made]


def give_theme(session: Session, office: Office, told: Sequence[Insight], code: str) -> None:
    """Give insights a theme."""
    for one in told:
        fields = {"statement": one.statement, "themes": [code]}
        insights.code(session, one, fields, by=office.assistant.id, now=AFTER)


def test_common_words_alone_do_not_make_two_insights_alike(
    session: Session, office: Office
) -> None:
    *_, last = hear(session, office, *["Onze lift hapert."] * 5)

    assert similar.propose(session, last) == []


def test_words_of_a_few_insights_make_them_alike(session: Session, office: Office) -> None:
    *earlier, last = hear(session, office, *["Onze lift hapert."] * 4)

    assert similar.propose(session, last) == earlier[::-1]


def test_one_word_alone_does_not_make_two_insights_alike(session: Session, office: Office) -> None:
    _, last = hear(session, office, "De lift is klein.", "Een lift van glas.")

    assert similar.propose(session, last) == []


def test_a_theme_and_a_word_together_do(session: Session, office: Office) -> None:
    told = hear(session, office, "De lift is klein.", "Een lift van glas.")
    give_theme(session, office, told, "WON.comfort")

    assert similar.propose(session, told[1]) == [told[0]]


def test_small_words_tell_nothing(session: Session, office: Office) -> None:
    _, last = hear(session, office, "Zo is het nu al.", "Zo is het nu al.")

    assert similar.propose(session, last) == []


def test_what_shares_most_comes_first_and_five_are_enough(session: Session, office: Office) -> None:
    more = [f"Uw trapleuning {word} wiebelt." for word in ("boven", "onder", "midden", "achter")]
    told = hear(
        session, office, "Trapleuning boven wiebelt flink.", *more[:2], "Galerij tocht flink.",
        "Galerij tocht boven.", "Galerij is flink koud.",
        "Trapleuning wiebelt flink boven galerij.",
    )  # fmt: skip

    proposed = similar.propose(session, told[-1])

    assert proposed[0] is told[0]
    assert told[3] in proposed
    assert len(proposed) == similar.SHOWN


def test_only_what_came_earlier_at_another_visit_and_still_stands_is_proposed(
    session: Session, office: Office
) -> None:
    withdrawn, earlier = hear(session, office, *["Onze lift hapert."] * 2)
    withdrawn.stage = Stage.WITHDRAWN
    visit = held(session, office)
    same = [NewInsight("De lift hapert weer."), NewInsight("Die lift hapert.")]
    write_note(session, visit, office, insights=same)
    hear(session, office, "Onze lift hapert.")
    first, second = (
        insights.get_insight(session, one.id) for one in insights.list_of_visit(session, visit)
    )

    assert similar.propose(session, first) == [earlier]
    assert similar.propose(session, second) == [earlier]


def test_an_insight_is_tied_to_others_that_exist_and_never_to_itself(
    session: Session, office: Office
) -> None:
    first, second, last = hear(session, office, "Een.", "Twee.", "Drie.")
    by = office.assistant.id
    similar.tie(session, last, [first.id], by=by, now=AFTER)

    similar.tie(session, last, [second.id, last.id, last.id + 99], by=by, now=AFTER)

    assert similar.list_earlier(session, last) == [second]
