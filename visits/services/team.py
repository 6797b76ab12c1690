"""Teams: made by the administrator, and told in their mailbox when something is theirs."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.insight import Stage
from visits.domain.note import may_share_text
from visits.formats.text import mail_text
from visits.models.account import Team
from visits.models.insight import Insight
from visits.models.promise import Promise
from visits.services import audit
from visits.services.account import checked_address
from visits.services.journal.insight import permission_of
from visits.services.outbox import Sender, make_mail
from visits.services.refusals import Refusal, Refused, existing


def list_teams(session: Session) -> list[Team]:
    """List the teams that a promise can be given to."""
    return list(session.scalars(select(Team).order_by(Team.name)))


def get_team(session: Session, team_id: int) -> Team:
    """Get a team; NotFound if there is none."""
    return existing(session.get(Team, team_id))


def add_team(session: Session, name: str, email: str, *, by: int | None, now: datetime) -> Team:
    """Add a team; Refused if there is one of this name, or the address is none."""
    check_name(session, name, None)
    team = Team(name=name, email=mailbox(email))
    session.add(team)
    session.flush()
    audit.record(session, "team.add", "team", team.id, by=by, now=now)
    return team


def change_team(
    session: Session, team: Team, name: str, email: str, *, by: int | None, now: datetime
) -> None:
    """Change the name and the mailbox of a team."""
    check_name(session, name, team.id)
    team.name, team.email = name, mailbox(email)
    audit.record(session, "team.change", "team", team.id, by=by, now=now)


def check_name(session: Session, name: str, own: int | None) -> None:
    """Raise Refused if another team has this name."""
    if session.scalar(select(Team.id).where(Team.name == name)) not in {None, own}:
        raise Refused(Refusal.TEAM_TAKEN)


def mailbox(email: str) -> str:
    """Give the address of a mailbox as it is stored; a team may have none."""
    return checked_address(email) if email.strip() else ""


def tell_of_promises(session: Session, visit_id: int, *, made_at: datetime, sender: Sender) -> None:
    """Tell each team with a mailbox what was given to it when a note was finished."""
    query = select(Promise).where(
        Promise.visit_id == visit_id, Promise.made_at == made_at, Promise.team_id.is_not(None)
    )
    for promise in session.scalars(query.order_by(Promise.id)).all():
        tell_of_promise(session, promise, sender=sender, now=made_at)


def tell_of_promise(session: Session, promise: Promise, *, sender: Sender, now: datetime) -> None:
    """Tell a team that a promise is theirs: where it stands, never what was said."""
    tell(session, promise.team_id, "team_promise", f"beloften/{promise.id}", sender, now)


def tell_of_compliment(
    session: Session, insight: Insight, *, sender: Sender, now: datetime
) -> None:
    """Tell a team of a compliment that was released, if the tenant allowed the words."""
    if insight.stage is Stage.RELEASED and may_share_text(permission_of(session, insight)):
        tell(session, insight.team_id, "team_compliment", "gesprekskaarten/gesprek", sender, now)


def tell(
    session: Session, team_id: int | None, text: str, place: str, sender: Sender, now: datetime
) -> None:
    """Put a mail to a team in the queue; nothing for a team without a mailbox."""
    team = session.get(Team, team_id) if team_id is not None else None
    if team is not None and team.email:
        words = mail_text(text, {"link": f"{sender.base_url}/{place}"}, sender.language)
        make_mail(session, words, to=team.email, sender=sender, now=now)
