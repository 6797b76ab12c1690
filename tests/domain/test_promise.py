"""A promise: the only ways forward, and the only word for the board."""

from contextlib import nullcontext
from datetime import date, timedelta
from itertools import product

import pytest

from visits.domain.promise import (
    NEEDS_WORDS,
    OPEN,
    OUTCOMES,
    AnswerChannel,
    AnswerInFuture,
    AnswerMissing,
    Progress,
    ProgressNotAllowed,
    TenantAnswer,
    Word,
    board_word,
    check_close,
    check_progress,
    median_days,
)

HEARD = date(2026, 12, 20)
ENDS = "done not_possible handed_over dropped"
ALLOWED = {
    "new": f"assigned running {ENDS}",
    "assigned": f"running {ENDS}",
    "running": ENDS,
    # Taken up again, or closed: with an answer, or because none was wanted.
    **dict.fromkeys(ENDS.split(), "running closed"),
    "closed": "",
}
STEPS = {(Progress(start), Progress(step)) for start in ALLOWED for step in ALLOWED[start].split()}


@pytest.mark.parametrize(("progress", "step"), list(product(Progress, Progress)))
def test_a_promise_takes_only_the_steps_that_are_known(progress: Progress, step: Progress) -> None:
    if (progress, step) in STEPS:
        check_progress(progress, step)
    else:
        with pytest.raises(ProgressNotAllowed):
            check_progress(progress, step)


def test_an_outcome_alone_does_not_keep_a_promise() -> None:
    assert set(Progress) - OPEN == {Progress.CLOSED}


@pytest.mark.parametrize("progress", Progress)
@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (TenantAnswer(HEARD, AnswerChannel.VISIT, "De lamp brandt."), None),
        (None, None),  # the tenant wished to hear nothing
        (TenantAnswer(HEARD, AnswerChannel.VISIT, " "), AnswerMissing),
        (TenantAnswer(HEARD + timedelta(days=1), AnswerChannel.PHONE, "Ja"), AnswerInFuture),
    ],
)
def test_a_promise_closes_when_it_ended_and_the_tenant_heard_how(
    progress: Progress, told: TenantAnswer | None, refusal: type[Exception] | None
) -> None:
    if progress not in OUTCOMES:
        refusal = ProgressNotAllowed

    with pytest.raises(refusal) if refusal else nullcontext():
        check_close(progress, told, HEARD)


def test_a_no_a_hand_over_and_a_drop_need_words() -> None:
    assert {Progress.NOT_POSSIBLE, Progress.HANDED_OVER, Progress.DROPPED} == NEEDS_WORDS


@pytest.mark.parametrize(
    ("progress", "outcome", "word"),
    [
        (Progress.NEW, None, Word.NOT_STARTED),
        (Progress.ASSIGNED, None, Word.NOT_STARTED),  # an owner is no beginning
        (Progress.RUNNING, None, Word.RUNNING),
        (Progress.DONE, Progress.DONE, Word.DONE),
        (Progress.CLOSED, Progress.DONE, Word.DONE),  # the outcome outlives the answer
        (Progress.CLOSED, Progress.NOT_POSSIBLE, Word.CANNOT),
        (Progress.HANDED_OVER, Progress.HANDED_OVER, Word.ELSEWHERE),
        (Progress.DROPPED, Progress.DROPPED, None),
    ],
)
def test_the_board_hears_one_of_five_words(
    progress: Progress, outcome: Progress | None, word: Word | None
) -> None:
    assert board_word(progress, outcome) is word


@pytest.mark.parametrize(
    ("waited", "median"),
    [
        ([10], 10),
        ([40, 5, 10], 10),  # one tenant who waited long does not move it
        ([4, 10], 7),  # between the two in the middle
        ([0], 0),  # answered on the day itself
        ([], None),  # nobody waited
    ],
)
def test_half_of_the_tenants_had_their_answer_in_so_many_days(
    waited: list[int], median: int | None
) -> None:
    promised = date(2026, 12, 20)

    waits = [(promised, promised + timedelta(days=days)) for days in waited]

    assert median_days(waits) == median
