"""An appointment of the sample data: planned, told to everybody, moved, and kept or not."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from visits.demo.agenda import Life, Walk
from visits.demo.answer import accepted
from visits.demo.note import live_note
from visits.demo.plot import Mishap, Plot
from visits.demo.scene import Scene
from visits.demo.story import SENTENCES
from visits.demo.workday import visiting_time, workday_until, workdays_after
from visits.domain.month import local, moment
from visits.domain.visit import Channel, Result, State
from visits.models.visit import Visit
from visits.services.visit import appointment as appointments
from visits.services.visit import contact as contacts
from visits.services.visit import step as steps
from visits.services.visit.answer import receive

MINUTES = 60
TO_THE_VISIT = timedelta(days=6)


def live_appointment(scene: Scene, plot: Plot, number: int, day: date) -> Life:
    """Hear a yes on a day, plan the visit, and go on until it was made or given up."""
    yield (now := moment(day, time(11 + number % 4, 17)))
    agree(scene, plot, number, now)
    yield (now := now + timedelta(minutes=21))
    proposed = scene.visit(number).proposed_at
    starts_at = plot.appointment or fitting(proposed, day, plot.turn)
    plan(scene, number, starts_at, now)
    day = yield from confirm(scene, plot, number, day)
    for _ in range(plot.moves):
        day = yield from move(scene, plot, number, day)
    if plot.mishap:
        yield from MISHAPS[plot.mishap](scene, plot, number)
    if plot.mishap is not Mishap.GIVEN_UP:
        yield from hold(scene, plot, number)


def agree(scene: Scene, plot: Plot, number: int, now: datetime) -> None:
    """Write down a yes, and what to know at the door."""
    visit = scene.visit(number)
    contacts.log_contact(
        scene.session,
        visit,
        Result.YES,
        channel=channel_to(visit),
        door=door_of(plot),
        by=scene.assistant,
        now=now,
    )


def channel_to(visit: Visit) -> Channel:
    """Give the way in which a tenant can be reached."""
    tenant = visit.tenant
    return Channel.PHONE if tenant and (tenant.phone or tenant.mobile) else Channel.DOOR


def door_of(plot: Plot) -> str:
    """Give what the tenant of a story tells about the door, the talk and the car."""
    door = plot.story.door
    return f"{door} {SENTENCES['dog']}" if plot.turn % 4 == 0 else door


def fitting(proposed: datetime | None, day: date, turn: int) -> datetime:
    """Give the moment that the letter proposed, or a later one if that comes too soon."""
    earliest = visiting_time(day + TO_THE_VISIT, turn)
    return max(proposed, earliest) if proposed else earliest


def plan(scene: Scene, number: int, starts_at: datetime, now: datetime) -> None:
    """Plan a visit; the mails go out at once."""
    visit = scene.visit(number)
    appointments.plan(
        scene.session,
        visit,
        starts_at,
        MINUTES,
        tell_tenant=wants_mail(visit),
        sender=scene.sender,
        by=scene.assistant,
        now=now,
    )
    scene.post(now + timedelta(minutes=1))


def wants_mail(visit: Visit) -> bool:
    """Say whether a tenant gets a calendar file besides the letter."""
    tenant = visit.tenant
    return tenant is not None and bool(tenant.email) and tenant.contact_preference != "letter"


def start_of(scene: Scene, number: int) -> datetime:
    """Give the moment at which a visit is planned now."""
    return appointments.get_appointment(scene.session, scene.visit(number)).starts_at


def confirm(scene: Scene, plot: Plot, number: int, day: date) -> Walk:
    """Confirm a visit the next working day: by hand, or because the director's answer came."""
    day = workdays_after(day, 1)
    yield (now := moment(day, time(9, 25)))
    visit = scene.visit(number)
    if plot.turn % 3 == 1:
        appointments.confirm(scene.session, visit, by=scene.assistant, now=now)
    else:
        made = appointments.get_appointment(scene.session, visit)
        data = accepted(made, scene.sender, now - timedelta(minutes=50))
        receive(scene.session, data, by=scene.assistant, now=now)
    return day


