"""Accounts: made and changed by the administrator."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from visits.domain.account import Role
from visits.domain.withdrawal import Withdrawn
from visits.formats import mail
from visits.models.account import Account, AccountRole
from visits.services import audit, withdrawal
from visits.services.refusals import Refusal, Refused

SHORTEST_PASSWORD = 10


def find_account(session: Session, email: str) -> Account | None:
    """Find an account by its address, capitals or not."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def list_accounts(session: Session) -> list[Account]:
    """List all accounts by name, with their roles."""
    query = select(Account).options(selectinload(Account.roles))
    return list(session.scalars(query.order_by(Account.name)))


def list_holders(session: Session, role: Role) -> list[Account]:
    """List the active accounts that hold a role."""
    query = select(Account).join(AccountRole).where(AccountRole.name == role, Account.active)
    return list(session.scalars(query.order_by(Account.name)))


def languages_of(
    session: Session, numbers: Collection[int | None], default: str
) -> dict[int | None, str]:
    """Give the language that each of these people chose; the default for who chose none."""
    query = select(Account.id, Account.language).where(Account.id.in_(numbers))
    chosen = {number: language for number, language in session.execute(query) if language}
    return {number: chosen.get(number or 0, default) for number in numbers}


def add_account(
    session: Session,
    email: str,
    *,
    name: str,
    roles: Collection[Role],
    password_hash: str,
    team_id: int | None = None,
    by: int | None,
    now: datetime,
) -> Account:
    """Make an account; Refused if the address is wrong or taken."""
    address = checked_address(email)
    if find_account(session, address):
        raise Refused(Refusal.TAKEN)
    if not roles:
        raise Refused(Refusal.NO_ROLE)
    account = Account(
        email=address,
        name=name.strip() or address,
        password=password_hash,
        fs_uniquifier=secrets.token_hex(32),
        roles=[AccountRole(name=role) for role in sorted(set(roles))],
        team_id=team_id,
        created_at=now,
    )
    session.add(account)
    session.flush()
    audit.record(session, "account.add", "account", account.id, by=by, now=now, roles=sorted(roles))
    return account


def checked_address(email: str) -> str:
    """Give an address in the one way that it is stored; Refused if it is none."""
    try:
        return mail.checked_address(email).lower()
    except ValueError:
        raise Refused(Refusal.EMAIL) from None


def check_password(password: str) -> None:
    """Raise Refused for a password that is too easy to guess."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(Refusal.SHORT_PASSWORD)


def change_password(
    session: Session, account: Account, password_hash: str, *, by: int | None, now: datetime
) -> None:
    """Give an account another password, and end its sessions everywhere."""
    account.password = password_hash
    end_sessions(account)
    withdrawal.record(session, Withdrawn.PASSWORD, withdrawal.account_of(account.email), now=now)
    audit.record(session, "account.password", "account", account.id, by=by, now=now)


def change_account(
    session: Session,
    account: Account,
    *,
    name: str,
    roles: Collection[Role],
    team_id: int | None,
    by: int | None,
    now: datetime,
) -> None:
    """Change name, roles and team; the last administrator stays one."""
    if not roles:
        raise Refused(Refusal.NO_ROLE)
    if Role.ADMIN not in roles:
        keep_an_admin(session, account)
    kept = [role for role in account.roles if role.name in roles]
    held = {role.name for role in kept}
    account.roles = kept + [AccountRole(name=role) for role in sorted(set(roles) - held)]
    account.name, account.team_id = name, team_id
    whom, rights = withdrawal.account_of(account.email), " ".join(sorted(roles))
    withdrawal.record(session, Withdrawn.ROLES, whom, detail=rights, now=now)
    audit.record(
        session, "account.change", "account", account.id, by=by, now=now, roles=sorted(roles)
    )


def set_active(
    session: Session, account: Account, active: bool, *, by: int | None, now: datetime
) -> None:
    """Close an account, which ends its sessions at once, or open it again."""
    if not active:
        keep_an_admin(session, account)
        end_sessions(account)
    account.active = active
    kind = Withdrawn.OPENED if active else Withdrawn.CLOSED
    withdrawal.record(session, kind, withdrawal.account_of(account.email), now=now)
    deed = "account.open" if active else "account.close"
    audit.record(session, deed, "account", account.id, by=by, now=now)


def keep_an_admin(session: Session, account: Account) -> None:
    """Raise Refused if nobody could manage accounts without this one."""
    others = [holder for holder in list_holders(session, Role.ADMIN) if holder.id != account.id]
    if Role.ADMIN in account.role_names and account.active and not others:
        raise Refused(Refusal.LAST_ADMIN)


def end_sessions(account: Account) -> None:
    """Make every cookie of an account worthless, on all its devices."""
    account.fs_uniquifier = secrets.token_hex(32)
