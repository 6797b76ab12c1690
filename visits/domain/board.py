"""The board's table: labels so coarse that nobody stands alone in any combination of them.

Protected is what was said. A closed year is labelled once: each subject (the main theme over the
whole year and the whole association) is told only when it rests on enough visits, and a finer
label is given only while the visits still fall apart into groups that are all large enough. So
whatever is counted, added or taken off in this table, what is left is nobody, or enough visits.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from visits.domain.month import half_of, year_of
from visits.domain.theme import group_of

Key = TypeVar("Key")
MORE_FOR_SENSITIVE = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """A released insight before anything is hidden; an empty field is not known."""

    ref: str
    visit: int
    period: str
    theme: str
    sensitive: bool = False
    district: str = ""
    neighbourhood: str = ""
    kind: str = ""
    quote: bool = False
    important: bool = False


class Labels(NamedTuple):
    """What the board may know of an insight; an empty label is hidden."""

    period: str
    theme: str = ""
    quote: bool = False
    kind: str = ""
    place: str = ""

    @property
    def subject(self) -> str:
        """The group of the theme, or nothing if even that is hidden."""
        return group_of(self.theme)


Table = dict[str, Labels]
# From what the board asks first to what it asks last: a label that is given takes room from those
# after it. A place is told as a district and then perhaps finer, a period likewise.
STEPS: tuple[tuple[str, Callable[[Heard], str | bool]], ...] = (
    ("theme", lambda one: one.theme if "." in one.theme else ""),
    ("quote", lambda one: one.quote),
    ("kind", lambda one: one.kind),
    ("place", lambda one: one.district),
    ("place", lambda one: one.neighbourhood),
    ("period", lambda one: half_of(one.period)),
    ("period", lambda one: one.period if "-" in one.period else ""),
)


def board_table(heard: Sequence[Heard], smallest_group: int) -> Table:
    """Label the insights of one year, by their ref; what is not in it is left out.

    Subjects that are too rare to be told stand together without a subject, if they are enough.
    """
    table: Table = {}
    rare: list[Heard] = []
    for part in grouped(heard, lambda one: group_of(one.theme)).values():
        if large_enough(part, smallest_group):
            table |= label_subject(part, smallest_group)
        else:
            rare += part
    if rare and large_enough(rare, smallest_group):
        table |= {one.ref: Labels(year_of(one.period)) for one in rare}
    return table


def label_subject(part: Sequence[Heard], smallest_group: int) -> Table:
    """Label what was said on one subject as finely as the rule allows."""
    table = {one.ref: Labels(year_of(one.period), group_of(one.theme)) for one in part}
    for name, fine in STEPS:
        for cell in cells_of(part, table).values():
            table = sharpen(part, table, cell, name, fine, smallest_group)
    return table


def sharpen(
    part: Sequence[Heard],
    table: Table,
    cell: Sequence[Heard],
    name: str,
    fine: Callable[[Heard], str | bool],
    smallest_group: int,
) -> Table:
    """Give the rows of one cell a finer label, all of them or as many values as can be told."""
    known = grouped((one for one in cell if fine(one)), fine)
    values = sorted(known, key=lambda value: (-visits_in(known[value]), str(value)))
    for chosen in (values, *([value] for value in values)):
        finer = {
            one.ref: Labels(**(table[one.ref]._asdict() | {name: value}))
            for value in chosen
            for one in known[value]
        }
        if finer and is_sound(part, trial := table | finer, smallest_group):
            table = trial
            if chosen is values:
                break
    return table


def is_sound(part: Sequence[Heard], table: Table, smallest_group: int) -> bool:
    """Say whether no sum or difference of cells of one subject rests on too few visits.

    Visits that fall in the same cells cannot be told from each other; each such class, out of
    which every cell and every difference of cells is made up, must be large enough.
    """
    seen: dict[int, set[Labels]] = {}
    for one in part:
        seen.setdefault(one.visit, set()).add(table[one.ref])
    classes = Counter(frozenset(cells) for cells in seen.values())
    sensitive = {frozenset(seen[one.visit]) for one in part if one.sensitive}
    return all(
        count >= needed(smallest_group, cells in sensitive) for cells, count in classes.items()
    )


def needed(smallest_group: int, sensitive: bool) -> int:
    """Give on how many visits a cell must rest."""
    return smallest_group + MORE_FOR_SENSITIVE if sensitive else smallest_group


def large_enough(part: Sequence[Heard], smallest_group: int) -> bool:
    """Say whether so many insights rest on enough different visits."""
    return visits_in(part) >= needed(smallest_group, any(one.sensitive for one in part))


def visits_in(part: Iterable[Heard]) -> int:
    """Count the different visits that some insights come from."""
    return len({one.visit for one in part})


def grouped(part: Iterable[Heard], label: Callable[[Heard], Key]) -> dict[Key, list[Heard]]:
    """Put insights with the same label together."""
    cells: dict[Key, list[Heard]] = {}
    for one in part:
        cells.setdefault(label(one), []).append(one)
    return cells


def cells_of(part: Iterable[Heard], table: Mapping[str, Labels]) -> dict[Labels, list[Heard]]:
    """Put the insights together that no reader can tell apart by their labels."""
    return grouped((one for one in part if one.ref in table), lambda one: table[one.ref])


def theme_visits(heard: Iterable[Heard], table: Mapping[str, Labels]) -> dict[str, int | None]:
    """Count the visits behind each subject and each theme that is told; None is too few to show.

    A subject that nobody spoke of is not in it. Of the themes of a subject only those are in it
    that are told: which of the others were spoken of would tell how many did.
    """
    visits: dict[str, set[int]] = {}
    hidden: dict[str, None] = {}
    for one in heard:
        labels = table.get(one.ref)
        if labels is None or not labels.theme:
            hidden[group_of(one.theme)] = None
            continue
        for code in {labels.subject, labels.theme}:
            visits.setdefault(code, set()).add(one.visit)
    return {**hidden, **{code: len(found) for code, found in visits.items()}}


def disclosed_of_quarter(heard: Iterable[Heard], smallest_group: int) -> list[str]:
    """Choose what is told of a quarter alone: one insight of each of enough visits.

    Such words keep the quarter as their only label for good; the year counts them without words.
    """
    found: dict[int, Heard] = {}
    ordered = sorted(heard, key=lambda one: (not one.important, one.ref))
    for one in ordered:
        if not one.sensitive:
            found.setdefault(one.visit, one)
    return (
        [one.ref for one in found.values()][:smallest_group] if len(found) >= smallest_group else []
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A count that may be shown, or is too small to be."""

    count: int | None

    @property
    def hidden(self) -> bool:
        """Say whether the count is too small to show."""
        return self.count is None
