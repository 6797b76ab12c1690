"""The invented visits of the sample data, oldest first, as `stories.toml` tells them."""

from dataclasses import dataclass
from typing import Any, Literal

from visits.demo.text import read_texts

ReadBack = Literal["yes", "no", "corrected"]
Felt = Literal["pleasant", "fair", "unpleasant", "not_asked"]
Kind = Literal["compliment", "concern", "idea", "story", "question", "signal"]
Owner = Literal["director", "Wijkteam", "Onderhoud", "Klantenservice"]
Outcome = Literal["done", "not_possible", "handed_over", "running", "new"]
Channel = Literal["phone", "letter", "visit", "email", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """One thing that was heard, in our words, with the tenant's own words apart."""

    statement: str
    quote: str = ""
    kind: Kind
    themes: tuple[str, ...]
    important: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPromise:
    """What was promised at the table, how it ended, and what the tenant and the board heard."""

    what: str
    owner: Owner
    days: int
    outcome: Outcome
    outcome_text: str = ""
    board_line: str = ""
    answer_channel: Channel = ""
    answer_text: str = ""
    answered_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One visit as the director wrote it down, and what to know at the door."""

    one_line: str = ""
    home_words: tuple[str, ...] = ()
    then_now: str = ""
    goes_well: str = ""
    services: str = ""
    neighbourhood: str = ""
    wish: str = ""
    read_back: ReadBack
    how_was_it: Felt
    permission: int
    reflection: str = ""
    minutes: int
    door: str
    insights: tuple[Insight, ...] = ()
    promises: tuple[StoryPromise, ...] = ()


def make_story(told: dict[str, Any]) -> Story:
    """Give a story out of what its file tells."""
    insights = tuple(Insight(**one) for one in told.get("insights", ()))
    promises = tuple(StoryPromise(**one) for one in told.get("promises", ()))
    return Story(**told | {"insights": insights, "promises": promises})


FILE = read_texts("stories")
STORIES: tuple[Story, ...] = tuple(make_story(one) for one in FILE["stories"])
# What is said in passing, whatever the story.
SENTENCES: dict[str, str] = FILE["sentences"]
