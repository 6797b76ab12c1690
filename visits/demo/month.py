"""One month of the sample data: the draw, the letters, and the conversations that follow."""

from collections.abc import Callable
from datetime import date, time, timedelta

from visits.demo.agenda import Life, Walk
from visits.demo.appointment import channel_to, live_appointment
from visits.demo.plot import Ending, Plot, draw_day
from visits.demo.scene import Scene
from visits.demo.story import SENTENCES
from visits.demo.workday import visiting_time, workdays_after
from visits.domain.letter import Kind
from visits.domain.month import first_day, moment
from visits.domain.visit import NO_REPLY_DAYS, Result, months_after
from visits.formats.holiday import workday_from
from visits.services.draw.hold import hold_draw
from visits.services.visit import contact as contacts
from visits.services.visit import letter as letters
from visits.services.visit import step as steps

TO_THE_PROPOSAL = timedelta(days=13)
TO_THE_CALL = timedelta(days=5)
MONTHS_LATER = 5


def live_month(scene: Scene, plot: Plot) -> Life:
    """Draw a tenant, and go on until somebody was visited or the month lapsed."""
    day = draw_day(first_day(plot.period))
    yield (now := moment(day, time(8, 10)))
    number = hold_draw(scene.session, plot.period, by=scene.assistant, now=now).number
    day = workdays_after(day, 2)
    for ending in plot.endings:
        last = yield from ENDINGS[ending](scene, plot, number, day)
        day = workdays_after(last, 1)
    day = yield from write(scene, plot, number, day)
    for _ in range(plot.missed):
        yield from call(scene, number, day, Result.NOT_REACHED)
        day = workdays_after(day, 2)
    yield from live_appointment(scene, plot, number, day)


def write(scene: Scene, plot: Plot, number: int, day: date) -> Walk:
    """Look in the association's own system, write the letter, and tell when to call."""
    yield (now := moment(day, time(10, 5)))
    steps.check_tenant(scene.session, scene.visit(number), by=scene.assistant, now=now)
    yield (now := now + timedelta(minutes=14))
    proposed_at = plot.appointment or visiting_time(day + TO_THE_PROPOSAL, plot.turn)
    letters.send(
        scene.session,
        scene.visit(number),
        Kind.INVITATION,
        proposed_at=proposed_at,
        by=scene.assistant,
        now=now,
    )
    return workday_from(day + TO_THE_CALL)


def call(
    scene: Scene, number: int, day: date, result: Result, later_from: date | None = None
) -> Life:
    """Call a tenant, or ring the bell of one who has no telephone."""
    yield (now := moment(day, time(11 + number % 4, 17)))
    visit = scene.visit(number)
    contacts.log_contact(
        scene.session,
        visit,
        result,
        channel=channel_to(visit),
        later_from=later_from,
        by=scene.assistant,
        now=now,
    )


def end_with_no(scene: Scene, plot: Plot, number: int, day: date) -> Walk:
    """Hear a no, which is final."""
    day = yield from write(scene, plot, number, day)
    yield from call(scene, number, day, Result.NO)
    return day


def end_with_later(scene: Scene, plot: Plot, number: int, day: date) -> Walk:
    """Hear that another season is better."""
    day = yield from write(scene, plot, number, day)
    yield from call(scene, number, day, Result.LATER, months_after(day, MONTHS_LATER))
    return day


def end_with_silence(scene: Scene, plot: Plot, number: int, day: date) -> Walk:
    """Try three times, and wait until the silence has lasted long enough."""
    last = workday_from(day + timedelta(days=NO_REPLY_DAYS))
    day = yield from write(scene, plot, number, day)
    for _ in range(3):
        yield from call(scene, number, day, Result.NOT_REACHED)
        day = workdays_after(day, 2)
    day = max(day, last)
    yield (now := moment(day, time(16, 10)))
    contacts.call_it_silence(scene.session, scene.visit(number), by=scene.assistant, now=now)
    return day


def end_as_wrong(scene: Scene, _plot: Plot, number: int, day: date) -> Walk:
    """Find in the association's own system that the lease has ended."""
    yield (now := moment(day, time(10, 5)))
    visit = scene.visit(number)
    scene.gone.add(visit.external_id or "")
    steps.call_it_wrong(
        scene.session,
        visit,
        reason=SENTENCES["wrong"],
        by=scene.assistant,
        now=now,
    )
    return day


ENDINGS: dict[Ending, Callable[[Scene, Plot, int, date], Walk]] = {
    Ending.NO: end_with_no,
    Ending.LATER: end_with_later,
    Ending.SILENCE: end_with_silence,
    Ending.WRONG: end_as_wrong,
}
