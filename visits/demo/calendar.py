"""The director's own calendar in the sample data: a working week that comes back."""

from datetime import UTC, datetime, time, timedelta

from visits.demo.scene import Scene
from visits.domain.week import monday_of
from visits.models.account import Account
from visits.services.visit import busy

# Weekday, from, to and how often: meetings as a director has them.
MEETINGS = (
    (0, "090000", "120000", "WEEKLY"),
    (0, "140000", "153000", "WEEKLY"),
    (1, "100000", "113000", "WEEKLY;INTERVAL=2"),
    (1, "150000", "170000", "WEEKLY"),
    (2, "090000", "100000", "WEEKLY"),
    (2, "130000", "150000", "WEEKLY;INTERVAL=2"),
    (3, "093000", "103000", "WEEKLY;INTERVAL=2"),
    (3, "160000", "170000", "WEEKLY"),
    (4, "100000", "120000", "WEEKLY"),
)
EVENT = """\
BEGIN:VEVENT
UID:{number}@demo.example
DTSTART;TZID=Europe/Amsterdam:{day:%Y%m%d}T{begin}
DTEND;TZID=Europe/Amsterdam:{day:%Y%m%d}T{end}
RRULE:FREQ={rule}
END:VEVENT
"""


def read_calendar(scene: Scene) -> None:
    """Read the director's calendar this morning, as she would upload it."""
    now = datetime.combine(scene.today, time(7, 59, 59), UTC)
    director = scene.session.get_one(Account, scene.director)
    reading = busy.read(calendar_file(now), director.email, [], now=now)
    busy.store(scene.session, director, reading, by=director.id, now=now)


def calendar_file(now: datetime) -> bytes:
    """Write the working week as a calendar file, from this Monday on."""
    monday = monday_of(now.date())
    events = (
        EVENT.format(number=number, day=monday + timedelta(days=weekday), begin=begin, end=end,
                     rule=rule)
        for number, (weekday, begin, end, rule) in enumerate(MEETINGS)
    )  # fmt: skip
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n".encode()
