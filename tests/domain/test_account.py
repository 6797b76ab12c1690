"""Who may do what: the design's line about rights, role by role."""

from itertools import product

import pytest

from visits.domain.account import Right, Role, may

DESIGN = {
    Role.DIRECTOR: (
        "tenants draw visits notes insights release promises board report cards talks home clock"
    ),
    Role.ASSISTANT: (
        "tenants draw visits insights promises board report cards talks themes home clock"
    ),
    Role.BOARD: "board cards home",
    Role.STAFF: "promises cards talks home",
    Role.ADMIN: "accounts settings audit clock cards home",
}
ALLOWED = {(role, Right(right)) for role in DESIGN for right in DESIGN[role].split()}


@pytest.mark.parametrize(("role", "right"), list(product(Role, Right)))
def test_a_role_has_the_rights_of_the_design_and_no_other(role: Role, right: Right) -> None:
    assert may([role], right) is ((role, right) in ALLOWED)


@pytest.mark.parametrize(
    ("role", "releases"),
    [
        (Role.DIRECTOR, True),
        (Role.ASSISTANT, True),  # the association chose so
        (Role.BOARD, False),
        (Role.STAFF, False),
        (Role.ADMIN, False),
    ],
)
def test_the_association_may_let_the_assistant_release(role: Role, releases: bool) -> None:
    assert may([role], Right.RELEASE, assistant_releases=True) is releases


def test_letting_the_assistant_release_opens_nothing_else() -> None:
    changed = [
        (role, right)
        for role, right in product(Role, Right)
        if may([role], right) != may([role], right, assistant_releases=True)
    ]

    assert changed == [(Role.ASSISTANT, Right.RELEASE)]


def test_somebody_with_two_roles_has_the_rights_of_both() -> None:
    roles = [Role.BOARD, Role.ADMIN]

    held = {right for right in Right if may(roles, right)}

    assert held == {
        Right.BOARD,
        Right.ACCOUNTS,
        Right.SETTINGS,
        Right.AUDIT,
        Right.CLOCK,
        Right.CARDS,
        Right.HOME,
    }


def test_somebody_without_a_role_may_do_nothing() -> None:
    assert not any(may([], right, assistant_releases=True) for right in Right)
