"""What every part of the sample data needs: the session, who is who, and the moved clock."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from visits.demo.agenda import Agenda
from visits.domain.account import Role
from visits.models.draw import Draw
from visits.models.visit import Visit
from visits.services import outbox
from visits.services.account import add_account
from visits.services.draw.hold import ensure_chain
from visits.services.draw.lot import list_invitations
from visits.services.organisation import change_organisation
from visits.services.team import change_team, list_teams
from visits.services.visit.record import get_visit

PASSWORD = "bezoek-demo"  # noqa: S105 - printed for everybody who tries the sample data
ORGANISATION = {
    "name": "Woonstichting Waterhof",
    "place": "Alkmaar",
    "sender_address": "Postbus 55, 1800 AB Alkmaar",
    "phone": "072 555 01 00",
    "phone_hours": "van maandag tot en met vrijdag, van 9.00 tot 16.00 uur",
    "director_name": "Marijke Terpstra",
    "director_title": "directeur",
    "assistant_name": "Yvonne Schouten",
    "privacy_url": "www.waterhof.example/privacy",
    "privacy_address": "privacy@waterhof.example",
    "admin_phone": "072 555 01 11",
    "board_label": "Bestuur en RvC",
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who may sign in to the sample data."""

    email: str
    name: str
    role: Role
    team: str = ""


ACCOUNTS = (
    DemoAccount("directeur@demo.example", "Marijke Terpstra", Role.DIRECTOR),
    DemoAccount("assistent@demo.example", "Yvonne Schouten", Role.ASSISTANT),
    DemoAccount("bestuur@demo.example", "Ineke Blom", Role.BOARD),
    DemoAccount("medewerker@demo.example", "Karim el Idrissi", Role.STAFF, "Wijkteam"),
    DemoAccount("beheer@demo.example", "Beheer", Role.ADMIN),
)


@dataclass(slots=True)
class Scene:
    """The association of the sample data, at work."""

    session: Session
    agenda: Agenda
    sender: outbox.Sender
    today: date
    people: dict[Role, int]
    teams: dict[str, int]
    gone: set[str] = field(default_factory=set)

    @property
    def director(self) -> int:
        """The number of the director's account."""
        return self.people[Role.DIRECTOR]

    @property
    def assistant(self) -> int:
        """The number of the assistant's account."""
        return self.people[Role.ASSISTANT]

    def keeper(self, owner: str) -> int:
        """Give who works on the promises of an owner: one of the team, or the assistant for it."""
        if owner == "director":
            return self.director
        return self.people[Role.STAFF] if owner == "Wijkteam" else self.assistant

    def visit(self, number: int) -> Visit:
        """Give the visit of a draw that is being made now: its last lot that was called."""
        draw = self.session.get_one(Draw, number)
        return get_visit(self.session, list_invitations(self.session, draw)[-1].id)

    def post(self, now: datetime) -> None:
        """Note that the mails that wait were sent; nothing goes out, for nobody here exists."""
        for mail in outbox.list_due(self.session, now=now):
            outbox.claim(self.session, mail, now=now)
            outbox.note_sending(self.session, mail, now=now)


def set_scene(
    session: Session,
    agenda: Agenda,
    *,
    password_hash: str,
    sender: outbox.Sender,
    today: date,
    now: datetime,
) -> Scene:
    """Set the association up: its people, its choices and its chain of seeds."""
    teams = {team.name: team.id for team in list_teams(session)}
    for team in list_teams(session):
        mailbox = f"{team.name.lower()}@waterhof.example"
        change_team(session, team, team.name, mailbox, by=None, now=now)
    people: dict[Role, int] = {}
    for one in sorted(ACCOUNTS, key=lambda account: account.role is not Role.ADMIN):
        people[one.role] = add_account(
            session,
            one.email,
            name=one.name,
            roles=[one.role],
            password_hash=password_hash,
            team_id=teams.get(one.team),
            by=people.get(Role.ADMIN),
            now=now,
        ).id
    change_organisation(session, ORGANISATION, by=people[Role.ADMIN], now=now)
    ensure_chain(session, now=now)
    return Scene(session, agenda, sender, today, people, teams)
