"""The board's table: one row for each released insight, coarse enough that nobody stands alone.

Protected is what was said. Every page, report and export of the board is computed from this
table and from nothing else. A label is as fine as it can be while every combination that occurs
rests on at least k different visits; what is too rare even at its coarsest is left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from visits.domain.theme import group_of

Key = tuple[str, str, str]
MORE_FOR_SENSITIVE = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """A released insight, before anything is hidden: where, when, about what."""

    ref: str
    visit: int
    period: str
    district: str
    theme: str
    sensitive: bool
    kind: str
    feeling: str
    statement: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One released insight as the board may see it; an empty label is hidden."""

    ref: str
    visit: int
    period: str
    place: str
    theme: str
    kind: str
    feeling: str
    statement: str
    quote: str

    @property
    def group(self) -> str:
        """The group of the theme, or nothing if even that is hidden."""
        return group_of(self.theme)


Label = Callable[[Heard], str]


def board_rows(heard: Sequence[Heard], k: int) -> list[BoardRow]:
    """Give the rows of the board's table for one span of time.

    First the main theme over the whole span and the whole association: what is said in fewer
    than k visits is pooled without a theme, or left out. Then each group is split by theme, by
    place and by half of the span, but only where all of its parts stay large enough.
    """
    rows: list[BoardRow] = []
    rare: list[Heard] = []
    for part in grouped(heard, lambda one: group_of(one.theme)).values():
        if large_enough(part, k):
            rows += split(part, k)
        else:
            rare += part
    if rare and large_enough(rare, k):
        rows += [row_of(one, period="", place="", theme="") for one in rare]
    return hide_traits(rows, {one.ref: one for one in heard}, k)


def large_enough(part: Iterable[Heard], k: int) -> bool:
    """Say whether so many insights rest on enough different visits."""
    part = list(part)
    needed = k + MORE_FOR_SENSITIVE if any(one.sensitive for one in part) else k
    return visits_in(part) >= needed


def visits_in(part: Iterable[Heard]) -> int:
    """Count the different visits that some insights come from."""
    return len({one.visit for one in part})


def split(part: Sequence[Heard], k: int) -> list[BoardRow]:
    """Label one group as finely as its smallest part allows."""
    themes = refine(part, lambda one: one.theme, lambda one: group_of(one.theme), k)
    labelled = {one.ref: themes(one) for one in part}
    places = refine(part, lambda one: one.district, lambda _: "", k, labelled)
    labelled = {one.ref: f"{labelled[one.ref]}|{places(one)}" for one in part}
    periods = refine(part, lambda one: one.period, lambda _: "", k, labelled)
    return [row_of(one, period=periods(one), place=places(one), theme=themes(one)) for one in part]


def refine(
    part: Sequence[Heard],
    fine: Label,
    coarse: Label,
    k: int,
    within: Mapping[str, str] | None = None,
) -> Label:
    """Give the fine label if every cell it makes is large enough, else the coarse one."""
    cells = grouped(part, lambda one: f"{within[one.ref] if within else ''}|{fine(one)}")
    return fine if all(large_enough(cell, k) for cell in cells.values()) else coarse


def grouped(part: Iterable[Heard], label: Label) -> dict[str, list[Heard]]:
    """Put insights with the same label together."""
    cells: dict[str, list[Heard]] = {}
    for one in part:
        cells.setdefault(label(one), []).append(one)
    return cells


def row_of(one: Heard, *, period: str, place: str, theme: str) -> BoardRow:
    """Give a row with its labels; words on a sensitive theme are never quoted."""
    return BoardRow(
        ref=one.ref,
        visit=one.visit,
        period=period,
        place=place,
        theme=theme,
        kind=one.kind,
        feeling=one.feeling,
        statement=one.statement,
        quote="" if one.sensitive else one.quote,
    )


def hide_traits(rows: Sequence[BoardRow], heard: Mapping[str, Heard], k: int) -> list[BoardRow]:
    """Hide kind and feeling where the combination with the labels would stand for too few."""
    found = list(rows)
    spoilt = spoilt_cells(found, heard, k, lambda row: (labels(row), row.kind))
    found = [replace(row, kind="") if labels(row) in spoilt else row for row in found]
    spoilt = spoilt_cells(found, heard, k, lambda row: (f"{labels(row)}|{row.kind}", row.feeling))
    return [
        replace(row, feeling="") if f"{labels(row)}|{row.kind}" in spoilt else row for row in found
    ]


def spoilt_cells(
    rows: Iterable[BoardRow],
    heard: Mapping[str, Heard],
    k: int,
    split_by: Callable[[BoardRow], tuple[str, str]],
) -> set[str]:
    """List the cells of which one part is too small; its neighbours would betray it."""
    cells: dict[tuple[str, str], list[Heard]] = {}
    for row in rows:
        cells.setdefault(split_by(row), []).append(heard[row.ref])
    return {name for (name, _), part in cells.items() if not large_enough(part, k)}


def labels(row: BoardRow) -> str:
    """Give the labels of a row as one word."""
    return f"{row.period}|{row.place}|{row.theme}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A count that may be shown, or is too small to be."""

    count: int | None

    @property
    def hidden(self) -> bool:
        """Say whether the count is too small to show."""
        return self.count is None


def theme_visits(rows: Iterable[BoardRow]) -> dict[str, int]:
    """Count the visits behind each group of themes that is shown."""
    visits: dict[str, set[int]] = {}
    for row in rows:
        if row.group:
            visits.setdefault(row.group, set()).add(row.visit)
    return {group: len(found) for group, found in visits.items()}


def hide_small(counts: Mapping[str, int], k: int) -> dict[str, Cell]:
    """Hide the small counts of a table whose total is known elsewhere.

    When what is hidden could be worked out from that total, the next smallest is hidden too;
    a zero last of all.
    """
    hidden = {name for name, count in counts.items() if 0 < count < k}
    shown = sorted((c == 0, c, name) for name, c in counts.items() if name not in hidden)
    while hidden and shown and (len(hidden) == 1 or sum(counts[n] for n in hidden) < k):
        hidden.add(shown.pop(0)[2])
    return {name: Cell(None if name in hidden else count) for name, count in counts.items()}
