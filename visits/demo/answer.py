"""The answer that the director's calendar program sends back."""

from datetime import datetime

from icalendar import Calendar, Event, vCalAddress

from visits.demo.scene import ACCOUNTS
from visits.domain.account import Role
from visits.models.appointment import Appointment
from visits.services.outbox import Sender

PRODID = "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN"
HOST = next(one for one in ACCOUNTS if one.role is Role.DIRECTOR)


def accepted(appointment: Appointment, sender: Sender, stamp: datetime) -> bytes:
    """Write the file in which the director accepts an invitation (RFC 5546 3.2.3)."""
    attendee = vCalAddress(f"mailto:{HOST.email}")
    attendee.params["CN"] = HOST.name
    attendee.params["PARTSTAT"] = "ACCEPTED"
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.ends_at)
    event.add("summary", "Geaccepteerd: Huurdersbezoek")
    event.add("organizer", vCalAddress(f"mailto:{sender.email}"))
    event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "REPLY")
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file
