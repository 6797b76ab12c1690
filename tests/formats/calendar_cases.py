"""One visit and its people, for the tests of calendar files and mails."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from icalendar import Calendar
from icalendar import Event as Component

from visits.formats.ical import Event, Guest

SAMPLES = Path(__file__).parents[1] / "data" / "calendar"
EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text())
STATE: dict[str, Any] = EXPECTED["state"]
UID = "bezoek-2026-12-a1b2c3d4e5f60718@bezoekplanner.woonvoorbeeld.nl"
STAMP = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

HOST = Guest("joke@woonvoorbeeld.nl", "Joke van den Berg", "host")
TENANT = Guest("f.unal@voorbeeld.nl", "F. Ünal", "tenant")


def make_event(**changes: Any) -> Event:
    """Make a visit on a winter afternoon, except for the changes."""
    event = Event(
        uid=UID,
        sequence=0,
        start=datetime(2026, 12, 8, 13, 0, tzinfo=UTC),
        end=datetime(2026, 12, 8, 14, 0, tzinfo=UTC),
        created=STAMP,
        modified=STAMP,
        summary="Huurdersbezoek",
        location="Kerkstraat 12, Alkmaar",
        description="Bel even aan.\nTot dan!",
        status="CONFIRMED",
        organizer_email="planning@woonvoorbeeld.nl",
        organizer_name="Planning directiebezoeken",
    )
    return replace(event, **changes)


def read_event(data: bytes) -> Any:
    """Read the one event of a file back, as Outlook would."""
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert isinstance(event, Component)
    assert not event.errors
    return event
