"""The association's choices."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import Office, add_tenants, hold_draw
from visits.domain.organisation import Organisation
from visits.models.audit import AuditLine
from visits.models.organisation import Choice
from visits.services.draw.lot import record_of
from visits.services.organisation import change_organisation, get_organisation


def test_what_nobody_chose_is_the_default(session: Session) -> None:
    assert get_organisation(session) == Organisation()


def test_only_what_changed_is_stored_and_logged(session: Session, office: Office) -> None:
    chosen = {"minimum_years": 30, "smallest_group": 3, "name": "Waterhof", "onbekend": 1}

    changed = change_organisation(session, chosen, by=office.assistant.id, now=NOW)

    assert set(changed) == {"minimum_years", "name"}
    assert get_organisation(session) == Organisation(name="Waterhof", minimum_years=30)
    lines = session.scalars(select(AuditLine).where(AuditLine.subject == "choice")).all()
    assert {(line.deed, line.subject_id, line.account_id) for line in lines} == {
        ("organisation.change", name, office.assistant.id) for name in changed
    }


def test_a_choice_may_go_back_to_its_default(session: Session) -> None:
    change_organisation(session, {"assistant_releases": True}, by=None, now=NOW)

    change_organisation(session, {"assistant_releases": False}, by=None, now=NOW)

    assert not get_organisation(session).assistant_releases


def test_a_choice_of_an_older_version_does_no_harm(session: Session) -> None:
    session.add(Choice(name="afgeschaft", value=1, changed_at=NOW))
    session.flush()

    assert get_organisation(session) == Organisation()


def test_other_years_hold_from_the_next_draw(session: Session) -> None:
    add_tenants(session, 3)
    first = hold_draw(session)

    change_organisation(session, {"minimum_years": 40}, by=None, now=NOW)
    second = hold_draw(session, "2026-12")

    years = [record_of(draw)["rules"]["min_years"] for draw in (first, second)]
    assert years == [25, 40]
