"""The conversation cards: seven subjects, for the pages, for the visit card and for paper."""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from visits.domain.insight import Stage


@dataclass(frozen=True, slots=True)
class Card:
    """One card: a subject, what to ask, and what to ask on."""

    title: LazyString
    question: LazyString
    more: LazyString


CARDS = (
    Card(
        lazy_gettext("Your story"),
        lazy_gettext("How did you come to live here? What was it like then?"),
        lazy_gettext("What changed most? What should always have stayed the same?"),
    ),
    Card(
        lazy_gettext("Your home"),
        lazy_gettext("Where in the house do you like to sit? What works well here?"),
        lazy_gettext("What did you make yourself? What is needed to keep living here comfortably?"),
    ),
    Card(
        lazy_gettext("Our services"),
        lazy_gettext("When did you last deal with us? How did that go?"),
        lazy_gettext("What took too much effort? What could we do better tomorrow?"),
    ),
    Card(
        lazy_gettext("Your neighbourhood"),
        lazy_gettext("What makes this your neighbourhood? Where do you like to go?"),
        lazy_gettext("What is better than before, what is worse? What do you miss?"),
    ),
    Card(
        lazy_gettext("Energy and climate"),
        lazy_gettext("What is it like here in winter? And on a hot day?"),
        lazy_gettext("What would you want to know before we start something?"),
    ),
    Card(
        lazy_gettext("Contact with us"),
        lazy_gettext("How do you prefer to hear from us?"),
        lazy_gettext("Do you feel heard? What would you tell all my colleagues?"),
    ),
    Card(
        lazy_gettext("To close"),
        lazy_gettext("What did I not ask that you would like to tell?"),
        lazy_gettext("What mattered most to you in this talk?"),
    ),
)


def openers(number: int) -> list[Card]:
    """Choose two cards to open a visit with: always the same two for one visit."""
    middle = CARDS[:-1]
    first = number % len(middle)
    return [
        middle[first],
        middle[(first + 1 + number // len(middle) % (len(middle) - 1)) % len(middle)],
    ]


# What a colleague reads of what became of their own words.
BECAME: dict[Stage, LazyString] = {
    Stage.DRAFT: lazy_gettext("We still have to read it. Thank you for writing it down."),
    Stage.CODED: lazy_gettext("We read it, and gave it its subject."),
    Stage.RELEASED: lazy_gettext("We read it. It stands among what we heard."),
    Stage.ARCHIVED: lazy_gettext("We read it, and keep it."),
    Stage.INTERNAL: lazy_gettext("We read it, and keep it among ourselves."),
    Stage.WITHDRAWN: lazy_gettext("We read it. It is not passed on any more."),
}
