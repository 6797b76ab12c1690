"""The board's table: whatever was said and however it is asked, nobody stands alone in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import tries
from visits.domain.board import (
    MORE_FOR_SENSITIVE,
    Cell,
    Heard,
    Labels,
    Table,
    board_table,
    cells_of,
    disclosed_of_quarter,
    large_enough,
    theme_visits,
)
from visits.domain.theme import group_of

THEMES = ("WON", "WON.vocht", "WON.comfort", "BUU.contact", "BUU.overlast", "OUD", "OUD.langer")
SENSITIVE = {"BUU.overlast", "OUD", "OUD.langer"}
DISTRICTS = ("Overdie", "De Mare", "Huiswaard")
NEIGHBOURHOODS = ("Noord", "Zuid")
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3")
FIELDS = [name for name in Labels._fields if name != "quote"]


@dataclass(frozen=True)
class Said:
    """One thing that was said, before it has a number."""

    visit: int
    period: str
    theme: str
    kind: str
    quote: bool = True


def heard_of(said: Iterable[Said]) -> list[Heard]:
    """Give what was said as the table wants it; a visit is in one district."""
    return [
        Heard(
            ref=f"ref{number}",
            visit=one.visit,
            period=one.period,
            district=DISTRICTS[one.visit % len(DISTRICTS)],
            neighbourhood=NEIGHBOURHOODS[one.visit % len(NEIGHBOURHOODS)],
            theme=one.theme,
            sensitive=one.theme in SENSITIVE,
            kind=one.kind,
            quote=one.quote,
        )
        for number, one in enumerate(said)
    ]


def say(
    *visits: int, theme: str = "WON.vocht", period: str = "2026-Q1", kind: str = "concern"
) -> list[Said]:
    """Say one thing in each of some visits."""
    return [Said(visit, period, theme, kind) for visit in visits]


def stories(visits: int = 14, size: int = 50) -> st.SearchStrategy[list[Heard]]:
    """Make up what was said in some visits, several things in each."""
    return st.lists(
        st.builds(
            Said,
            visit=st.integers(1, visits),
            period=st.sampled_from(QUARTERS),
            theme=st.sampled_from(THEMES),
            kind=st.sampled_from(["compliment", "concern", "idea", ""]),
            quote=st.booleans(),
        ),
        max_size=size,
    ).map(heard_of)


# Many visits on few subjects: there the table has room for finer labels, and so for faults.
crowds = st.one_of(stories(), stories(40, 120))
thresholds = st.integers(2, 4)
Filter = Callable[[Labels], bool]
filters: st.SearchStrategy[Filter] = st.dictionaries(
    st.sampled_from(FIELDS), st.integers(0, 3), max_size=3
).map(lambda wanted: lambda row: all(choice(row, name) == at for name, at in wanted.items()))


def choice(row: Labels, name: str) -> int:
    """Give which of four arbitrary classes the value of a label falls in."""
    return sum(map(ord, str(getattr(row, name)))) % 4


def visits_of(heard: Iterable[Heard], table: Table, wanted: Filter) -> set[int]:
    """Give the visits behind all that a filter lets through."""
    return {one.visit for one in heard if one.ref in table and wanted(table[one.ref])}


@given(crowds, thresholds)
def test_every_combination_of_labels_rests_on_enough_visits(
    heard: list[Heard], smallest_group: int
) -> None:
    for part in cells_of(heard, board_table(heard, smallest_group)).values():
        sensitive = any(one.sensitive for one in part)
        assert len({one.visit for one in part}) >= smallest_group + MORE_FOR_SENSITIVE * sensitive


@settings(max_examples=tries(400))
@given(crowds, thresholds, filters, filters, st.sampled_from(["WON", "BUU", "OUD", ""]))
def test_no_two_filters_on_a_subject_differ_by_too_few_visits(
    heard: list[Heard], smallest_group: int, first: Filter, second: Filter, subject: str
) -> None:
    table = {
        ref: row
        for ref, row in board_table(heard, smallest_group).items()
        if row.subject == subject
    }
    one, other = (visits_of(heard, table, wanted) for wanted in (first, second))

    for left in (one - other, other - one, one & other, one | other):
        assert not left or len(left) >= smallest_group


@settings(max_examples=tries(300))
@given(crowds, thresholds, filters, filters)
def test_rows_that_one_filter_shows_and_another_does_not_rest_on_enough_visits(
    heard: list[Heard], smallest_group: int, first: Filter, second: Filter
) -> None:
    table = board_table(heard, smallest_group)

    left = visits_of(heard, table, lambda row: first(row) and not second(row))

    assert not left or len(left) >= smallest_group


@given(crowds, thresholds)
def test_counts_of_a_subject_and_of_its_themes_differ_by_nobody_or_by_enough(
    heard: list[Heard], smallest_group: int
) -> None:
    counts = theme_visits(heard, board_table(heard, smallest_group))

    for code, count in counts.items():
        whole = counts[group_of(code)]
        assert count is None or count >= smallest_group
        if count is not None:
            assert whole is not None
            assert whole == count or whole - count >= smallest_group


@given(crowds, thresholds)
def test_a_subject_counts_the_visits_that_spoke_of_it_or_is_too_small(
    heard: list[Heard], smallest_group: int
) -> None:
    spoken: dict[str, list[Heard]] = {}
    for one in heard:
        spoken.setdefault(group_of(one.theme), []).append(one)

    counts = theme_visits(heard, board_table(heard, smallest_group))

    assert {code: count for code, count in counts.items() if "." not in code} == {
        group: len({one.visit for one in part}) if large_enough(part, smallest_group) else None
        for group, part in spoken.items()
    }


@given(crowds, thresholds)
def test_a_theme_that_is_told_counts_every_visit_that_spoke_of_it(
    heard: list[Heard], smallest_group: int
) -> None:
    for code, count in theme_visits(heard, board_table(heard, smallest_group)).items():
        if "." in code:
            assert count == len({one.visit for one in heard if one.theme == code})


@given(stories(), thresholds)
def test_what_is_told_of_one_subject_tells_nothing_of_a_hidden_one(
    heard: list[Heard], smallest_group: int
) -> None:
    told = {ref: row for ref, row in board_table(heard, smallest_group).items() if row.subject}
    subjects = {row.subject for row in told.values()}

    without = board_table([one for one in heard if group_of(one.theme) in subjects], smallest_group)

    assert told == without


@given(crowds, thresholds)
def test_what_is_too_rare_says_neither_what_nor_where_nor_how(
    heard: list[Heard], smallest_group: int
) -> None:
    rare = {row for row in board_table(heard, smallest_group).values() if not row.subject}

    assert rare <= {Labels("2026")}


@given(crowds, thresholds)
def test_a_label_only_leaves_out_and_never_invents(heard: list[Heard], smallest_group: int) -> None:
    table = board_table(heard, smallest_group)

    for one in heard:
        row = table.get(one.ref, Labels("2026"))
        half = "2026-H2" if one.period == "2026-Q3" else "2026-H1"
        assert row.period in {"2026", half, one.period}
        assert row.place in {"", one.district, one.neighbourhood}
        assert row.theme in {"", one.theme, group_of(one.theme)}
        assert row.kind in {"", one.kind}
        assert one.quote or not row.quote


@given(crowds, thresholds)
def test_a_table_made_coarser_is_safe_for_the_public_too(
    heard: list[Heard], smallest_group: int
) -> None:
    table = board_table(heard, smallest_group)
    known = [
        replace(one, theme=row.theme, district=row.place, neighbourhood="", kind=row.kind)
        for one in heard
        if (row := table.get(one.ref)) and row.theme
    ]

    public = board_table(known, smallest_group + 2)

    for part in cells_of(known, public).values():
        assert len({one.visit for one in part}) >= smallest_group + 2


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
def test_a_subject_is_told_when_enough_visits_spoke_of_it(
    visits: tuple[int, ...], theme: str, shown: int
) -> None:
    assert len(board_table(heard_of(say(*visits, theme=theme)), 3)) == shown


def told(said: list[Said]) -> set[tuple[str, str, str]]:
    """Give theme, place and period of every row."""
    rows = board_table(heard_of(said), 3).values()
    return {(row.theme, row.place, row.period) for row in rows}


def test_labels_are_as_fine_as_their_parts_allow() -> None:
    said = say(3, 6, 9) + say(4, 7, 10, theme="WON.comfort", period="2026-Q3")

    assert told(said) == {
        ("WON.vocht", "Overdie", "2026-Q1"),
        ("WON.comfort", "De Mare", "2026-Q3"),
    }


def test_a_small_part_stays_with_its_subject() -> None:
    said = say(3, 6, 9) + say(4, 7, theme="WON.comfort", period="2026-Q3")

    assert told(said) == {("WON", "", "2026")}


def test_a_visit_that_spoke_of_two_themes_keeps_both_from_being_told_apart() -> None:
    said = say(3, 6, 9) + say(9, 12, 15, theme="WON.comfort")

    assert {theme for theme, *_ in told(said)} == {"WON"}


def test_a_late_story_of_a_visit_does_not_tell_its_half_year() -> None:
    said = say(3, 6, 9) + say(9, 12, 15, period="2026-Q3")

    assert {period for *_, period in told(said)} == {"2026"}


def test_rare_subjects_are_told_together_without_their_subject() -> None:
    said = say(3, 6) + say(4, 7, theme="BUU.contact")

    assert told(said) == {("", "", "2026")}


def test_one_rare_kind_hides_the_others_beside_it() -> None:
    said = say(3, 6, 9) + say(12, 15, kind="compliment")

    rows = set(board_table(heard_of(said), 3).values())

    assert {(row.theme, row.kind) for row in rows} == {("WON.vocht", "")}


@given(crowds, thresholds)
def test_a_quarter_tells_one_thing_of_each_of_enough_visits_and_nothing_tender(
    heard: list[Heard], smallest_group: int
) -> None:
    known = {one.ref: one for one in heard}

    chosen = [known[ref] for ref in disclosed_of_quarter(heard, smallest_group)]

    assert len(chosen) in {0, smallest_group}
    assert len({one.visit for one in chosen}) == len(chosen)
    assert not any(one.sensitive for one in chosen)


def test_a_quarter_tells_first_what_was_marked_important() -> None:
    heard = [replace(one, important=one.visit == 12) for one in heard_of(say(3, 6, 9, 12))]

    assert "ref3" in disclosed_of_quarter(heard, 3)


def test_what_was_marked_important_comes_first_of_all_that_was_said() -> None:
    heard = [replace(one, important=one.visit == 12) for one in heard_of(say(3, 6, 9, 12))]

    assert disclosed_of_quarter(heard, 3)[0] == "ref3"


def test_a_quarter_of_exactly_enough_visits_is_told() -> None:
    assert len(disclosed_of_quarter(heard_of(say(3, 6, 9)), 3)) == 3
    assert disclosed_of_quarter(heard_of(say(3, 6)), 3) == []


def test_of_themes_that_cannot_all_be_told_the_one_most_visits_spoke_of_is() -> None:
    said = (
        say(1, 4, 7, theme="WON.comfort")
        + say(2, 5, 8, 11, theme="WON.vocht")
        + say(3, theme="WON.energie")
    )

    assert {theme for theme, *_ in told(said)} == {"WON", "WON.vocht"}


def test_every_theme_of_enough_visits_is_told_while_the_rest_stays_large_enough() -> None:
    said = (
        say(1, 4, 7, theme="WON.comfort")
        + say(2, 5, 8, theme="WON.vocht")
        + say(3, theme="WON.energie")
        + say(6, theme="WON.geluid")
        + say(9, theme="WON.tocht")
    )

    assert {theme for theme, *_ in told(said)} == {"WON", "WON.comfort", "WON.vocht"}


def test_a_subject_and_each_theme_of_it_that_is_told_have_their_count() -> None:
    heard = heard_of(say(3, 6, 9) + say(4, 7, 10, 13, theme="WON.comfort"))

    assert theme_visits(heard, board_table(heard, 3)) == {
        "WON": 7,
        "WON.vocht": 3,
        "WON.comfort": 4,
    }


def test_only_a_count_that_is_not_there_is_hidden() -> None:
    assert Cell(None).hidden
    assert not Cell(0).hidden


def test_an_insight_is_neither_tender_nor_quoted_nor_important_until_somebody_says_so() -> None:
    one = Heard("ref", 1, "2026-Q1", "WON")

    assert (one.sensitive, one.quote, one.important) == (False, False, False)


def test_of_each_visit_what_is_important_is_told_of_a_quarter_first() -> None:
    heard = heard_of(say(1, 1, 2))
    important = replace(heard[1], important=True)

    told = disclosed_of_quarter([heard[0], important, heard[2]], 2)

    assert told == [important.ref, heard[2].ref]
