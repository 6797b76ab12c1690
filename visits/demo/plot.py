"""How each of the twenty-four months goes, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum, auto

from visits.demo.story import STORIES, Story
from visits.demo.workday import workdays_after
from visits.domain.month import first_day, moment, period_of
from visits.domain.visit import months_after
from visits.formats.holiday import workday_from

MONTHS = 24
# Working days after a draw on which a letter, a conversation and an appointment fit.
ROOM, MORE_ROOM = 8, 11


class Ending(StrEnum):
    """How a lot that leads to no visit ends."""

    NO = auto()
    LATER = auto()
    SILENCE = auto()
    WRONG = auto()


class Mishap(StrEnum):
    """What comes between an appointment and a visit."""

    CANCELLED = auto()
    NOT_HOME = auto()
    GIVEN_UP = auto()


@dataclass(frozen=True, slots=True)
class Plot:
    """One month: lots that end early, calls in vain, changes of the appointment, the story."""

    period: str = ""
    turn: int = 0
    endings: tuple[Ending, ...] = ()
    missed: int = 0
    moves: int = 0
    mishap: Mishap | None = None
    appointment: datetime | None = None
    story: Story = STORIES[0]
    # The newest note: some of what it says still waits for the assistant and the director.
    fresh: bool = False
    # The newest visit: its note is still to be written, by whoever tries the app.
    unwritten: bool = False


PLOTS: dict[int, Plot] = {
    1: Plot(endings=(Ending.NO,)),
    2: Plot(missed=1),
    3: Plot(endings=(Ending.WRONG,)),
    4: Plot(moves=1, missed=1),
    5: Plot(mishap=Mishap.GIVEN_UP),
    6: Plot(endings=(Ending.LATER,)),
    7: Plot(mishap=Mishap.NOT_HOME),
    8: Plot(missed=2),
    9: Plot(endings=(Ending.NO,), missed=1),
    10: Plot(moves=2),
    11: Plot(endings=(Ending.SILENCE,)),
    13: Plot(mishap=Mishap.CANCELLED, missed=1),
    14: Plot(endings=(Ending.NO, Ending.NO)),
    16: Plot(moves=1),
    17: Plot(endings=(Ending.LATER,), missed=1),
    19: Plot(endings=(Ending.NO,)),
    20: Plot(missed=2),
}


def draw_day(month: date) -> date:
    """Give the first working day of a month."""
    return workday_from(month.replace(day=1))


def make_plots(today: date) -> list[Plot]:
    """Tell how each month went until today; the newest has an appointment, or is just drawn."""
    newest = months_after(today, 0 if draw_day(today) <= today else -1)
    periods = [period_of(months_after(newest, back)) for back in range(1 - MONTHS, 1)]
    plots = [
        replace(PLOTS.get(turn, Plot()), period=period, turn=turn)
        for turn, period in enumerate(periods)
    ]
    soon = moment(workdays_after(today, 3), time(10, 30))
    if has_room(periods[-1], today, ROOM):
        missed = 1 if has_room(periods[-1], today, MORE_ROOM) else 0
        last = [replace(plots[-1], missed=missed, appointment=soon)]
    else:
        early = replace(plots[-1], missed=2)
        last = [replace(plots[-2], endings=(Ending.NO,), missed=1, appointment=soon), early]
    return [*with_stories(plots[: -len(last)]), *last]


def has_room(period: str, today: date, days: int) -> bool:
    """Say whether so many working days went by since a draw."""
    return workdays_after(draw_day(first_day(period)), days) <= today


def with_stories(plots: Sequence[Plot]) -> list[Plot]:
    """Give every visit that was made its story, so that the newest story goes to the last."""
    made = [plot for plot in plots if plot.mishap is not Mishap.GIVEN_UP]
    told = {
        plot.period: replace(plot, story=story, fresh=plot is made[-2], unwritten=plot is made[-1])
        for plot, story in zip(made, STORIES[-len(made) :], strict=True)
    }
    return [told.get(plot.period, plot) for plot in plots]
