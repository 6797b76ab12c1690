"""The way that a visit goes through the screens, for tests that begin somewhere along it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import time_machine
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.client import PageClient
from tests.factories import NOW, Cast, make_tenant, set_up
from tests.services import village
from tests.services.village import Office
from visits.domain.note import Permission
from visits.domain.visit import Result
from visits.models import db
from visits.models.account import Account
from visits.models.visit import Visit
from visits.services.visit.contact import log_contact
from visits.services.visit.record import get_visit

TOKEN_FREE = re.compile(r'<input type="hidden" name="csrf_token"[^>]*>')
BY_MAIL = {"email": "huurder@voorbeeld.example", "contact_preference": "email"}
STARTS_AT = datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
STORY = {"one_line": "Trots op de straat", "permission": "3"}


@contextmanager
def on(moment: datetime) -> Iterator[time_machine.Traveller]:
    """Stand at a moment, until the next one."""
    with time_machine.travel(moment, tick=False) as traveller:
        yield traveller


def furnish(app: Flask, tenants: int = 6, **fields: object) -> None:
    """Fill in the settings and make some tenants who may be drawn."""
    with app.app_context():
        set_up(db.session())
        for _ in range(tenants):
            make_tenant(db.session(), **fields)
        db.session.commit()


def newest_visit(app: Flask) -> int:
    """Give the number of the visit that was called last."""
    with app.app_context():
        query = select(Visit.id).where(Visit.called_at.is_not(None)).order_by(Visit.id.desc())
        return db.session.scalars(query).first() or 0


def state_of(app: Flask, visit_id: int) -> str:
    """Give where a visit stands."""
    with app.app_context():
        return str(db.session.get_one(Visit, visit_id).state)


def draw(client: PageClient, app: Flask, period: str = "2026-11") -> int:
    """Draw a month, and give the visit that it calls."""
    assert client.send("/loting/", period=period, reason="Proef").status_code == 303
    return newest_visit(app)


def first_draw(client: PageClient, app: Flask, cast: Cast) -> int:
    """Fill in the settings, store a list, and let the assistant draw November: give the visit."""
    furnish(app)
    client.sign_in(cast.assistant)
    return draw(client, app)


def approach(client: PageClient, visit_id: int) -> None:
    """Check, and send the letter."""
    client.send(f"/bezoeken/{visit_id}/controle")
    assert client.send(f"/bezoeken/{visit_id}/brief").status_code == 303


def plan(client: PageClient, visit_id: int, day: str = "17-12-2026", **fields: object) -> None:
    """Let the tenant say yes, and plan the visit."""
    client.send(f"/bezoeken/{visit_id}/gesprek", result="yes")
    response = client.send(
        f"/bezoeken/{visit_id}/afspraak", day=day, clock="10.30", minutes="60", **fields
    )
    assert response.status_code == 303, response.text


def walk(client: PageClient, app: Flask, cast: Cast) -> int:
    """Bring a visit as far as its appointment through every screen, as the assistant."""
    furnish(app, 6, **BY_MAIL)
    client.sign_in(cast.assistant)
    visit_id = draw(client, app)
    approach(client, visit_id)
    plan(client, visit_id, tell_tenant="y")
    return visit_id


@contextmanager
def deed(app: Flask, cast: Cast) -> Iterator[tuple[Session, Office]]:
    """Give a session with the director and the assistant; what is done with it is kept."""
    with app.app_context():
        session = db.session()
        director, assistant = (
            session.scalars(select(Account).where(Account.email == email)).one()
            for email in (cast.director, cast.assistant)
        )
        yield session, Office(director, assistant)
        session.commit()


def drawn_visit(app: Flask, cast: Cast, **fields: object) -> int:
    """Give the visit that the draw of a month calls, without the screens."""
    furnish(app, 6, **fields)
    with deed(app, cast) as (session, _office):
        return village.last_lot(session, village.hold_draw(session)).id


def approached_visit(app: Flask, cast: Cast, **fields: object) -> int:
    """Give a visit whose letter is in the post, without the screens."""
    visit_id = drawn_visit(app, cast, **fields)
    with deed(app, cast) as (session, office):
        village.approach(session, get_visit(session, visit_id), office)
    return visit_id


def welcome_visit(app: Flask, cast: Cast, **fields: object) -> int:
    """Give a visit to a tenant who said yes, without the screens."""
    visit_id = approached_visit(app, cast, **fields)
    with deed(app, cast) as (session, office):
        visit = get_visit(session, visit_id)
        log_contact(session, visit, Result.YES, by=office.assistant.id, now=NOW)
    return visit_id


def planned_visit(client: PageClient, app: Flask, cast: Cast) -> int:
    """Give a visit that stands where `walk` leads to; the assistant is signed in."""
    visit_id = welcome_visit(app, cast, **BY_MAIL)
    with deed(app, cast) as (session, office):
        village.plan(session, get_visit(session, visit_id), office, starts_at=STARTS_AT)
    client.sign_in(cast.assistant)
    return visit_id


def held_visit(client: PageClient, app: Flask, cast: Cast) -> int:
    """Bring a visit as far as the day after it took place; the director is signed in."""
    visit_id = planned_visit(client, app, cast)
    client.send("/logout")
    client.sign_in(cast.director)
    return visit_id


def written_visit(
    app: Flask, cast: Cast, permission: Permission = Permission.WITHOUT_NAME, **fields: Any
) -> int:
    """Give a visit that took place, with its note, without the screens."""
    with deed(app, cast) as (session, office):
        visit = village.held(session, office)
        village.write_note(session, visit, office, permission, **fields)
        return visit.id


def noted(client: PageClient, app: Flask, cast: Cast, **fields: object) -> int:
    """Write the note of a visit, and give the visit."""
    with on(NOW):
        visit_id = held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)  # the session of a month ago has ended
        answer = client.send(f"/bezoeken/{visit_id}/notitie", version="0", **(STORY | fields))
        assert answer.status_code == 303, answer.text
    return visit_id


def upload(client: PageClient, data: bytes, path: str = "/agenda-directeur/") -> int:
    """Send a calendar file, and give the status."""
    return int(client.send(path, file=(BytesIO(data), "agenda.ics")).status_code)


def words(pdf: bytes) -> str:
    """Give the text of a paper, on one line."""
    found = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(found.split())


def count(app: Flask, *tables: type) -> int:
    """Count the rows of some tables."""
    with app.app_context():
        return sum(
            db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        )


AFTER = datetime(2026, 12, 17, 11, 0, tzinfo=UTC)
LATER = AFTER + timedelta(days=1)
__all__ = ["NOW"]
