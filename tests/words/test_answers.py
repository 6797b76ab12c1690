"""What is said about an answer that was read."""

from visits.formats.ical import Outcome, Reason
from visits.words.answers import OUTCOMES, REASONS


def test_every_outcome_and_every_reason_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(REASONS) == set(Reason)
