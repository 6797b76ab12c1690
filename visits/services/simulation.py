"""What the draw would do in the years to come, on the list as it is now."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.draw import UNKNOWN_DISTRICT, PoolEmpty, balances
from visits.domain.eligibility import (
    Candidate,
    Rules,
    one_per_address,
    reason_against,
    with_household,
    years_on,
)
from visits.domain.month import first_day
from visits.domain.simulation import Forecast, Resident, forecast, play
from visits.domain.visit import band
from visits.models.draw import Draw
from visits.services.candidate import list_candidates, rules_of
from visits.services.draw import counted, lots_then


def look_ahead(
    session: Session,
    period: str,
    *,
    years: int,
    decline: float,
    seed: int,
    runs: int,
    min_years: int | None = None,
) -> Forecast:
    """Play the years from a month on, several times; raises PoolEmpty when nobody can be drawn.

    Who is too short a tenant now takes part from the month in which the years are full.
    """
    day, rules = first_day(period), rules_of(session)
    if min_years is not None:
        rules = replace(rules, min_years=min_years)
    residents = [
        one for one in residents_of(list_candidates(session, day), day, rules)
        if one.enters < 12 * years
    ]  # fmt: skip
    if not residents:
        raise PoolEmpty
    balance = balance_now(session, {one.district: 1 for one in residents})
    chance = Random(seed).random  # noqa: S311 - a game, nobody is drawn
    played = [
        play(residents, 12 * years, decline=decline, chance=chance, balance=balance)
        for _ in range(runs)
    ]
    return forecast(residents, played)


def residents_of(candidates: list[Candidate], day: date, rules: Rules) -> Iterator[Resident]:
    """Give everybody who can be drawn, now or once the years are full."""
    free = replace(rules, min_years=0)
    able = [one for one in with_household(candidates) if reason_against(one, day, free) is None]
    for one in one_per_address(able):
        if one.since is not None:
            lived = years_on(one.since, day)
            yield Resident(
                district=one.district or UNKNOWN_DISTRICT,
                band=band(max(lived, rules.min_years)),
                enters=months_until(one.since, day, rules.min_years),
            )


def months_until(since: date, day: date, years: int) -> int:
    """Give the first month, counted from a first day, on whose first day the years are full."""
    months = (since.year + years - day.year) * 12 + since.month - day.month
    return max(0, months + (since.day > 1))


def balance_now(session: Session, lots: dict[str, int]) -> dict[str, int]:
    """Give what each district is owed of the draws that were held."""
    draws = list(session.scalars(select(Draw).order_by(Draw.number)))
    earlier = list(zip(lots_then(draws), counted(session, draws), strict=True))
    return balances(lots, earlier)
