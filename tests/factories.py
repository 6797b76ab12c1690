"""Makers of what a test needs; they fill in everything the test does not talk about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from flask_security import hash_password
from sqlalchemy.orm import Session

from tests.client import PASSWORD
from visits.domain.account import Role
from visits.models.account import Account
from visits.models.tenant import Source, Tenant
from visits.services.account import add_account
from visits.services.organisation import change_organisation
from visits.services.tenant.record import columns_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
numbers = count(1)


@dataclass(frozen=True)
class Cast:
    """The addresses of five people, one for each role."""

    director: str = "directeur@waterhof.example"
    assistant: str = "assistent@waterhof.example"
    board: str = "bestuur@waterhof.example"
    staff: str = "medewerker@waterhof.example"
    admin: str = "beheer@waterhof.example"

    def of(self, role: Role) -> str:
        """Give the address of somebody with a role."""
        return str(getattr(self, role.value))


def make_account(session: Session, role: Role, **fields: Any) -> Account:
    """Make an account with one role."""
    email = fields.pop("email", f"{role}{next(numbers)}@waterhof.example")
    name = fields.pop("name", f"Iemand ({role})")
    return add_account(
        session,
        email,
        name=name,
        roles=[role],
        password_hash=hash_password(PASSWORD),
        by=None,
        now=NOW,
        **fields,
    )


def make_cast(session: Session) -> Cast:
    """Make one account for each role."""
    cast = Cast()
    for role in Role:
        make_account(session, role, email=cast.of(role))
    session.commit()
    return cast


def tenant_record(**fields: Any) -> dict[str, Any]:
    """Give a tenant as a file gives one."""
    number = next(numbers)
    record = {
        "external_id": f"{number:08}",
        "contract_no": None,
        "salutation": "mw",
        "initials": "A.M.",
        "prefix": "van der",
        "surname": f"Meer{'abcdefghij'[number % 10]}",
        "co_tenant": None,
        "street": "Kwakelpad",
        "house_number": number % 99_998 + 1,
        "house_letter": None,
        "house_suffix": None,
        "postcode": "1823 AB",
        "city": "Alkmaar",
        "district": "Overdie",
        "neighbourhood": "Kwakelbuurt",
        "phone": "+31725550189",
        "mobile": None,
        "email": None,
        "contact_preference": "letter",
        "tenancy_start": "1985-03-01",
        "tenant_since": "1985-03-01",
        "do_not_contact": False,
    }
    return record | fields


def make_tenant(session: Session, **fields: Any) -> Tenant:
    """Make a tenant who may be drawn."""
    own = {
        name: fields.pop(name)
        for name in ("opted_out_on", "visited_on", "missing_since", "source", "since_source")
        if name in fields
    }
    tenant = Tenant(
        **columns_of(tenant_record(**fields)),
        changed_at=NOW,
        **{"source": Source.IMPORT, "since_source": Source.IMPORT, **own},
    )
    session.add(tenant)
    session.flush()
    return tenant


def set_up(session: Session, **choices: Any) -> None:
    """Fill in what the letters need."""
    chosen = {
        "name": "Woonstichting Waterhof",
        "place": "Alkmaar",
        "sender_address": "Postbus 55, 1800 AB Alkmaar",
        "phone": "072 555 01 00",
        "phone_hours": "van maandag tot en met vrijdag, van 9.00 tot 16.00 uur",
        "director_name": "Marijke Terpstra",
        "director_title": "directeur",
        "assistant_name": "Yvonne Schouten",
        "privacy_url": "www.waterhof.example/privacy",
        "privacy_address": "privacy@waterhof.example",
    }
    change_organisation(session, chosen | choices, by=None, now=NOW)
    session.commit()
