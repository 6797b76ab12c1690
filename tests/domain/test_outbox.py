"""Where a mail stands, and when it is tried again."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from visits.domain.outbox import BACK_OFF, Delivery, Failure, delivery, pause


@pytest.mark.parametrize(
    ("sent", "attempts", "failure", "stands"),
    [
        (False, 0, None, Delivery.WAITING),
        (False, 1, None, Delivery.WAITING),  # a process has it now
        (False, 1, Failure.LATER, Delivery.RETRYING),
        (False, len(BACK_OFF), Failure.UNREACHABLE, Delivery.RETRYING),  # once more
        (False, len(BACK_OFF) + 1, Failure.UNREACHABLE, Delivery.GIVEN_UP),
        (False, 1, Failure.REFUSED, Delivery.GIVEN_UP),  # for good, so not again
        (True, 3, None, Delivery.SENT),
    ],
)
def test_a_mail_stands_where_its_attempts_left_it(
    sent: bool, attempts: int, failure: Failure | None, stands: Delivery
) -> None:
    assert delivery(NOW if sent else None, attempts, failure) is stands


def test_each_pause_is_at_least_as_long_as_the_one_before() -> None:
    pauses = [pause(attempts) for attempts in range(1, 9)]

    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("attempts", "waits"),
    [
        (0, timedelta(minutes=5)),
        (1, timedelta(minutes=5)),
        (2, timedelta(hours=1)),
        (3, timedelta(hours=6)),
        (4, timedelta(days=1)),
        (9, timedelta(days=1)),  # never longer
    ],
)
def test_a_mail_is_tried_again_soon_and_then_ever_later(attempts: int, waits: timedelta) -> None:
    assert pause(attempts) == waits
