"""Some years of an association, lived by the services in the order of time, each by its seed."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_tenant
from tests.services.village import Office, approach, hold_draw, last_lot, plan
from visits.domain.account import Role
from visits.domain.eligibility import ExclusionReason
from visits.domain.insight import Kind
from visits.domain.month import first_day, period_of
from visits.domain.note import ANSWER_DAYS, Permission
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer
from visits.domain.visit import Result, State, months_after
from visits.formats.holiday import workday_from
from visits.models.draw import Draw
from visits.models.promise import Promise
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.account import list_holders
from visits.services.draw import hold as draws
from visits.services.draw import lot
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.tenant import exclusion
from visits.services.visit import step as steps
from visits.services.visit.contact import log_contact
from visits.services.visit.record import get_visit

DAY = timedelta(days=1)
LAST_LOT = 3
DISTRICTS = {"Overdie": 60, "Huiswaard": 40, "De Mare": 30, "Oudorp": 20, "Bergermeer": 10}
THEMES = ("WON.vocht", "WON.comfort", "BUU.hulp", "BUU.contact", "OUD.langer", "VEI.donker")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that the board may not learn the month of."""

    on: date
    draw: str
    district: str


@dataclass
class Years:
    """What happens month after month, and all that nobody of the board may find out."""

    seed: int
    visits: dict[int, Happened] = field(default_factory=dict)
    declines: list[Happened] = field(default_factory=list)
    # Which visit each text is from that the board may read, by a word that stands in no other.
    marks: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 - years that can be lived again
        self.numbers = count()
        self.agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.houses = self.chance.sample(sorted(DISTRICTS.items()), len(DISTRICTS))

    def sit_down(self, session: Session) -> None:
        """Go on in a session, with the office that is there."""
        self.session, self.office = session, self.people(session)

    def people(self, session: Session) -> Office:
        """Give the office that is there."""
        director, assistant = (
            list_holders(session, role)[0] for role in (Role.DIRECTOR, Role.ASSISTANT)
        )
        return Office(director, assistant)

    def move_everybody_in(self) -> None:
        """Fill the list of tenants."""
        for district, tenants in self.houses:
            for _ in range(tenants):
                self.move_in(district)

    def move_in(self, district: str) -> Tenant:
        """Add a tenant who may be drawn."""
        street = f"{self.chance.choice(LETTERS)}laan"
        return make_tenant(self.session, district=district, street=street)

    def at(self, day: date, deed: Callable[[datetime], None], hour: int = 10) -> None:
        """Plan a deed on a day."""
        moment = datetime.combine(day, time(hour, next(self.numbers) % 60), UTC)
        heapq.heappush(self.agenda, (moment, next(self.numbers), deed))

    def live_until(self, moment: datetime) -> None:
        """Do what is planned before a moment, in the order of time."""
        while self.agenda and self.agenda[0][0] < moment:
            now, _, deed = heapq.heappop(self.agenda)
            deed(now)
        self.session.flush()

    def begin_month(self, period: str) -> None:
        """Plan the draw of a month and what else it brings."""
        first = first_day(period)
        self.at(first + self.chance.randint(0, 2) * DAY, self.draw, hour=7)
        if self.chance.random() < 0.4:
            self.at(first + self.chance.randint(4, 25) * DAY, self.leave_out)
        if self.chance.random() < 0.4:
            self.at(first + self.chance.randint(4, 25) * DAY, self.list_changes)

    def draw(self, now: datetime) -> None:
        """Draw a month, and write to its first lot the day after."""
        period = period_of(now.date())
        hold_draw(self.session, period, now=now)
        self.at(now.date() + DAY, lambda then: self.write(period, then))

    def write(self, period: str, now: datetime) -> None:
        """Write to the lot whose turn it is, and hear within a week what comes of it."""
        visit = last_lot(self.session, draws.get_draw(self.session, period))
        approach(self.session, visit, self.office, now=now)
        heard = now.date() + self.chance.randint(3, 7) * DAY
        # The third lot says yes, so that a draw leads to a yes in its own month.
        no = visit.lot < LAST_LOT and self.chance.random() < 0.35
        number = visit.id
        self.at(heard, lambda then: (self.decline if no else self.agree)(period, number, then))

    def decline(self, period: str, number: int, now: datetime) -> None:
        """Hear a no, and go on with the next lot."""
        visit = get_visit(self.session, number)
        log_contact(self.session, visit, Result.NO, by=self.office.assistant.id, now=now)
        assert visit.state is State.DECLINED
        self.declines.append(Happened(now.date(), period, visit.district))
        self.at(now.date() + DAY, lambda then: self.write(period, then))

    def agree(self, period: str, number: int, now: datetime) -> None:
        """Plan a visit and make it; now and then it falls in the month after."""
        visit = get_visit(self.session, number)
        day = workday_from(now.date() + self.chance.randint(3, 12) * DAY)
        starts_at = datetime.combine(day, time(13), UTC)
        plan(self.session, visit, self.office, starts_at=starts_at, now=now)
        self.at(day, lambda then: self.visit(period, number, then), hour=15)

    def visit(self, period: str, number: int, now: datetime) -> None:
        """Make the visit, and write the note the day after."""
        visit = get_visit(self.session, number)
        by = self.office.director.id
        steps.hold_visit(self.session, visit, on=now.date(), minutes=60, by=by, now=now)
        self.visits[number] = Happened(now.date(), period, visit.district)
        self.at(now.date() + DAY, lambda then: self.note(number, then))

    def mark(self, number: int) -> str:
        """Give a word for a text about a visit, at any place of the alphabet."""
        word = "".join(self.chance.choices(LETTERS, k=9))
        self.marks[word] = number
        return word.capitalize()

    def note(self, number: int, now: datetime) -> None:
        """Write down what was said and promised, most of it due after the usual days."""
        day = now.date()
        said = [
            notes.NewInsight(
                f"{self.mark(number)} werd gezegd.", "", Kind.CONCERN, [self.chance.choice(THEMES)]
            )
            for _ in range(self.chance.randint(1, 3))
        ]
        usual = [ANSWER_DAYS, ANSWER_DAYS, ANSWER_DAYS, 45]
        promised = [
            notes.NewPromise(f"Iets {next(self.numbers)}", day + self.chance.choice(usual) * DAY)
            for _ in range(self.chance.randint(1, 2))
        ]
        written = notes.Written(Permission.WITHOUT_NAME, insights=said, promises=promised)
        visit = get_visit(self.session, number)
        notes.finish(self.session, visit, written, by=self.office.director.id, now=now)
        self.at(day + self.chance.randint(2, 20) * DAY, lambda then: self.release(number, then))
        for promise in promises.list_of_visit(self.session, visit):
            self.follow(promise.id, number, day)

    def release(self, number: int, now: datetime) -> None:
        """Let the board read what was said."""
        by = self.office.director.id
        for one in insights.list_of_visit(self.session, get_visit(self.session, number)):
            insight = insights.get_insight(self.session, one.id)
            insights.release(self.session, insight, reason="Gelezen.", by=by, now=now)

    def follow(self, promise: int, number: int, day: date) -> None:
        """Write for the board about a promise, and keep it before or after its day, or never."""
        by, line = self.office.assistant.id, f"{self.mark(number)} wordt gedaan."
        self.at(
            day + self.chance.randint(1, 9) * DAY,
            lambda then: promises.tell_board(
                self.session, self.promise(promise), line, by=by, now=then
            ),
        )
        if self.chance.random() < 0.8:
            kept = day + self.chance.randint(10, 60) * DAY
            self.at(kept, lambda then: self.keep(promise, then))

    def promise(self, number: int) -> Promise:
        """Give a promise."""
        return self.session.get_one(Promise, number)

    def keep(self, number: int, now: datetime) -> None:
        """Keep a promise and tell the tenant."""
        promise, by = self.promise(number), self.office.assistant.id
        promises.end(self.session, promise, Progress.DONE, "", by=by, now=now)
        told = TenantAnswer(now.date(), AnswerChannel.PHONE, "Het is klaar.")
        promises.answer(self.session, promise, told, by=by, now=now)

    def leave_out(self, now: datetime) -> None:
        """Leave somebody out of the draw for a while."""
        tenants = self.session.scalars(select(Tenant).where(Tenant.visited_on.is_(None))).all()
        tenant, until = self.chance.choice(tenants), now.date() + self.chance.randint(20, 90) * DAY
        if exclusion.find_exclusion(self.session, tenant, day=now.date()) is None:
            exclusion.exclude_tenant(
                self.session, tenant, ExclusionReason.WORKS, until=until, by=None, now=now
            )

    def list_changes(self, now: datetime) -> None:
        """Let somebody move in, and somebody who was never drawn move out."""
        self.move_in(self.chance.choice(self.houses)[0])
        drawn = select(Visit.tenant_id).where(Visit.tenant_id.is_not(None))
        never = self.session.scalars(select(Tenant).where(Tenant.id.not_in(drawn))).all()
        leaving = self.chance.choice(never)
        leaving.missing_since = now.date()


def months_from(first: str, number: int) -> list[str]:
    """List some months in a row."""
    return [period_of(months_after(first_day(first), ahead)) for ahead in range(number)]


def visited_in(session: Session) -> dict[str, str]:
    """Give the district that each draw led to a visit in, which only the app knows."""
    draws = session.scalars(select(Draw).order_by(Draw.number))
    called = {draw.period: lot.list_invitations(session, draw)[-1] for draw in draws}
    return {
        period: visit.district
        for period, visit in called.items()
        if visit.state in {State.HELD, State.CLOSED}
    }
