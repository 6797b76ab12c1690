"""The board's table: whatever was said, nobody stands alone in it."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from visits.domain.board import (
    MORE_FOR_SENSITIVE,
    BoardRow,
    Heard,
    board_rows,
    hide_small,
    large_enough,
    theme_visits,
)
from visits.domain.theme import group_of

THEMES = ("WON", "WON.vocht", "WON.comfort", "BUU.contact", "BUU.overlast", "OUD", "OUD.langer")
SENSITIVE = {"BUU.overlast", "OUD", "OUD.langer"}
DISTRICTS = ("Overdie", "De Mare", "Huiswaard")
PERIODS = ("2026-Q1", "2026-Q2", "2026-Q3")


@dataclass(frozen=True)
class Said:
    """One thing that was said, before it has a number."""

    visit: int
    period: str
    theme: str
    kind: str
    feeling: str


def heard_of(said: Iterable[Said]) -> list[Heard]:
    """Give what was said as the table wants it; a visit is in one district."""
    return [
        Heard(
            ref=f"ref{number}",
            visit=one.visit,
            period=one.period,
            district=DISTRICTS[one.visit % len(DISTRICTS)],
            theme=one.theme,
            sensitive=one.theme in SENSITIVE,
            kind=one.kind,
            feeling=one.feeling,
            statement=f"Zin {number}",
            quote=f"Citaat {number}",
        )
        for number, one in enumerate(said)
    ]


def say(*visits: int, theme: str = "WON.vocht", **fields: str) -> list[Said]:
    """Say one thing in each of some visits."""
    given_words = {"period": "2026-Q1", "kind": "concern", "feeling": "negative"} | fields
    return [Said(visit, theme=theme, **given_words) for visit in visits]


stories = st.lists(
    st.builds(
        Said,
        visit=st.integers(1, 14),
        period=st.sampled_from(PERIODS),
        theme=st.sampled_from(THEMES),
        kind=st.sampled_from(["compliment", "concern", ""]),
        feeling=st.sampled_from(["positive", "negative", ""]),
    ),
    max_size=50,
).map(heard_of)
thresholds = st.integers(2, 4)


def cells_of(rows: Iterable[BoardRow]) -> dict[tuple[str, ...], list[BoardRow]]:
    """Put the rows together that no reader can tell apart by their labels."""
    cells: dict[tuple[str, ...], list[BoardRow]] = {}
    for row in rows:
        labels = (row.period, row.place, row.theme, row.kind, row.feeling)
        cells.setdefault(labels, []).append(row)
    return cells


@given(stories, thresholds)
def test_every_combination_of_labels_rests_on_enough_visits(heard: list[Heard], k: int) -> None:
    known = {one.ref: one for one in heard}

    for cell_rows in cells_of(board_rows(heard, k)).values():
        sensitive = any(known[row.ref].sensitive for row in cell_rows)
        visits = {row.visit for row in cell_rows}
        assert len(visits) >= k + MORE_FOR_SENSITIVE * sensitive


@given(stories, thresholds)
def test_a_group_counts_the_visits_that_spoke_of_it_or_nothing(heard: list[Heard], k: int) -> None:
    spoken: dict[str, list[Heard]] = {}
    for one in heard:
        spoken.setdefault(group_of(one.theme), []).append(one)

    counted = theme_visits(board_rows(heard, k))

    assert counted == {
        group: len({one.visit for one in part})
        for group, part in spoken.items()
        if large_enough(part, k)
    }


@given(stories, thresholds)
def test_what_is_shown_of_one_group_tells_nothing_of_a_hidden_one(
    heard: list[Heard], k: int
) -> None:
    rows = board_rows(heard, k)
    shown = {row.group for row in rows if row.group}

    without = board_rows([one for one in heard if group_of(one.theme) in shown], k)

    assert [row for row in rows if row.group] == without


@given(stories, thresholds)
def test_what_is_pooled_says_neither_what_where_nor_when(heard: list[Heard], k: int) -> None:
    pooled = [row for row in board_rows(heard, k) if not row.group]

    assert {(row.theme, row.place, row.period) for row in pooled} <= {("", "", "")}


@given(stories, thresholds)
def test_a_row_only_leaves_out_and_never_invents(heard: list[Heard], k: int) -> None:
    known = {one.ref: one for one in heard}

    rows = board_rows(heard, k)

    assert len({row.ref for row in rows}) == len(rows)
    for row in rows:
        one = known[row.ref]
        assert row.visit == one.visit
        assert row.period in {"", one.period}
        assert row.place in {"", one.district}
        assert row.theme in {"", one.theme, group_of(one.theme)}
        assert row.kind in {"", one.kind}
        assert row.feeling in {"", one.feeling}


@given(stories, thresholds)
def test_words_on_a_sensitive_theme_are_never_quoted(heard: list[Heard], k: int) -> None:
    known = {one.ref: one for one in heard}

    assert not [row for row in board_rows(heard, k) if known[row.ref].sensitive and row.quote]


@pytest.mark.parametrize(
    ("visits", "theme", "shown"),
    [
        ((3, 6, 9), "WON.vocht", 3),
        ((3, 6), "WON.vocht", 0),  # one visit short
        ((3, 3, 3), "WON.vocht", 0),  # one tenant who says it three times
        ((3, 6, 9, 12), "OUD.langer", 0),  # a sensitive theme needs two more
        ((3, 6, 9, 12, 15), "OUD.langer", 5),
    ],
)
def test_a_subject_is_shown_when_enough_visits_spoke_of_it(
    visits: tuple[int, ...], theme: str, shown: int
) -> None:
    rows = board_rows(heard_of(say(*visits, theme=theme)), 3)

    assert len(rows) == shown


def test_labels_are_as_fine_as_all_their_parts_allow() -> None:
    said = say(3, 6, 9) + say(4, 7, 10, theme="WON.comfort", period="2026-Q2")

    rows = board_rows(heard_of(said), 3)

    assert {(row.theme, row.place, row.period) for row in rows} == {
        ("WON.vocht", "Overdie", "2026-Q1"),
        ("WON.comfort", "De Mare", "2026-Q2"),
    }


def test_one_small_part_makes_the_whole_group_coarse() -> None:
    said = say(3, 6, 9) + say(4, 7, theme="WON.comfort", period="2026-Q2")

    rows = board_rows(heard_of(said), 3)

    assert {(row.theme, row.place, row.period) for row in rows} == {("WON", "", "")}


def test_two_labels_that_are_large_alone_may_be_small_together() -> None:
    said = [
        *say(3, 6, 4, 7),  # two in Overdie, two in De Mare
        *say(9, 12, 10, 13, theme="WON.comfort", period="2026-Q2"),  # and again
    ]

    rows = board_rows(heard_of(said), 3)

    assert {(row.theme, row.place, row.period) for row in rows} == {
        ("WON.vocht", "", "2026-Q1"),
        ("WON.comfort", "", "2026-Q2"),
    }


def test_a_half_of_the_span_is_not_told_where_a_subject_is_small_in_it() -> None:
    said = [
        *say(3, 6),
        *say(9, 12, period="2026-Q2"),
        *say(15, 18, theme="WON.comfort"),
        *say(21, 24, theme="WON.comfort", period="2026-Q2"),
    ]

    rows = board_rows(heard_of(said), 3)

    assert {(row.theme, row.place, row.period) for row in rows} == {
        ("WON.vocht", "Overdie", ""),
        ("WON.comfort", "Overdie", ""),
    }


def test_rare_subjects_are_told_together_without_their_subject() -> None:
    said = say(3, 6) + say(4, 7, theme="BUU.contact")

    rows = board_rows(heard_of(said), 3)

    assert [(row.theme, row.statement) for row in rows] == [
        ("", "Zin 0"),
        ("", "Zin 1"),
        ("", "Zin 2"),
        ("", "Zin 3"),
    ]


def test_one_rare_feeling_hides_the_others_beside_it() -> None:
    said = say(3, 6, 9) + say(12, 15, feeling="positive")

    rows = board_rows(heard_of(said), 3)

    assert {(row.kind, row.feeling) for row in rows} == {("concern", "")}


counts = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 6), max_size=8)


@given(counts, thresholds)
@example({"A": 2, "B": 0}, 3)
def test_no_hidden_count_follows_from_the_total(table: dict[str, int], k: int) -> None:
    cells = hide_small(table, k)

    hidden = [name for name, found in cells.items() if found.hidden]
    assert len(hidden) != 1 or len(table) == 1
    assert not hidden or sum(table[name] for name in hidden) >= k or len(hidden) == len(table)


@given(counts, thresholds)
def test_a_count_is_shown_as_it_is_and_never_when_it_is_small(
    table: dict[str, int], k: int
) -> None:
    cells = hide_small(table, k)

    assert cells.keys() == table.keys()
    for name, found in cells.items():
        assert found.count in {None, table[name]}
        assert found.count is None or found.count == 0 or found.count >= k


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ({"A": 5, "B": 0}, ""),  # nothing is small
        ({"A": 5, "B": 3, "C": 2, "D": 0}, "BC"),  # C alone would follow from the total
        ({"A": 5, "B": 2, "C": 2}, "BC"),  # together they are enough
        ({"A": 5, "B": 1, "C": 1}, "ABC"),  # two together, fewer than three
        ({"A": 2, "B": 0, "C": 0}, "ABC"),  # at the start every place waits
    ],
)
def test_small_counts_take_the_next_smallest_with_them(table: dict[str, int], hidden: str) -> None:
    cells = hide_small(table, 3)

    assert "".join(name for name, found in cells.items() if found.hidden) == hidden
