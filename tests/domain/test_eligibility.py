"""Who may be drawn and why not: the edges of every rule, and one household at one address."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.domain.draw import UNKNOWN_DISTRICT
from visits.domain.eligibility import (
    Candidate,
    Reason,
    Rules,
    eligible_years,
    months_on,
    reason_against,
    rules_of,
    sort_out,
    years_on,
)
from visits.domain.organisation import Organisation

MARCH = date(2027, 3, 1)
RULES = Rules(min_years=25, no_reply_months=24)
HOME = "1823AB/12"

# One change for each reason, in the order in which the reasons are tried.
OBSTACLES: dict[Reason, dict[str, Any]] = {
    Reason.ENDED: {"ended": True},
    Reason.TOO_SHORT: {"since": date(2020, 1, 1)},
    Reason.NO_START_DATE: {"since": None},
    Reason.OPTED_OUT: {"opted_out": True},
    Reason.VISITED: {"visited": True},
    Reason.OPEN: {"open": True},
    Reason.NOT_NOW: {"not_now_until": date(2027, 6, 1)},
    Reason.DECLINED: {"declined_on": date(2010, 1, 1)},
    Reason.NO_REPLY: {"no_reply_on": date(2026, 6, 1), "no_reply_times": 1},
    Reason.EXCLUDED: {"excluded_until": date(2027, 6, 1)},
}


def make_candidate(number: str = "H1", **changes: object) -> Candidate:
    """Make a tenant who may be drawn, but for what a test changes."""
    given: dict[str, Any] = {
        "district": "Overdie",
        "address": f"1823AB/{number}",
        "since": date(1985, 6, 1),
    }
    return Candidate(number, **given | changes)


@pytest.mark.parametrize(
    ("since", "years"),
    [
        (date(2002, 3, 1), 25),  # to the day
        (date(2002, 3, 2), 24),  # one day short
        (date(2002, 2, 28), 25),  # the day before
        (date(2027, 3, 1), 0),  # from today
        (date(2027, 3, 2), -1),  # from tomorrow
        (date(2004, 2, 29), 23),  # 29 February is complete on 1 March
    ],
)
def test_years_count_when_they_are_full(since: date, years: int) -> None:
    assert years_on(since, MARCH) == years


def test_a_year_from_29_february_is_not_full_on_28_february() -> None:
    assert years_on(date(2004, 2, 29), date(2027, 2, 28)) == 22
    assert years_on(date(2004, 2, 29), date(2028, 2, 29)) == 24


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 80))
def test_the_anniversary_is_the_first_day_of_a_full_year(since: date, years: int) -> None:
    leapt = since.month == 2 and since.day == 29
    anniversary = date(since.year + years, 3, 1) if leapt else since.replace(since.year + years)
    if leapt and years % 4 == 0 and anniversary.year not in {1900, 2100}:
        anniversary = since.replace(since.year + years)

    assert years_on(since, anniversary) == years
    assert years_on(since, date.fromordinal(anniversary.toordinal() - 1)) == years - 1


def test_months_count_when_they_are_full() -> None:
    assert months_on(date(2027, 1, 31), date(2027, 3, 1)) == 1
    assert months_on(date(2027, 1, 1), MARCH) == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),  # long enough and nothing against it
        ({"ended": True}, Reason.ENDED),  # ended, announced, or missing from the newest import
        ({"since": date(2002, 3, 1)}, None),  # 25 years on the first day of the month
        ({"since": date(2002, 3, 2)}, Reason.TOO_SHORT),  # one day short
        ({"since": date(2002, 3, 31)}, Reason.TOO_SHORT),  # full in this month, not on its first
        ({"since": date(2004, 2, 29)}, Reason.TOO_SHORT),  # a leap day shortens nothing
        ({"since": date(2028, 1, 1)}, Reason.TOO_SHORT),  # has not begun
        ({"since": None}, Reason.NO_START_DATE),  # unknown is not short
        ({"opted_out": True}, Reason.OPTED_OUT),  # never
        ({"visited": True}, Reason.VISITED),  # ever
        ({"open": True}, Reason.OPEN),  # invited or planned now
        ({"not_now_until": date(2027, 3, 2)}, Reason.NOT_NOW),  # not yet on the first day
        ({"not_now_until": date(2027, 3, 1)}, None),  # until that date, so not on it
        ({"declined_on": date(2010, 1, 1)}, Reason.DECLINED),  # a no is final
        ({"no_reply_on": date(2025, 3, 2), "no_reply_times": 1}, Reason.NO_REPLY),  # one day short
        ({"no_reply_on": date(2025, 3, 1), "no_reply_times": 1}, None),  # 24 full months
        ({"no_reply_on": date(2015, 3, 1), "no_reply_times": 2}, Reason.DECLINED),  # twice is a no
        ({"excluded_until": date(2027, 3, 2)}, Reason.EXCLUDED),  # still held on the first day
        ({"excluded_until": date(2027, 3, 1)}, None),  # released on that date
    ],
)
def test_every_rule_holds_to_its_edge(changes: dict[str, Any], reason: Reason | None) -> None:
    assert reason_against(make_candidate(**changes), MARCH, RULES) == reason


def test_the_reasons_are_tried_in_the_order_in_which_they_are_listed() -> None:
    # Nobody has both no start date and a short tenancy, so those two are tried apart.
    for unlucky in (Reason.TOO_SHORT, Reason.NO_START_DATE):
        tried = [r for r in OBSTACLES if r == unlucky or "since" not in OBSTACLES[r]]
        for place, reason in enumerate(tried):
            changes = {k: v for later in tried[place:] for k, v in OBSTACLES[later].items()}

            assert reason_against(make_candidate(**changes), MARCH, RULES) == reason

    assert [*OBSTACLES, Reason.SAME_ADDRESS] == list(Reason)


@given(st.sets(st.sampled_from(list(OBSTACLES)), min_size=1))
def test_nobody_with_a_reason_is_ever_listed(reasons: set[Reason]) -> None:
    changes = {k: v for reason in reasons for k, v in OBSTACLES[reason].items()}

    pool, against = sort_out([make_candidate(**changes)], MARCH, RULES)

    assert pool == {}
    assert set(against) == {"H1"}


def test_the_rules_decide_how_many_years_and_months() -> None:
    young = make_candidate(since=date(2015, 1, 1))
    silent = make_candidate(no_reply_on=date(2026, 1, 1), no_reply_times=1)
    loose = Rules(min_years=10, no_reply_months=12)

    assert reason_against(young, MARCH, loose) is None
    assert reason_against(silent, MARCH, loose) is None


def test_the_record_keeps_the_rules_and_the_day_on_which_years_count() -> None:
    assert RULES.as_record(MARCH) == {
        "declined_months": 0,
        "min_years": 25,
        "no_reply_months": 24,
        "reference_date": "2027-03-01",
    }


def test_everybody_is_listed_or_has_a_reason() -> None:
    tenants = [make_candidate(f"H{n}", **changes) for n, changes in enumerate(OBSTACLES.values())]

    pool, against = sort_out([*tenants, make_candidate("H99")], MARCH, RULES)

    assert pool == {"H99": ("Overdie", 1)}
    assert list(against.values()) == list(OBSTACLES)


@pytest.mark.parametrize("district", ["", None])
def test_a_tenant_without_a_district_is_listed_all_the_same(district: str | None) -> None:
    pool, _ = sort_out([make_candidate(district=district)], MARCH, RULES)

    assert pool == {"H1": (UNKNOWN_DISTRICT, 1)}


@pytest.mark.parametrize(("event", "reason"), [("visited", Reason.VISITED), ("open", Reason.OPEN)])
def test_a_visit_or_invitation_holds_for_everybody_at_the_address(
    event: str, reason: Reason
) -> None:
    one = make_candidate("H1", address=HOME, **{event: True})
    other = make_candidate("H2", address=HOME)

    pool, against = sort_out([one, other, make_candidate("H3")], MARCH, RULES)

    assert set(pool) == {"H3"}
    assert against == {"H1": reason, "H2": reason}


def test_a_visited_household_is_not_drawn_again_under_a_new_number() -> None:
    gone = make_candidate("H1", address=HOME, visited=True, ended=True)
    renumbered = make_candidate("H2", address=HOME)

    pool, against = sort_out([gone, renumbered], MARCH, RULES)

    assert pool == {}
    assert against == {"H1": Reason.ENDED, "H2": Reason.VISITED}


def test_an_earlier_reason_of_ones_own_comes_before_that_of_the_household() -> None:
    visited = make_candidate("H1", address=HOME, visited=True)
    opted_out = make_candidate("H2", address=HOME, opted_out=True)

    _, against = sort_out([visited, opted_out], MARCH, RULES)

    assert against["H2"] == Reason.OPTED_OUT


@pytest.mark.parametrize(
    ("sinces", "listed"),
    [
        ((date(1990, 1, 1), date(1980, 1, 1)), "H2"),  # the longest tenancy
        ((date(1980, 1, 1), date(1980, 1, 1)), "H1"),  # equally long: the lowest number
        ((date(2020, 1, 1), date(1990, 1, 1)), "H2"),  # the other may not be drawn at all
    ],
)
def test_one_tenant_of_an_address_is_listed(sinces: tuple[date, date], listed: str) -> None:
    tenants = [
        make_candidate(number, address=HOME, since=since)
        for number, since in zip(("H1", "H2"), sinces, strict=True)
    ]

    pool, against = sort_out(tenants, MARCH, RULES)
    turned = sort_out(tenants[::-1], MARCH, RULES)

    assert set(pool) == {listed}
    assert turned == (pool, against)


def test_the_others_of_an_address_are_told_so() -> None:
    tenants = [make_candidate(number, address=HOME) for number in ("H3", "H1", "H2")]

    _, against = sort_out(tenants, MARCH, RULES)

    assert against == {"H2": Reason.SAME_ADDRESS, "H3": Reason.SAME_ADDRESS}


def test_tenants_without_an_address_are_not_one_household() -> None:
    one = make_candidate("H1", address="", visited=True)

    pool, _ = sort_out([one, one._replace(number="H2", visited=False)], MARCH, RULES)

    assert set(pool) == {"H2"}


def test_a_record_gives_back_the_rules_that_it_was_drawn_by() -> None:
    rules = Rules(min_years=30, no_reply_months=18, declined_months=60)

    assert rules_of(rules.as_record(MARCH)) == rules


def test_a_record_from_before_a_rule_was_there_was_drawn_without_it() -> None:
    record = Rules(min_years=30, declined_months=60).as_record(MARCH)
    del record["declined_months"]

    assert rules_of(record) == Rules(min_years=30, declined_months=0)


def test_the_rules_are_those_that_a_new_association_begins_with() -> None:
    new = Organisation()

    assert Rules() == Rules(new.minimum_years, new.no_reply_months, new.declined_months)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"declined_on": date(2022, 3, 1)}, None),  # five full years: may be asked again
        ({"declined_on": date(2022, 3, 2)}, Reason.DECLINED),  # one day short
        # A no of long ago, and silence after it: the last of the two counts.
        (
            {
                "declined_on": date(2010, 1, 1),
                "no_reply_on": date(2024, 1, 1),
                "no_reply_times": 2,
            },
            Reason.DECLINED,
        ),
        (
            {
                "declined_on": date(2024, 1, 1),
                "no_reply_on": date(2010, 1, 1),
                "no_reply_times": 2,
            },
            Reason.DECLINED,
        ),
        ({"no_reply_on": date(2015, 3, 1), "no_reply_times": 2}, None),  # long ago, both
        ({"no_reply_times": 2}, None),  # nobody knows when
    ],
)
def test_the_association_may_ask_again_some_years_after_a_no(
    changes: dict[str, Any], reason: Reason | None
) -> None:
    rules = Rules(min_years=25, no_reply_months=24, declined_months=60)

    assert reason_against(make_candidate(**changes), MARCH, rules) == reason


def test_years_of_renting_are_counted_of_one_tenant_an_address_whatever_years_are_asked() -> None:
    tenants = [
        make_candidate("H1", since=date(2020, 3, 1)),  # younger than the rules ask
        make_candidate("H2", since=date(1987, 3, 2)),
        make_candidate("H3", address=HOME, since=date(1977, 3, 1)),
        make_candidate("H4", address=HOME, since=date(1997, 3, 1)),  # the same household
        make_candidate("H5", since=date(2027, 3, 1)),  # came today
        make_candidate("H6", since=None),
        make_candidate("H7", opted_out=True),
        make_candidate("H8", since=date(2027, 3, 2)),  # comes tomorrow
    ]

    assert sorted(eligible_years(tenants, MARCH, RULES)) == [0, 7, 39, 50]
