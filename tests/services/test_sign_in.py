"""Attempts to sign in: counted before they are tried, forgotten by who knows the password."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import add_person, count, deeds
from visits.domain.account import Role
from visits.domain.sign_in import COUNTED, FLOOD, FREE
from visits.models.account import Account, Attempt
from visits.services import sign_in


def attempt(
    session: Session, name: str = "een", address: str = "hier", account: Account | None = None
) -> timedelta:
    """Try a password, and return the wait."""
    return sign_in.begin(session, account, name=name, address=address, limit=30, now=NOW)


def test_an_attempt_counts_until_it_succeeds(session: Session) -> None:
    waits = [bool(attempt(session)) for _ in range(FREE + 2)]
    sign_in.succeed(session, name="een", address="hier")

    assert waits == [False] * FREE + [True] * 2
    assert not attempt(session)


def test_who_has_to_wait_makes_the_wait_no_longer_by_trying(session: Session) -> None:
    waits = [attempt(session) for _ in range(FREE + 9)]

    assert len(set(waits[FREE:])) == 1
    assert count(session, Attempt) == FREE


def test_guesses_from_elsewhere_do_not_keep_the_owner_out(session: Session) -> None:
    for number in range(3 * FLOOD):
        attempt(session, address=f"elders-{number}")

    assert not attempt(session, address="thuis")


def test_the_log_says_once_that_somebody_guesses_at_an_account(session: Session) -> None:
    person = add_person(session, Role.STAFF)

    for number in range(2 * FLOOD):
        attempt(session, address=f"elders-{number}", account=person)

    assert deeds(session).count("account.guess") == 1


def test_what_failed_an_hour_ago_counts_no_longer(session: Session) -> None:
    for _ in range(FREE):
        attempt(session)

    later = NOW + COUNTED
    wait = sign_in.begin(session, None, name="een", address="hier", limit=5, now=later)

    assert not wait
    assert count(session, Attempt) == 1
