"""Which moments a recurrence rule stands for, between two moments and within a budget.

Only rules that a calendar program writes for people are expanded: by the day or slower. All others
keep many a reader busy for ever (ical4j #849, ical.js #509, node-ical #542); so do rules that never
come true (29 February in a month of 28 days), unless somebody counts the days that were looked at.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
WEEKDAYS = {name: number for number, name in enumerate("MO TU WE TH FR SA SU".split())}
NUMBERS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND")
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *NUMBERS, *CLOCK}
# No period of a rule is longer.
LONGEST = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
LIST_LIMIT = 400
LONGEST_INTERVAL = 1000
# What the rules of a file may cost together, and one alone: a day that was looked at is one.
BUDGET = 90_000
RULE_BUDGET = 25_000
FOUND = 3
LISTED = 3
DAY = timedelta(days=1)
Numbers = frozenset[int]
# Which number a day has, and how many there are.
PLACES: dict[str, Callable[[date], tuple[int, int]]] = {
    "BYMONTH": lambda day: (day.month, 12),
    "BYMONTHDAY": lambda day: (day.day, monthrange(day.year, day.month)[1]),
    "BYYEARDAY": lambda day: (day.timetuple().tm_yday, 365 + isleap(day.year)),
    "BYWEEKNO": lambda day: (day.isocalendar().week, _weeks(day.isocalendar().year)),
}


class RuleRefused(ValueError):
    """A rule is not expanded: of a kind, or of a size, that no program writes for people."""


class Budget:
    """What may still be spent on the rules of one file."""

    def __init__(self) -> None:
        self.left = BUDGET
        self.stop = 0

    def begin_rule(self) -> None:
        """Start counting for another rule, which may not spend all that is left."""
        self.stop = max(0, self.left - RULE_BUDGET)

    def spend(self, cost: int) -> None:
        """Take from the budget; RuleRefused when that is more than there is."""
        self.left -= cost
        if self.left < self.stop:
            raise RuleRefused


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that may be expanded; UNTIL stays as it is written, because a zone belongs to it.

    The clock is what a few programs add though DTSTART says it already: hour, minute and second.
    """

    frequency: str
    interval: int
    count: int | None
    until: str | None
    week_start: int
    weekdays: frozenset[tuple[int, int]]
    numbers: dict[str, Numbers]
    clock: tuple[str | None, ...]

    def last(self, start: datetime) -> datetime | None:
        """Return a moment that none of the rule comes after, unless that takes more looking."""
        skips = start.day > 28 and self.frequency in {"MONTHLY", "YEARLY"}
        rare = skips or self.numbers or any(abs(week) > 4 for week, _ in self.weekdays)
        if self.count is None or rare:
            return None
        return start + (self.count + 1) * self.interval * LONGEST[self.frequency] * DAY


@lru_cache(maxsize=256)
def read_rule(value: str) -> Rule:
    """Read a rule; RuleRefused when it is one that we do not expand."""
    try:
        # Exchange writes a space after each comma, and a few programs escape the semicolons.
        bare = re.sub(r"[\s\\]", "", value.upper()).strip(";")
        said = dict(part.split("=", 1) for part in bare.split(";"))
        numbers = {name: _numbers(name, said[name]) for name in NUMBERS if name in said}
        days = [WEEKDAY.fullmatch(day) for day in said.get("BYDAY", "").split(",") if day]
        rule = Rule(
            frequency=said["FREQ"],
            interval=_number(said.get("INTERVAL", "1"), 1, LONGEST_INTERVAL),
            count=_number(said["COUNT"], 1, 10**9) if "COUNT" in said else None,
            until=said.get("UNTIL"),
            week_start=WEEKDAYS[said.get("WKST", "MO")],
            weekdays=frozenset((int(day[1] or 0), WEEKDAYS[day[2]]) for day in days if day),
            numbers=numbers,
            clock=tuple(said.get(name) for name in CLOCK),
        )
    except (KeyError, ValueError) as error:
        raise RuleRefused from error
    odd = said.keys() - KNOWN or None in days or ("BYWEEKNO" in said and rule.week_start)
    if odd or rule.frequency not in FREQUENCIES:
        raise RuleRefused
    return rule


def moments(
    rule: Rule, start: datetime, since: datetime, before: datetime, budget: Budget
) -> Iterator[datetime]:
    """List the moments of a rule in order, as clocks show them, the first one always.

    What lies before `since` may be left out, what lies after `before` is.
    """
    budget.begin_rule()
    budget.spend(FOUND)
    clock = zip(rule.clock, (start.hour, start.minute, start.second), strict=True)
    if any(said is not None and said not in {f"{at}", f"{at:02}"} for said, at in clock):
        raise RuleRefused
    # RFC 5545 3.8.5.3: DTSTART is the first instance, also where the rule would not give it.
    yield start
    left = rule.count - 1 if rule.count else -1
    rule = _filled(rule, start)
    for period in _periods(rule, start.date(), start.date() if rule.count else since.date()):
        if left == 0 or period[0] > before.date():
            return
        budget.spend(len(period))
        for day in _chosen(rule, [day for day in period if _fits(rule, day)]):
            moment = datetime.combine(day, start.time())
            if left and start < moment <= before:
                budget.spend(FOUND)
                left -= 1
                yield moment


