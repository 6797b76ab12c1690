"""Teams: a mailbox that hears when something is theirs, and never what was said."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.village import AFTER, SENDER, Office, held, write_note
from visits.domain.insight import Kind
from visits.domain.note import Permission
from visits.models.account import Team
from visits.models.insight import Insight
from visits.models.outbox import Mail
from visits.services import team as teams
from visits.services.journal.insight import get_insight, release
from visits.services.journal.note import NewInsight, NewPromise
from visits.services.refusals import Refused

MAILBOX = "wijkteam@waterhof.example"


@pytest.fixture
def team(session: Session) -> Team:
    """A team with a mailbox."""
    found = teams.list_teams(session)[0]
    teams.change_team(session, found, found.name, MAILBOX, by=None, now=AFTER)
    return found


def mails(session: Session) -> list[Mail]:
    """List the mails to the team."""
    return list(session.scalars(select(Mail).where(Mail.recipient == MAILBOX)))


def test_a_team_hears_of_what_was_passed_on_and_reads_no_word_of_it(
    session: Session, office: Office, team: Team
) -> None:
    visit = held(session, office)
    promises = [
        NewPromise("Lamp maken", AFTER.date().replace(day=31), team_id=team.id),
        NewPromise("Zelf bellen", AFTER.date().replace(day=31), owner_id=office.director.id),
    ]
    write_note(session, visit, office, promises=promises)

    teams.tell_of_promises(session, visit.id, made_at=AFTER, sender=SENDER)

    (mail,) = mails(session)
    assert "/beloften/" in mail.body
    assert visit.tenant is not None
    told = f"{mail.subject} {mail.body}"
    assert not [word for word in ("Lamp", visit.tenant.surname) if word in told]


@pytest.mark.parametrize(
    ("level", "count"),
    [
        (Permission.WITHOUT_NAME, 1),
        (Permission.COUNTED, 0),  # it counts, and its words stay with us
    ],
)
def test_a_team_hears_of_a_compliment_once_it_is_released_and_may_be_read(
    session: Session, office: Office, team: Team, level: Permission, count: int
) -> None:
    visit = held(session, office)
    praise = NewInsight(
        "De vakman was netjes.", kind=Kind.COMPLIMENT, themes=["OND.vakman"], team_id=team.id
    )
    write_note(session, visit, office, insights=[praise], permission=level)
    found = get_insight(session, session.scalars(select(Insight.id)).one())

    teams.tell_of_compliment(session, found, sender=SENDER, now=AFTER)
    before = len(mails(session))
    release(session, found, by=office.director.id, now=AFTER)
    teams.tell_of_compliment(session, found, sender=SENDER, now=AFTER)

    assert (before, len(mails(session))) == (0, count)
    assert not [mail for mail in mails(session) if "netjes" in mail.body]


def test_a_team_without_a_mailbox_gets_no_mail(session: Session, office: Office) -> None:
    team = teams.list_teams(session)[0]
    visit = held(session, office)
    promises = [NewPromise("Lamp maken", AFTER.date().replace(day=31), team_id=team.id)]
    write_note(session, visit, office, promises=promises)

    teams.tell_of_promises(session, visit.id, made_at=AFTER, sender=SENDER)

    assert session.scalars(select(Mail.id).where(Mail.subject.contains("uw team"))).all() == []


def test_two_teams_have_two_names_and_a_mailbox_is_an_address(session: Session, team: Team) -> None:
    with pytest.raises(Refused, match="team_taken"):
        teams.add_team(session, team.name, "", by=None, now=AFTER)
    with pytest.raises(Refused, match="email"):
        teams.add_team(session, "Tuin", "geen adres", by=None, now=AFTER)

    teams.change_team(session, team, team.name, "Tuin@Waterhof.example", by=None, now=AFTER)

    assert team.email == "tuin@waterhof.example"


def test_a_new_team_has_its_name_and_its_mailbox(session: Session) -> None:
    team = teams.add_team(session, "Proef Zuid", MAILBOX, by=None, now=AFTER)

    session.expire_all()
    assert (team.name, team.email) == ("Proef Zuid", MAILBOX)
