"""Accounts: somebody can always manage them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import add_person, deeds
from visits.domain.account import Role
from visits.models.audit import AuditLine
from visits.services import account as accounts
from visits.services.refusals import Refused


def test_an_address_is_kept_in_one_way_and_found_in_any(session: Session) -> None:
    person = add_person(session, Role.ADMIN, email="Beheer@Waterhof.example")

    assert person.email == "beheer@waterhof.example"
    assert accounts.find_account(session, " BEHEER@waterhof.example ") is person


@pytest.mark.parametrize(
    ("email", "roles", "code"),
    [
        ("BEHEER@waterhof.example", [Role.STAFF], "taken"),
        ("geen adres", [Role.STAFF], "email"),
        ("nieuw@waterhof.example", [], "no_role"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    session: Session, email: str, roles: list[Role], code: str
) -> None:
    add_person(session, Role.ADMIN, email="beheer@waterhof.example")

    with pytest.raises(Refused, match=code):
        add_person(session, Role.STAFF, email=email, roles=roles)


@pytest.mark.parametrize(("password", "refused"), [("x" * 9, True), ("x" * 10, False)])
def test_a_short_password_is_refused(password: str, refused: bool) -> None:
    if refused:
        with pytest.raises(Refused, match="short_password"):
            accounts.check_password(password)
    else:
        accounts.check_password(password)


def test_the_last_administrator_stays_one(session: Session) -> None:
    admin = add_person(session, Role.ADMIN)
    closed = add_person(session, Role.ADMIN)
    accounts.set_active(session, closed, False, by=admin.id, now=NOW)

    with pytest.raises(Refused, match="last_admin"):
        accounts.set_active(session, admin, False, by=admin.id, now=NOW)
    with pytest.raises(Refused, match="last_admin"):
        accounts.change_account(
            session, admin, name="A", roles=[Role.STAFF], team_id=None, by=admin.id, now=NOW
        )

    assert admin.active
    assert admin.role_names == {Role.ADMIN}


def test_one_of_two_administrators_may_go(session: Session) -> None:
    admin, other = add_person(session, Role.ADMIN), add_person(session, Role.ADMIN)

    accounts.set_active(session, other, False, by=admin.id, now=NOW)

    assert accounts.list_holders(session, Role.ADMIN) == [admin]


def test_a_changed_account_holds_exactly_its_new_roles(session: Session) -> None:
    person = add_person(session, Role.ADMIN)
    add_person(session, Role.ADMIN)
    roles = [Role.BOARD, Role.STAFF]

    accounts.change_account(
        session, person, name="Nieuw", roles=roles, team_id=None, by=person.id, now=NOW
    )

    session.expire_all()
    assert (person.name, set(person.role_names)) == ("Nieuw", set(roles))


def test_another_password_ends_every_session(session: Session) -> None:
    person = add_person(session, Role.STAFF)
    cookie = person.fs_uniquifier

    accounts.change_password(session, person, "anders", by=person.id, now=NOW)

    assert person.fs_uniquifier != cookie
    assert person.password == "anders"


def test_closing_an_account_ends_every_session(session: Session) -> None:
    person = add_person(session, Role.STAFF)
    cookie = person.fs_uniquifier

    accounts.set_active(session, person, False, by=None, now=NOW)
    accounts.set_active(session, person, True, by=None, now=NOW)

    assert person.fs_uniquifier != cookie
    assert deeds(session)[-2:] == ["account.close", "account.open"]


def test_a_new_account_stands_in_the_log_with_its_roles(session: Session) -> None:
    person = add_person(session, Role.STAFF, roles=[Role.STAFF, Role.BOARD])

    line = session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert line is not None
    assert (line.deed, line.subject_id) == ("account.add", str(person.id))
    assert line.detail == {"roles": ["board", "staff"]}


def test_accounts_are_listed_by_name(session: Session) -> None:
    for name in ("Carla", "Anna", "Bert"):
        add_person(session, Role.STAFF, name=name)

    assert [one.name for one in accounts.list_accounts(session)] == ["Anna", "Bert", "Carla"]
