"""How far a visit is, as one line of stages."""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import LazyString, gettext, ngettext

from visits.domain.visit import FIXED, LINE, State
from visits.models.appointment import Appointment
from visits.models.visit import Step, Visit
from visits.words.labels import label
from visits.words.locale import show_moment, show_short


class Stage(NamedTuple):
    """A stage in words, whether it is "done", "now" or to come, and since when."""

    words: LazyString
    stands: str
    when: str


def stages_of(
    visit: Visit, steps: Iterable[Step], appointment: Appointment | None, promises: int | None
) -> list[Stage]:
    """List the stages of a visit; of one that left the line where it began and where it stands."""
    at = {step.state_to: show_short(step.at) for step in steps}
    here = visit.state
    if here not in LINE:
        drawn = Stage(label(State.DRAWN), "done", at.get(State.DRAWN, ""))
        return [drawn, Stage(label(here), "now", show_short(visit.state_since))]
    place = LINE.index(here)
    done = [Stage(label(state), "done", at.get(state, "")) for state in LINE[:place]]
    since = ", ".join([at[here], *what_waits(here, appointment, promises)]) if here in at else ""
    to_come = [Stage(label(state), "", "") for state in LINE[place + 1 :]]
    return [*done, Stage(label(here), "now", since), *to_come]


def what_waits(here: State, appointment: Appointment | None, promises: int | None) -> list[str]:
    """Say what a visit waits for: its day, or answers."""
    if here is State.HELD and promises:
        return [ngettext("%(num)s promise open", "%(num)s promises open", promises)]
    if here in FIXED and appointment:
        return [gettext("for %(moment)s", moment=show_moment(appointment.starts_at))]
    return []
