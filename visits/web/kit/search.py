"""What somebody looks for: read from the address, offered as lists to choose from."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from visits.domain.month import quarters_before, today
from visits.domain.visit import months_after
from visits.services.visit import record as visits
from visits.web.kit.deed import now
from visits.words.labels import label
from visits.words.locale import show_quarter

LONGEST = 100
QUARTERS = 8


def asked() -> dict[str, str]:
    """Give what was asked in the address, by name."""
    return {name: value.strip()[:LONGEST] for name, value in request.args.items()}


def plain_filter(given: dict[str, str]) -> dict[str, str]:
    """Give the part of a filter that every search knows: words, district, period."""
    return {
        "words": given.get("zoek", ""),
        "district": given.get("wijk", ""),
        "period": given.get("periode", ""),
    }


def lists(session: Session) -> dict[str, Any]:
    """Give the districts and the periods that can be chosen, with their words."""
    return {
        "districts": [(name, name) for name in visits.list_districts(session)],
        "periods": [
            (one, show_quarter(one) if "-" in one else one) for one in list_periods(session)
        ],
    }


def named(members: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Give the members of a closed list with their words."""
    return [(member.value, str(label(member))) for member in members]


def list_periods(session: Session) -> list[str]:
    """List the quarters of two years, and every year since the first visit; newest first."""
    day = today(now())
    begun = visits.first_year(session) or day.year
    # The quarter that is not over yet is one of them.
    quarters = quarters_before(months_after(day, 3), QUARTERS)
    return [*reversed(quarters), *(str(year) for year in range(day.year, begun - 1, -1))]
