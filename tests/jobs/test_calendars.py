"""Calendars that are fetched each night: one that fails keeps no other from being fetched."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, make_account, set_up
from tests.services.visit.test_busy import calendar
from visits import jobs
from visits.domain.account import Role
from visits.formats.fetch import NIGHT, Fetched, FetchRefused
from visits.models import db
from visits.models.busy import BusyCalendar, BusyInterval
from visits.services.visit import busy


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (FetchRefused("unreachable"), "unreachable"),
        (RuntimeError("nobody thought of this"), ""),
        (Fetched(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "x" * 999), ""),  # no room for it
    ],
)
def test_a_calendar_that_fails_stops_no_other(
    session: Session, monkeypatch: pytest.MonkeyPatch, fault: object, trouble: str
) -> None:
    set_up(session, calendar_hosts="agenda.example")
    for name in ("stuk", "goed"):
        director = make_account(session, Role.DIRECTOR)
        address = f"https://agenda.example/{name}.ics"
        busy.set_address(session, director, address, by=director.id, now=NOW)
    session.commit()
    asked: list[tuple[str, object]] = []

    def answer(address: str, **given: object) -> Fetched:  # the far side of the network
        asked.append((str(given["agent"]), given["seconds"]))
        if "goed" in address:
            return Fetched(calendar(NOW + timedelta(days=3)), "")
        if isinstance(fault, Fetched):
            return fault
        raise fault  # type: ignore[misc]

    monkeypatch.setattr(busy, "fetch", answer)

    jobs.fetch_calendars(now=NOW)

    found = session.execute(
        select(BusyCalendar.trouble, BusyCalendar.read_at).order_by(BusyCalendar.account_id)
    ).all()
    assert found[0].trouble == trouble
    assert tuple(found[1]) == ("", NOW)
    assert db.session.scalars(select(BusyInterval)).one()
    assert asked == [("Mozilla/5.0 (compatible; Visits)", NIGHT)] * 2