def move(scene: Scene, plot: Plot, number: int, day: date) -> Walk:
    """Move a visit some days because the tenant called, and have it confirmed again."""
    day = workdays_after(day, 1)
    yield (now := moment(day, time(15, 40)))
    visit = scene.visit(number)
    later = local(start_of(scene, number)).date() + timedelta(days=2)
    appointments.move(
        scene.session,
        visit,
        visiting_time(later, plot.turn + 1),
        MINUTES,
        tell_tenant=wants_mail(visit),
        sender=scene.sender,
        by=scene.assistant,
        now=now,
    )
    scene.post(now + timedelta(minutes=1))
    return (yield from confirm(scene, plot, number, day))


def day_before(scene: Scene, number: int) -> date:
    """Give the last working day before a visit."""
    return workday_until(local(start_of(scene, number)).date() - timedelta(days=1))


def cancel(scene: Scene, number: int, state: State, now: datetime) -> None:
    """Take an appointment out of everybody's calendar."""
    visit = scene.visit(number)
    appointments.cancel(
        scene.session, visit, state, sender=scene.sender, by=scene.assistant, now=now
    )
    scene.post(now + timedelta(minutes=1))


def be_cancelled(scene: Scene, plot: Plot, number: int) -> Life:
    """Hear from the tenant that the day does not suit after all."""
    day = day_before(scene, number)
    yield (now := moment(day, time(14, 35)))
    cancel(scene, number, State.CANCELLED_BY_TENANT, now)
    yield from plan_again(scene, plot, number, workdays_after(day, 2))


def find_nobody(scene: Scene, plot: Plot, number: int) -> Life:
    """Stand before a closed door; it turns out to have been the wrong day in somebody's mind."""
    yield (now := start_of(scene, number) + timedelta(minutes=25))
    cancel(scene, number, State.NOT_HOME, now)
    yield from plan_again(scene, plot, number, workdays_after(local(now).date(), 1))


def plan_again(scene: Scene, plot: Plot, number: int, day: date) -> Life:
    """Make another appointment for the same visit: a new event in every calendar."""
    yield (now := moment(day, time(10, 45)))
    agree(scene, plot, number, now)
    yield (now := now + timedelta(minutes=12))
    plan(scene, number, visiting_time(day + TO_THE_VISIT, plot.turn), now)
    yield from confirm(scene, plot, number, day)


def lapse(scene: Scene, _plot: Plot, number: int) -> Life:
    """Cancel a visit ourselves, find no other day, and let the month lapse."""
    day = day_before(scene, number)
    yield (now := moment(day, time(16, 20)))
    cancel(scene, number, State.CANCELLED_BY_US, now)
    yield (now := moment(workdays_after(day, 4), time(11, 30)))
    steps.give_up(
        scene.session,
        scene.visit(number),
        reason=SENTENCES["given_up"],
        by=scene.assistant,
        now=now,
    )


MISHAPS: dict[Mishap, Callable[[Scene, Plot, int], Life]] = {
    Mishap.CANCELLED: be_cancelled,
    Mishap.NOT_HOME: find_nobody,
    Mishap.GIVEN_UP: lapse,
}


def hold(scene: Scene, plot: Plot, number: int) -> Life:
    """Make the visit; what follows from it is a life of its own."""
    starts_at = start_of(scene, number)
    yield (now := starts_at + timedelta(minutes=plot.story.minutes + 8))
    visit = scene.visit(number)
    steps.hold_visit(
        scene.session,
        visit,
        on=local(starts_at).date(),
        minutes=plot.story.minutes,
        by=scene.director,
        now=now,
    )
    scene.agenda.start(live_note(scene, plot, visit.id, now))
