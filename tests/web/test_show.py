"""How things are named and placed on a page."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from visits.domain.privacy import Finding, Sign
from visits.models.draw import Draw
from visits.models.visit import Visit
from visits.words import people

LEFT, MIDDLE, RIGHT = 101, 165, 245


@pytest.mark.parametrize(
    ("due", "place"),
    [
        (0.0, MIDDLE),
        (1.0, 205),
        (-1.0, 125),
        (2.0, RIGHT),
        (2.1, RIGHT),
        (9.0, RIGHT),  # beyond the picture
        (-1.6, LEFT),
        (-1.7, LEFT),
        (-9.0, LEFT),
    ],
)
def test_a_point_outside_the_axis_is_drawn_on_its_edge(due: float, place: int) -> None:
    assert people.on_axis(due) == place


@pytest.fixture
def _dutch(app: Flask) -> Iterator[None]:
    """Speak the language of the app."""
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("_dutch")
@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 12, 10), ""),
        (date(2026, 12, 9), ""),  # the day itself is in time
        (date(2026, 12, 8), "een dag te laat"),
        (date(2026, 11, 30), "negen dagen te laat"),
    ],
)
def test_a_promise_is_late_from_the_day_after(due: date, said: str) -> None:
    assert people.lateness(due, datetime(2026, 12, 9, 9, 0, tzinfo=UTC)) == said


@pytest.mark.usefixtures("_dutch")
@pytest.mark.parametrize(("value", "said"), [(0.8, "+0,80"), (0.0, "0,00"), (-0.43, "\u22120,43")])
def test_more_and_less_than_fair_stand_with_their_sign(value: float, said: str) -> None:
    assert people.signed(value) == said


@pytest.mark.usefixtures("_dutch")
@pytest.mark.parametrize(("value", "said"), [(3.44, "3,4"), (-0.04, "0,0"), (0.0, "0,0")])
def test_a_share_of_almost_nothing_is_nothing_and_not_less(value: float, said: str) -> None:
    assert people.share(value) == said


@pytest.mark.parametrize(("lot", "code"), [(1, "2026-12"), (2, "2026-12/2")])
def test_only_a_later_lot_of_a_month_has_a_number(lot: int, code: str) -> None:
    assert people.visit_code(Visit(lot=lot, draw=Draw(period="2026-12"))) == code


def test_a_text_with_something_found_in_it_is_cut_and_loses_no_letter() -> None:
    text = "Jansen van het Kwakelpad helpt"

    pieces = people.marked(text, [Finding(0, 6, Sign.NAME), Finding(15, 24, Sign.STREET)])

    assert pieces == [
        ("Jansen", Sign.NAME),
        (" van het ", None),
        ("Kwakelpad", Sign.STREET),
        (" helpt", None),
    ]
