"""Two years of draws, with noes, lapsed months and lists that change: every record holds."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.factories import make_tenant, tenant_record
from tests.services.village import AFTER, DAY, SENDER, Office, approach, import_file, last_lot, plan
from tests.services.village import held as made_visit
from visits import verify
from visits.domain.visit import Result, State, months_after
from visits.models.draw import Draw
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.draw import hold as draws
from visits.services.draw import integrity, lot
from visits.services.draw.fairness import fairness
from visits.services.visit import appointment as appointments
from visits.services.visit import contact as contacts
from visits.services.visit import step as steps

MONTHS = 24
STAY_AWAY = {State.HELD, State.PLANNED, State.DECLINED}
START = date(2026, 1, 1)
WIJKEN = ["Overdie", "Huiswaard", "De Mare", "Daalmeer", "Café-kwartier", "'t Rak", None]


@dataclass
class Life:
    """An association that lives through its months; chance is the same each time."""

    session: Session
    office: Office
    chance: Random = field(default_factory=lambda: Random(4))  # noqa: S311
    records: list[dict[str, Any]] = field(default_factory=list)

    def moves(self, month: int) -> None:
        """Let people leave and come; a district goes after a year, and another one comes."""
        wijken = [*WIJKEN[2:], "Nieuwland"] if month >= MONTHS / 2 else WIJKEN
        stay = [one for one in self.records if self.chance.random() > 0.03]
        stay = [one for one in stay if one["district"] in wijken]
        fresh = 100 - len(stay)
        came = [tenant_record(district=self.chance.choice(wijken)) for _ in range(fresh)]
        self.records = stay + came
        import_file(self.session, self.records, now=moment_of(month))

    def month(self, month: int) -> None:
        """Draw a month and live through its invitations."""
        now = moment_of(month)
        draw = draws.hold_draw(self.session, f"{now:%Y-%m}", by=None, now=now)
        for _ in range(6):
            if draw.lapsed_at or not self.invite(draw, now):
                return

    def invite(self, draw: Draw, now: datetime) -> bool:
        """Approach whose turn it is, and say whether a next lot was called."""
        visit, by = last_lot(self.session, draw), self.office.assistant.id
        luck = self.chance.random()
        if luck < 0.1:
            steps.call_it_wrong(self.session, visit, reason="verhuisd", by=by, now=now)
            return True
        if luck < 0.15:
            lot.lapse_month(self.session, draw, reason="ziek", by=by, now=now)
            return False
        approach(self.session, visit, self.office, now=now)
        if luck < 0.35:
            said = self.chance.choice([Result.NO, Result.NOT_NOW])
            contacts.log_contact(self.session, visit, said, by=by, now=now)
            if luck < 0.2:
                lot.take_back(self.session, visit, reason="vergist", by=by, now=now)
                contacts.log_contact(self.session, visit, said, by=by, now=now)
            return True
        self.go(visit, now, falls_through=luck < 0.45)
        return False

    def go(self, visit: Visit, now: datetime, *, falls_through: bool) -> None:
        """Plan the visit, and make it or let it fall through."""
        by, starts = self.office.assistant.id, now + 7 * DAY
        plan(self.session, visit, self.office, starts_at=starts, now=now)
        if falls_through:
            state = State.CANCELLED_BY_TENANT
            appointments.cancel(
                self.session, visit, state, sender=SENDER, by=by, now=now + timedelta(hours=1)
            )
            steps.give_up(self.session, visit, reason="kan niet", by=by, now=now + 2 * DAY)
        elif self.chance.random() < 0.8:
            on = starts.date()
            steps.hold_visit(self.session, visit, on=on, minutes=60, by=by, now=now + 9 * DAY)


def moment_of(month: int) -> datetime:
    """Give the tenth working hour of a month."""
    day = months_after(START, month)
    return datetime(day.year, day.month, 5, 9, 0, tzinfo=UTC)


def live(session: Session, office: Office) -> Life:
    """Live through two years."""
    life = Life(session, office)
    for month in range(MONTHS):
        if month % 3 == 0:
            life.moves(month)
        life.month(month)
    return life


def test_every_record_of_two_years_holds_and_so_does_what_is_stored(
    session: Session, office: Office, tmp_path: Path
) -> None:
    live(session, office)
    held = list(session.scalars(select(Draw).order_by(Draw.number)))

    for draw in held:
        folder = tmp_path / draw.period
        folder.mkdir()
        for name, content in draws.export(session, draw).items():
            (folder / name).write_bytes(content)
        assert verify.verify(folder, draw.control_code).findings == [], draw.period

    parts = (integrity.check_guards, integrity.check_draws, integrity.check_outcomes)
    assert [fault for part in parts for fault in part(session)] == []
    assert len(held) == MONTHS
    assert any(draw.lapsed_at for draw in held)


def test_nobody_who_was_visited_refused_or_busy_is_on_a_list_and_districts_get_their_share(
    session: Session, office: Office
) -> None:
    live(session, office)
    against: set[str | None] = set()

    for draw in session.scalars(select(Draw).order_by(Draw.number)):
        assert max(abs(row.distance) for row in fairness(draw)) < 1
        assert not lot.pool_of(draw).keys() & against
        called = lot.list_invitations(session, draw)
        against |= {one.external_id for one in called if one.state in STAY_AWAY}

    assert len(against) > MONTHS / 2


def test_who_comes_back_under_the_same_number_is_still_the_household_that_was_visited(
    session: Session, office: Office
) -> None:
    visit = made_visit(session, office, tenants=4)
    number, tenant_id = visit.external_id, visit.tenant_id
    session.execute(delete(Tenant).where(Tenant.id == tenant_id))
    make_tenant(session, external_id=number)

    draw = draws.hold_draw(session, "2027-01", by=None, now=AFTER)

    assert number not in lot.pool_of(draw)
    assert draw.excluded == {"VISITED": 1}
