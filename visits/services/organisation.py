"""The association's choices: read as one value, changed one by one and logged."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from visits.domain.organisation import Organisation, choices
from visits.formats.letter import Picture
from visits.models.organisation import Choice, Logo
from visits.services import audit

SAMPLE = "sample_data"
KEPT = "choices"


def stored_choices(session: Session) -> dict[str, Any]:
    """Give what was chosen, by name; read once in a transaction, and again after a change."""
    if KEPT not in session.info:
        rows = session.execute(select(Choice.name, Choice.value))
        session.info[KEPT] = dict(rows.all())
    found: dict[str, Any] = session.info[KEPT]
    return found


@event.listens_for(Session, "after_flush")
@event.listens_for(Session, "after_transaction_end")
def forget_choices(session: Session, _: object) -> None:
    """Read the choices again the next time: something was written, or it is another time."""
    session.info.pop(KEPT, None)


def get_organisation(session: Session) -> Organisation:
    """Give every choice, the default where nothing was chosen."""
    known = choices()
    stored = stored_choices(session)
    return Organisation(**{name: value for name, value in stored.items() if name in known})


def mark_sample(session: Session, password: str, *, now: datetime) -> None:
    """Note that this database holds sample data, so that nothing real is ever put beside it.

    The password that its accounts share may be known to everybody.
    """
    session.merge(Choice(name=SAMPLE, value=password, changed_at=now))
    session.flush()


def is_sample(session: Session) -> bool:
    """Say whether this database holds sample data."""
    return sample_password(session) is not None


def sample_password(session: Session) -> str | None:
    """Give the password that the accounts of the sample data share; None for real data."""
    found = stored_choices(session).get(SAMPLE)
    return None if found is None else str(found)


def change_organisation(
    session: Session, chosen: dict[str, Any], *, by: int | None, now: datetime
) -> list[str]:
    """Store the choices that differ from what holds now, and list their names."""
    present = asdict(get_organisation(session))
    changed = [name for name in present if chosen.get(name, present[name]) != present[name]]
    for name in changed:
        session.merge(Choice(name=name, value=chosen[name], changed_at=now))
        # Of a number the log keeps both values; of a name only that it was changed.
        values = {"before": present[name], "after": chosen[name]}
        detail = {} if isinstance(present[name], str) else values
        audit.record(session, "organisation.change", "choice", name, by=by, now=now, **detail)
    return changed


def find_logo(session: Session) -> Logo | None:
    """Give the logo of the letters, if there is one."""
    return session.get(Logo, 1)


def change_logo(session: Session, logo: Picture | None, *, by: int | None, now: datetime) -> None:
    """Put another logo at the head of the letters, or none."""
    if logo is not None:
        session.merge(Logo(id=1, kind=logo.kind, picture=logo.picture, changed_at=now))
    elif found := find_logo(session):
        session.delete(found)
    audit.record(session, "organisation.change", "choice", "logo", by=by, now=now)


def chosen_at(session: Session, *names: str) -> datetime | None:
    """Give when one of these choices was last changed."""
    return session.scalar(select(func.max(Choice.changed_at)).where(Choice.name.in_(names)))
