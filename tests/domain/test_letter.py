"""Which letters a visit can have, and which one the tenant still waits for."""

import pytest

from visits.domain.letter import ALWAYS, FROM, HOLES, Kind, due_kind, kinds_at
from visits.domain.visit import State


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (State.DRAWN, [Kind.INVITATION]),
        (State.APPROACHED, []),  # it went out, and goes out once
        (State.PLANNED, [Kind.CONFIRMATION, Kind.MOVED]),
        (State.CONFIRMED, [Kind.CONFIRMATION, Kind.MOVED]),
        (State.CANCELLED_BY_US, [Kind.CANCELLED]),
        (State.HELD, [Kind.AFTER]),
        (State.DECLINED, []),  # a no is quiet
    ],
)
def test_a_letter_fits_where_the_visit_stands(state: State, kinds: list[Kind]) -> None:
    assert kinds_at(state) == kinds


@pytest.mark.parametrize(
    ("state", "sequence", "told", "kind"),
    [
        (State.PLANNED, 0, None, Kind.CONFIRMATION),
        (State.PLANNED, 0, 0, None),  # told by mail
        (State.PLANNED, 2, None, Kind.CONFIRMATION),  # moved before anybody told it
        (State.CONFIRMED, 2, 1, Kind.MOVED),
        (State.CANCELLED_BY_US, 2, 1, Kind.CANCELLED),
        (State.CANCELLED_BY_TENANT, 2, 1, None),  # the tenant told us
        (State.HELD, 2, 1, None),  # we were there
    ],
)
def test_the_tenant_waits_for_the_letter_of_the_last_change(
    state: State, sequence: int, told: int | None, kind: Kind | None
) -> None:
    assert due_kind(state, sequence, told) is kind


def test_every_kind_of_letter_has_its_states_and_its_holes() -> None:
    assert set(FROM) == set(HOLES) == set(Kind)


@pytest.mark.parametrize(
    ("kind", "holes"),
    [
        (Kind.INVITATION, "jaren wanneer belweek"),  # how long, when it could be, when we call
        (Kind.CONFIRMATION, "dag_datum tijd meekomer_zin"),
        (Kind.MOVED, "dag_datum tijd meekomer_zin oude_datum"),
        (Kind.CANCELLED, "dag_datum"),
        (Kind.AFTER, "gehoord beloofd notitie_zin"),
    ],
)
def test_a_letter_may_name_who_sends_it_and_what_it_is_about(kind: Kind, holes: str) -> None:
    assert HOLES[kind] == {*ALWAYS, *holes.split()}
