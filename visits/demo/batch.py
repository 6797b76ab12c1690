"""The list of tenants as it comes in: whole each time, and each time a little different."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from visits.demo.agenda import Life
from visits.demo.people import Row, make_people, to_csv
from visits.demo.scene import Scene
from visits.demo.workday import workday_until
from visits.domain.eligibility import ExclusionReason
from visits.domain.month import moment
from visits.domain.visit import OVER, months_after
from visits.formats.holiday import workday_from
from visits.formats.tenant import TenantFile, as_plain, as_row, read_tenants
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.tenant import batch, exclusion, record

HOUSEHOLDS = 620
QUARTER = timedelta(days=91)
NEWEST = timedelta(days=7)
LEFT, MOVED_IN, RENUMBERED = 3, 2, 4
VISITED_BEFORE = 2
HELD_BACK = 31


def import_days(today: date) -> list[date]:
    """List the days on which the list comes in: two years ago, then each quarter, then lately."""
    first = workday_from(months_after(today, -25) + timedelta(days=14))
    days = []
    day = today - NEWEST
    while day > first + QUARTER / 2:
        days.append(workday_until(day))
        day -= QUARTER
    return [first, *reversed(days)]


def live_imports(scene: Scene) -> Life:
    """Import the list on each of its days."""
    chance = Random(20)  # noqa: S311 - sample data has nothing to keep secret
    rows = make_people(HOUSEHOLDS)
    days = import_days(scene.today)
    waiting = iter(make_people(HOUSEHOLDS + MOVED_IN * len(days))[HOUSEHOLDS:])
    for turn, day in enumerate(days):
        if turn:
            # Only on the day itself is it known who has a visit on its way.
            yield moment(day, time(9, 10))
            rows = changed(scene, chance, rows)
            rows += [moved_in(next(waiting), day) for _ in range(MOVED_IN)]
        yield from import_list(scene, rows, day)
        yield from leave_out(scene, turn, day)
        if turn == 0:
            yield from spare(scene, rows, day)


def import_list(scene: Scene, rows: list[Row], day: date) -> Life:
    """Read, look at and store one file."""
    yield (now := moment(day, time(9, 12)))
    data = to_csv(rows, today=day)
    file = read_tenants(data, file_name=f"huurders-{day:%Y-%m-%d}.csv", today=day)
    number = stage(scene, file, now)
    yield (now := now + timedelta(minutes=4))
    found = batch.get_batch(scene.session, number)
    batch.store(scene.session, found, by=scene.assistant, today=day, now=now)


def stage(scene: Scene, file: TenantFile, now: datetime) -> int:
    """Hold a file up until somebody has looked at it."""
    session = scene.session
    staged = batch.open_batch(session, file.file_name, whole=True, by=scene.assistant, now=now)
    rows = [as_row(row) for row in file.rows]
    batch.add_staged(session, staged, rows=rows, tenants=[as_plain(one) for one in file.tenants])
    batch.finish_staging(
        session, staged, rows=file.summary, columns=[], dropped=file.columns.dropped, now=now
    )
    return staged.id


def spare(scene: Scene, rows: list[Row], day: date) -> Life:
    """Leave alone who asked for it, and who was visited before this app was there."""
    session = scene.session
    yield (now := moment(day, time(9, 40)))
    silent = [row.external_id for row in rows if row.do_not_contact]
    for found in session.scalars(select(Tenant).where(Tenant.external_id.in_(silent))).all():
        record.opt_out(session, found, by=scene.assistant, today=day, now=now)
    known = [row.external_id for row in sorted(rows, key=lambda row: row.tenant_since)]
    record.mark_visited(
        session,
        [(number, workday_until(day - 2 * QUARTER)) for number in known[:VISITED_BEFORE]],
        by=scene.assistant,
        now=now,
    )


def leave_out(scene: Scene, turn: int, day: date) -> Life:
    """Leave somebody out of the draw for a while, now and then."""
    if turn % 4 == 0:
        return
    yield (now := moment(day, time(10, 30)))
    drawn = select(Visit.external_id).where(Visit.external_id.is_not(None))
    found = scene.session.scalars(
        select(Tenant)
        .where(Tenant.external_id.not_in(drawn), Tenant.missing_since.is_(None))
        .order_by(Tenant.external_id.desc())
        .offset(HELD_BACK * turn)
        .limit(1)
    ).one()
    reason = list(ExclusionReason)[turn % len(ExclusionReason)]
    until = months_after(day, 3 + turn % 6)
    exclusion.exclude_tenant(scene.session, found, reason, until=until, by=scene.assistant, now=now)


def changed(scene: Scene, chance: Random, rows: list[Row]) -> list[Row]:
    """Give the list a quarter later: some left, some have another number."""
    busy = set(scene.session.scalars(select(Visit.external_id)))
    free = [row.external_id for row in rows if row.external_id not in busy]
    visited = select(Visit.external_id).where(Visit.state.not_in(OVER))
    # Whoever has a visit on its way, or one that is not closed yet, stays on the list.
    gone = (scene.gone | set(chance.sample(free, LEFT))) - set(scene.session.scalars(visited))
    renumbered = set(chance.sample(free, RENUMBERED))
    return [
        replace(row, mobile=f"06 00 00 {chance.randint(70, 99)} {chance.randint(10, 99)}")
        if row.external_id in renumbered
        else row
        for row in rows
        if row.external_id not in gone
    ]


def moved_in(row: Row, day: date) -> Row:
    """Give a household that signed its lease lately."""
    start = months_after(day, -1)
    return replace(row, tenancy_start=start, tenant_since=start, do_not_contact=False)