def _filled(rule: Rule, start: datetime) -> Rule:
    """Let DTSTART fill in the day that a rule does not name."""
    weekdays, numbers = rule.weekdays, dict(rule.numbers)
    if rule.frequency == "WEEKLY":
        weekdays = weekdays or frozenset({(0, start.weekday())})
    names_a_day = weekdays or numbers.keys() & {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}
    if not names_a_day and rule.frequency != "DAILY":
        numbers["BYMONTHDAY"] = frozenset({start.day})
        if rule.frequency == "YEARLY":
            numbers.setdefault("BYMONTH", frozenset({start.month}))
    return replace(rule, weekdays=weekdays, numbers=numbers)


def _periods(rule: Rule, start: date, since: date) -> Iterator[list[date]]:
    """List the days of each period in which moments may lie, from the one with `since` on."""
    index = max(0, _index(rule, start, since) // rule.interval) * rule.interval
    while True:
        yield _days(rule, start, index)
        index += rule.interval


def _index(rule: Rule, start: date, day: date) -> int:
    """Count the days, weeks, months or years from the period of one day to that of another."""
    if rule.frequency == "DAILY":
        return (day - start).days
    if rule.frequency == "WEEKLY":
        return (day - _first_of_week(rule, start)).days // 7
    years = day.year - start.year
    return years if rule.frequency == "YEARLY" else 12 * years + day.month - start.month


def _days(rule: Rule, start: date, index: int) -> list[date]:
    if rule.frequency == "DAILY":
        return [start + index * DAY]
    if rule.frequency == "WEEKLY":
        first = _first_of_week(rule, start) + 7 * index * DAY
        wanted = {weekday for _, weekday in rule.weekdays}
        return [first + n * DAY for n in range(7) if (rule.week_start + n) % 7 in wanted]
    year, months = start.year + index, sorted(rule.numbers.get("BYMONTH", range(1, 13)))
    if rule.frequency == "MONTHLY":
        year, month = divmod(12 * start.year + start.month - 1 + index, 12)
        months = [month + 1]
    lengths = ((month, monthrange(year, month)[1]) for month in months)
    return [date(year, month, day) for month, last in lengths for day in range(1, last + 1)]


def _first_of_week(rule: Rule, day: date) -> date:
    return day - (day.weekday() - rule.week_start) % 7 * DAY


def _fits(rule: Rule, day: date) -> bool:
    """Return whether a day is all that the rule asks (RFC 5545 3.3.10)."""
    for name, numbers in rule.numbers.items():
        if name in PLACES and not _among(numbers, *PLACES[name](day)):
            return False
    return not rule.weekdays or _is_weekday(rule, day)


def _among(numbers: Numbers, number: int, of: int) -> bool:
    """Return whether a number is asked for, counted from the front or from the end."""
    return number in numbers or number - of - 1 in numbers


def _is_weekday(rule: Rule, day: date) -> bool:
    if (0, day.weekday()) in rule.weekdays:
        return True
    numbers = frozenset(number for number, weekday in rule.weekdays if weekday == day.weekday())
    if not numbers or rule.frequency in {"DAILY", "WEEKLY"}:
        return bool(numbers)  # "the first Monday of a week" is a Monday
    whole_year = rule.frequency == "YEARLY" and "BYMONTH" not in rule.numbers
    place, length = PLACES["BYYEARDAY" if whole_year else "BYMONTHDAY"](day)
    return not numbers.isdisjoint({(place - 1) // 7 + 1, -((length - place) // 7) - 1})


def _weeks(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def _chosen(rule: Rule, days: list[date]) -> list[date]:
    if not (positions := rule.numbers.get("BYSETPOS")):
        return days
    return [day for place, day in enumerate(days, 1) if _among(positions, place, len(days))]


def _numbers(name: str, value: str) -> Numbers:
    words = value.split(",")
    if len(words) > LIST_LIMIT:
        raise ValueError(name)
    most = NUMBERS[name]
    return frozenset(_number(word, 1 if name == "BYMONTH" else -most, most) for word in words)


def _number(word: str, least: int, most: int) -> int:
    # Zero is never a number of a rule; one below zero counts from the end.
    if not NUMBER.fullmatch(word) or not (number := int(word)) or not least <= number <= most:
        raise ValueError(word)
    return number
