"""The database itself refuses to change a draw, whoever asks."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.databases import lift_guards
from tests.factories import NOW
from tests.models.test_constraints import make_person
from visits.models import guard
from visits.models.account import Account
from visits.models.draw import Draw

REFUSED = guard.SAYS
RECORD = {"seed": "ab", "order": ["H1", "H2"]}
DUE = date(2028, 11, 24)


@pytest.fixture
def drawn(session: Session) -> Session:
    """A draw by somebody, with a list and with tenants who were left out."""
    person = make_person(session)
    session.execute(
        insert(Draw).values(
            number=1, period="2026-11", record=json.dumps(RECORD), control_code="c", tenants=b"x",
            eligible=2, excluded={"EXCLUDED": 1, "PEACE": 2}, drawn_at=NOW, drawn_by=person.id,
            reason="", open_promises=11,
        )
    )  # fmt: skip
    session.commit()
    return session


def change(session: Session, **values: Any) -> None:
    """Change the draw as a statement of any program would."""
    session.execute(update(Draw).values(**values))


@pytest.mark.parametrize(
    "excluded",
    [{}, {"EXCLUDED": 1}, {"EXCLUDED": 2, "PEACE": 2}, {"EXCLUDED": 1, "PEACE": 2, "ENDED": 1}],
)
def test_nobody_changes_or_empties_how_many_were_left_out_of_a_draw(
    drawn: Session, excluded: dict[str, int]
) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        change(drawn, excluded=excluded)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", 2),
        ("period", "2026-12"),
        ("control_code", "d"),
        ("eligible", 3),
        ("drawn_at", NOW + timedelta(seconds=1)),
        ("reason", "zomaar"),
        ("open_promises", 12),
        ("open_promises", None),
        ("record", json.dumps(RECORD | {"seed": "cd"})),
        ("tenants", b""),
        ("deleted_on", DUE),  # the list is still there
    ],
)
def test_nobody_changes_what_a_draw_was_sealed_with(
    drawn: Session, column: str, value: object
) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        change(drawn, **{column: value})


def test_nobody_takes_a_draw_away(drawn: Session) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        drawn.execute(delete(Draw))


def test_a_draw_forgets_who_pressed_the_button_and_learns_no_other_name(drawn: Session) -> None:
    other = make_person(drawn, "b")
    drawn.commit()

    with pytest.raises(DBAPIError, match=REFUSED):
        change(drawn, drawn_by=other.id)
    drawn.rollback()
    drawn.execute(delete(Account).where(Account.name == "a"))

    assert drawn.get_one(Draw, 1).drawn_by is None


def test_a_month_may_lapse_and_be_taken_up_again(drawn: Session) -> None:
    change(drawn, lapsed_at=NOW, lapse_reason="ziek")
    change(drawn, lapsed_at=None, lapse_reason="")

    assert drawn.get_one(Draw, 1).lapsed_at is None


def emptied(**values: Any) -> dict[str, Any]:
    """Give a draw without its list and its order, on the day that this is due."""
    without = json.dumps(RECORD | {"order": []})
    return {"record": without, "tenants": b"", "deleted_on": DUE} | values


def test_list_and_order_may_go_two_years_after_the_draw(drawn: Session) -> None:
    change(drawn, **emptied())

    assert drawn.get_one(Draw, 1).deleted_on == DUE


@pytest.mark.parametrize(
    "values",
    [
        {"deleted_on": DUE - timedelta(days=1)},  # a day early
        {"deleted_on": None},  # without a day
        {"record": json.dumps({"seed": "cd", "order": []})},  # with another seed
        {"record": json.dumps(RECORD | {"order": ["H2"]})},  # the order only in part
        {"tenants": b"y"},  # the list only in part
        {"excluded": {}},
    ],
)
def test_list_and_order_go_whole_on_their_day_and_take_nothing_else_along(
    drawn: Session, values: dict[str, Any]
) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        change(drawn, **emptied(**values))


def test_list_and_order_go_once(drawn: Session) -> None:
    change(drawn, **emptied())

    with pytest.raises(DBAPIError, match=REFUSED):
        change(drawn, deleted_on=DUE + timedelta(days=1))


def test_a_guard_that_was_taken_away_is_missed_and_put_up_again(drawn: Session) -> None:
    connection = drawn.connection()
    lift_guards(connection)
    gone = guard.missing(connection)

    guard.set_up(connection)

    assert gone == sorted(guard.triggers(connection.dialect.name))
    assert guard.missing(connection) == []
    with pytest.raises(DBAPIError, match=REFUSED):
        drawn.execute(text("UPDATE draw SET eligible = 9"))
