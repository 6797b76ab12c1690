"""The stages of an insight: nothing reaches the board but by a release."""

from itertools import product

import pytest

from visits.domain.insight import Stage, StageNotAllowed, check_stage

ALLOWED = {
    "draft": "coded internal withdrawn",
    "coded": "draft released internal withdrawn",
    "released": "archived withdrawn",
    "internal": "coded withdrawn",
    "archived": "withdrawn",
    "withdrawn": "",
}
STEPS = {(Stage(start), Stage(step)) for start in ALLOWED for step in ALLOWED[start].split()}


@pytest.mark.parametrize(("stage", "step"), list(product(Stage, Stage)))
def test_an_insight_takes_only_the_steps_that_are_known(stage: Stage, step: Stage) -> None:
    if (stage, step) in STEPS:
        check_stage(stage, step)
    else:
        with pytest.raises(StageNotAllowed):
            check_stage(stage, step)


def test_only_a_coded_insight_can_be_released() -> None:
    assert [start for start, step in STEPS if step is Stage.RELEASED] == [Stage.CODED]


def test_what_was_withdrawn_stays_withdrawn() -> None:
    assert not [step for start, step in STEPS if start is Stage.WITHDRAWN]
