"""Who may be drawn: households that rent from us long enough and have nothing against it.

Years count on the first day of the month of the visit, so that a draw can be done again later.
The first reason that holds, in the order of `Reason`, is the one that is counted and shown. One
household is one address: a visit or an open invitation at an address holds for everybody there,
and of several tenants who may be drawn the longest tenancy (then the lowest number) is listed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum, auto
from typing import NamedTuple

from visits.domain.draw import UNKNOWN_DISTRICT, Pool, RuleValue

LOTS = 1


class Reason(StrEnum):
    """Why a tenant is not in the draw; the first that holds is the one that is shown."""

    ENDED = auto()
    TOO_SHORT = auto()
    NO_START_DATE = auto()
    OPTED_OUT = auto()
    VISITED = auto()
    OPEN = auto()
    NOT_NOW = auto()
    DECLINED = auto()
    NO_REPLY = auto()
    EXCLUDED = auto()
    SAME_ADDRESS = auto()


class ExclusionReason(StrEnum):
    """Why staff leave a tenant out for a while; nothing about the person, and no free text."""

    OTHER_CASE = "loopt_andere_zaak"
    WORKS = "werkzaamheden"
    MOVES_SOON = "verhuist_binnenkort"
    COLLEAGUE_ASKS = "op_verzoek_collega"


class Candidate(NamedTuple):
    """What the draw needs to know about one tenant."""

    number: str
    district: str | None
    address: str
    since: date | None
    ended: bool = False
    opted_out: bool = False
    visited: bool = False
    excluded_until: date | None = None
    open: bool = False
    not_now_until: date | None = None
    declined_on: date | None = None
    no_reply_on: date | None = None
    no_reply_times: int = 0


NOTHING_ELSE = tuple(Candidate._field_defaults.values())


@dataclass(frozen=True, slots=True)
class Rules:
    """What the association chose about who may be drawn."""

    min_years: int = 25
    no_reply_months: int = 24
    declined_months: int = 0  # a no is final, unless the association asks again after a time

    def as_record(self, first_day: date) -> dict[str, RuleValue]:
        """Give the rules as the record of a draw keeps them."""
        return {
            "declined_months": self.declined_months,
            "min_years": self.min_years,
            "no_reply_months": self.no_reply_months,
            "reference_date": first_day.isoformat(),
        }


def rules_of(record: Mapping[str, RuleValue]) -> Rules:
    """Give the rules that a month was drawn by, from its record."""
    known = ((field.name, record.get(field.name)) for field in fields(Rules))
    return Rules(**{name: int(value) for name, value in known if value is not None})


def months_on(since: date, day: date) -> int:
    """Count the full months from one day to another."""
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)


def years_on(since: date, day: date) -> int:
    """Count the full years from one day to another; 29 February is complete on 1 March."""
    return months_on(since, day) // 12


def lasts(until: date | None, day: date) -> bool:
    """Say whether something that ends on a date still holds on a day; on its date it is over."""
    return until is not None and day < until


def is_too_short(candidate: Candidate, first_day: date, rules: Rules) -> bool:
    """Say whether a tenancy is known to be younger than the rules ask."""
    since = candidate.since
    return since is not None and years_on(since, first_day) < rules.min_years


def has_declined(candidate: Candidate, first_day: date, rules: Rules) -> bool:
    """Say whether a no still holds; silence for the second time counts as a no."""
    on = candidate.declined_on
    if candidate.no_reply_times > 1:
        on = max(filter(None, (on, candidate.no_reply_on)), default=None)
    again = rules.declined_months
    return on is not None and (not again or months_on(on, first_day) < again)


def is_silent(candidate: Candidate, first_day: date, rules: Rules) -> bool:
    """Say whether a tenant did not reply so recently that we do not ask again yet."""
    on = candidate.no_reply_on
    return on is not None and months_on(on, first_day) < rules.no_reply_months


Tests = tuple[tuple[Reason, Callable[[Candidate, date, Rules], bool]], ...]
TENURE: Tests = (
    (Reason.TOO_SHORT, is_too_short),
    (Reason.NO_START_DATE, lambda c, _day, _rules: c.since is None),
)
# The order is that of `Reason`.
AGAINST: Tests = (
    (Reason.ENDED, lambda c, _day, _rules: c.ended),
    *TENURE,
    (Reason.OPTED_OUT, lambda c, _day, _rules: c.opted_out),
    (Reason.VISITED, lambda c, _day, _rules: c.visited),
    (Reason.OPEN, lambda c, _day, _rules: c.open),
    (Reason.NOT_NOW, lambda c, day, _rules: lasts(c.not_now_until, day)),
    (Reason.DECLINED, has_declined),
    (Reason.NO_REPLY, is_silent),
    (Reason.EXCLUDED, lambda c, day, _rules: lasts(c.excluded_until, day)),
)


def reason_against(candidate: Candidate, first_day: date, rules: Rules) -> Reason | None:
    """Give the first reason why a tenant may not be drawn, or None."""
    # Of nearly everybody nothing is known but how long they have been here.
    tests = TENURE if candidate[4:] == NOTHING_ELSE else AGAINST
    for reason, holds in tests:
        if holds(candidate, first_day, rules):
            return reason
    return None


def sort_out(
    candidates: Iterable[Candidate], first_day: date, rules: Rules
) -> tuple[Pool, dict[str, Reason]]:
    """Give the pool of a month, and for every other tenant the reason why not."""
    eligible: list[Candidate] = []
    reasons: dict[str, Reason] = {}
    for candidate in with_household(candidates):
        reason = reason_against(candidate, first_day, rules)
        if reason is None:
            eligible.append(candidate)
        else:
            reasons[candidate.number] = reason
    listed = {c.number: (c.district or UNKNOWN_DISTRICT, LOTS) for c in one_per_address(eligible)}
    for candidate in eligible:
        if candidate.number not in listed:
            reasons[candidate.number] = Reason.SAME_ADDRESS
    return listed, reasons


def eligible_years(candidates: Iterable[Candidate], first_day: date, rules: Rules) -> list[int]:
    """Give the years of everybody who could be drawn if no years were asked, one an address.

    Of an address the longest is listed whatever the years are, so each rule counts those above it.
    """
    free = replace(rules, min_years=0)
    able = [c for c in with_household(candidates) if reason_against(c, first_day, free) is None]
    return [years_on(c.since, first_day) for c in one_per_address(able) if c.since is not None]


def with_household(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Give each tenant the visits and invitations of everybody at their address.

    Those of a tenancy that has ended count too: a widow, or a tenant who got a new number, is
    still the household that was visited.
    """
    candidates = list(candidates)
    visited = {household(c) for c in candidates if c.visited}
    invited = {household(c) for c in candidates if c.open}
    touched = visited | invited
    for candidate in candidates:
        if touched and (home := household(candidate)) in touched:
            yield candidate._replace(visited=home in visited, open=home in invited)
        else:
            yield candidate


def one_per_address(eligible: Iterable[Candidate]) -> Iterable[Candidate]:
    """Choose the longest tenancy of each address, then the lowest number."""
    chosen: dict[str | tuple[str], Candidate] = {}
    for candidate in eligible:
        home = household(candidate)
        other = chosen.get(home)
        if other is None or seniority(candidate) < seniority(other):
            chosen[home] = candidate
    return chosen.values()


def seniority(candidate: Candidate) -> tuple[date, str]:
    """Give what puts the longest tenancy first, then the lowest number."""
    return candidate.since or date.max, candidate.number


def household(candidate: Candidate) -> str | tuple[str]:
    """Give what tells one household from another: the address, or without one the tenant."""
    return candidate.address or (candidate.number,)
