"""What was erased, taken back or closed since a copy was made happens in the copy again.

People are found by who they are, never by the number of a row. Whoever was signed in is signed
out. If what happened after the copy is not known here, that is said, with the moment.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, inspect, select, text
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.domain.insight import Stage
from visits.domain.month import today
from visits.domain.note import Permission
from visits.domain.withdrawal import Line, Withdrawn, beginning, since
from visits.models.account import Account
from visits.models.appointment import Feed
from visits.models.audit import AuditLine
from visits.models.busy import BusyCalendar
from visits.models.draw import Chain, Draw
from visits.models.insight import Insight
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services import withdrawal
from visits.services.account import end_sessions
from visits.services.journal.insight import move
from visits.services.journal.note import find_note, set_permission
from visits.services.journal.taken_back import keep_nothing
from visits.services.outbox import Sender
from visits.services.tenant.record import opt_in, opt_out
from visits.services.upkeep.erasure import erase_tenant

GIVEN = {
    "sqlite": "SELECT name, seq FROM sqlite_sequence",
    "postgresql": "SELECT sequencename, last_value FROM pg_sequences WHERE last_value > 0",
}
GO_ON = {
    "sqlite": "UPDATE sqlite_sequence SET seq = max(seq, :number) WHERE name = :name",
    "postgresql": "SELECT setval(CAST(quote_ident(:name) AS regclass), greatest(last_value, "
    ":number)) FROM pg_sequences WHERE sequencename = :name",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the database of now knows that an older copy does not."""

    root: str = ""
    lines: list[Line] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    beside: list[tuple[str, Line]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Again:
    """What happened again in a copy, and since when it is not known."""

    erased: int
    withdrawn: int
    locked: int
    unknown_since: datetime | None


def known_to(connection: Connection | None) -> Known:
    """Read what the database of now and the file beside it know.

    A new database, one that is damaged, or one of an older version knows less.
    """
    beside = withdrawal.list_beside()
    if connection is None:
        return Known(beside=beside)
    tables = set(inspect(connection).get_table_names())

    def rows(table: str, query: str) -> list[tuple[Any, Any]]:
        if table not in tables:
            return []
        return [(name, value) for name, value in connection.execute(text(query))]

    with Session(connection) as session:
        lines = withdrawal.list_lines(session) if "withdrawal" in tables else []
    counted = "account" if connection.dialect.name == "postgresql" else "sqlite_sequence"
    if counted == "sqlite_sequence":
        tables |= set(connection.scalars(text("SELECT name FROM sqlite_master")))
    return Known(
        next((root for root, _ in rows("chain", "SELECT root, anchor FROM chain")), ""),
        lines,
        dict(rows("account", "SELECT email, password FROM account")),
        dict(rows(counted, GIVEN[connection.dialect.name])),
        beside,
    )


def replay(session: Session, known: Known, *, locked: str, sender: Sender, now: datetime) -> Again:
    """Do again in a copy what happened since, in its order, and sign everybody out.

    `locked` is the hash of a password that nobody knows, for who changed theirs since.
    """
    copied = withdrawal.list_lines(session)
    root = session.scalar(select(Chain.root)) or ""
    first = beginning(copied) or (beginning(known.lines) if known.root == root else None)
    until = max(filter(None, [session.scalar(select(func.max(AuditLine.at)))]), default=now)
    if first is None:
        end_all_sessions(session)
        return Again(0, 0, 0, until)
    theirs = [line for of, line in known.beside if of == first.token]
    if known.root == root:
        theirs = [*known.lines, *theirs]
        go_on(session, known.numbers)
    fresh = since(theirs, copied)
    withdrawal.add(session, fresh)
    session.info[withdrawal.REPLAYING] = True
    done = Replay(session, first.detail, known.passwords, locked, sender, now)
    did = [line.kind for line in fresh if done.again(line)]
    session.info[withdrawal.REPLAYING] = False
    end_all_sessions(session)
    covered = beginning(copied) and any(line.token == first.token for line in theirs)
    recent = until > now - withdrawal.KEPT
    erased = did.count(Withdrawn.ERASED)
    return Again(erased, len(did) - erased, done.locked_out, None if covered and recent else until)


def go_on(session: Session, numbers: dict[str, int]) -> None:
    """Give no number of a row that was given after the copy was made."""
    go_on = text(GO_ON[session.get_bind().dialect.name])
    for name, number in numbers.items():
        session.execute(go_on, {"name": name, "number": number})


def end_all_sessions(session: Session) -> None:
    """Sign everybody out, for a session that was ended since must not live again."""
    for account in session.scalars(select(Account)):
        end_sessions(account)
    session.flush()


class Replay:
    """Does lines of the journal again, in a database in which people stand under other numbers."""

    def __init__(
        self,
        session: Session,
        key: str,
        passwords: dict[str, str],
        locked: str,
        sender: Sender,
        now: datetime,
    ) -> None:
        self.session, self.key, self.passwords = session, key, passwords
        self.locked, self.sender, self.now, self.locked_out = locked, sender, now, 0
        visits = select(Visit.id, Draw.period, Visit.external_id).join(
            Draw, Draw.number == Visit.draw_number
        )
        self.people = {
            **self.hashes(Tenant, select(Tenant.id, Tenant.external_id), withdrawal.tenant_of),
            **self.hashes(Visit, visits.where(Visit.external_id.is_not(None)), withdrawal.visit_in),
            **self.hashes(Account, select(Account.id, Account.email), withdrawal.account_of),
            **self.hashes(Insight, select(Insight.id, Insight.ref), withdrawal.insight_of),
        }

    def hashes(
        self, kind: type, query: Any, name: Callable[..., str]
    ) -> dict[str, tuple[Any, int]]:
        """Give where each hash of the journal leads to in this database."""
        return {
            withdrawal.hashed(self.key, name(*who)): (kind, number)
            for number, *who in self.session.execute(query)
        }

    def again(self, line: Line) -> bool:
        """Do one line again; nothing happens when whom it is about is not here."""
        kind, number = self.people.get(line.who, (None, 0))
        found = self.session.get(kind, number) if kind else None
        if found is None:
            return False
        deed = getattr(self, line.kind.value)
        deed(found, line)
        self.session.flush()
        return True

    def erased(self, tenant: Tenant, _line: Line) -> None:
        """Erase somebody again."""
        erase_tenant(self.session, tenant, sender=self.sender, by=None, now=self.now)

    def opted_out(self, tenant: Tenant, line: Line) -> None:
        """Leave somebody in peace again, since the day on which it was asked."""
        opt_out(self.session, tenant, by=None, today=today(line.at), now=self.now)

    def opted_in(self, tenant: Tenant, _line: Line) -> None:
        """Let somebody take part again, who asked for it later."""
        opt_in(self.session, tenant, by=None, now=self.now)

    def no_note(self, visit: Visit, _line: Line) -> None:
        """Keep nothing again of a visit about which no note was wished."""
        visit.note_not_wished = True
        keep_nothing(self.session, visit, by=None, now=self.now)

    def permission(self, visit: Visit, line: Line) -> None:
        """Give a note the permission that the tenant gave later; with none, nothing is kept."""
        level = Permission(int(line.detail))
        if level is Permission.NOTHING:
            keep_nothing(self.session, visit, by=None, now=self.now)
        elif note := find_note(self.session, visit):
            set_permission(self.session, note, level, by=None, now=self.now)

    def insight(self, insight: Insight, _line: Line) -> None:
        """Withdraw an insight again."""
        if insight.stage is not Stage.WITHDRAWN:
            move(self.session, insight, Stage.WITHDRAWN, by=None, now=self.now)

    def closed(self, account: Account, _line: Line) -> None:
        """Close an account again, also the last administrator's."""
        account.active = False

    def opened(self, account: Account, _line: Line) -> None:
        """Open an account again that was opened later."""
        account.active = True

    def password(self, account: Account, _line: Line) -> None:
        """Let the old password open nothing: the new one holds, or nobody knows one."""
        if account.email not in self.passwords:
            self.locked_out += 1
        account.password = self.passwords.get(account.email, self.locked)

    def roles(self, account: Account, line: Line) -> None:
        """Take away the roles that somebody lost."""
        kept = {Role(name) for name in line.detail.split()}
        account.roles = [role for role in account.roles if role.name in kept]

    def feed(self, account: Account, line: Line) -> None:
        """Stop a subscription whose address was made worthless."""
        old = delete(Feed).where(Feed.account_id == account.id, Feed.made_at < line.at)
        self.session.execute(old)

    def calendar(self, account: Account, _line: Line) -> None:
        """Forget where somebody's calendar was, as they asked."""
        mine = delete(BusyCalendar).where(BusyCalendar.account_id == account.id)
        self.session.execute(mine)
