"""Who comes along: added and taken off at any time, and each hears only what concerns them."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.formats.calendar_cases import read_event
from tests.services.village import (
    DAY,
    SENDER,
    START,
    Office,
    add_person,
    approach,
    approached,
    count,
    draw_visit,
    plan,
    planned,
)
from visits.domain.account import Role
from visits.domain.visit import State, StepNotAllowed
from visits.models.account import Account
from visits.models.appointment import Appointment, GuestRole, Partstat
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.refusals import Refused
from visits.services.visit import appointment as appointments
from visits.services.visit.guest import list_guests

TENANT = "huurder@thuis.example"


def details(
    session: Session,
    visit: Visit,
    office: Office,
    *,
    companions: tuple[Account, ...] = (),
    remark: str = "",
    tell_tenant: bool = False,
    resend: bool = False,
) -> Appointment:
    """Change who comes along and the text."""
    return appointments.change_details(
        session, visit, companions=companions, remark=remark, tell_tenant=tell_tenant,
        resend=resend, sender=SENDER, by=office.assistant.id, now=NOW + DAY,
    )  # fmt: skip


def last(session: Session, recipient: str) -> Mail:
    """Give the last mail to somebody."""
    query = select(Mail).where(Mail.recipient == recipient).order_by(Mail.id.desc())
    found = session.scalars(query).first()
    assert found is not None
    return found


def stamp_of(session: Session, recipient: str) -> datetime:
    """Give the DTSTAMP of the last file that went to somebody."""
    stamp = read_event(last(session, recipient).calendar or b"").decoded("dtstamp")
    assert isinstance(stamp, datetime)
    return stamp


def helper(session: Session, name: str = "Karim el Idrissi") -> Account:
    """Add a colleague who may come along."""
    return add_person(session, Role.STAFF, name=name)


def test_who_is_added_is_invited_and_the_other_colleagues_read_who_comes_along(
    session: Session, office: Office
) -> None:
    visit, karim = planned(session, office), helper(session)
    before = count(session, Mail)

    appointment = details(session, visit, office, companions=(karim,))

    mail, other = last(session, karim.email), last(session, office.director.email)
    assert count(session, Mail) == before + 2  # the tenant hears nothing unless asked for
    assert (mail.method, mail.sequence, appointment.sequence) == ("REQUEST", 0, 0)
    assert mail.subject == "U gaat mee op huurdersbezoek op dinsdag 8 december 2026"
    assert (other.method, other.sequence) == ("REQUEST", 0)
    assert "Karim el Idrissi komt mee." in other.body
    assert "Karim el Idrissi komt mee." in read_event(other.calendar or b"")["description"]


def test_who_is_added_in_a_move_hears_of_the_new_day_only(session: Session, office: Office) -> None:
    visit, karim = planned(session, office), helper(session)

    appointments.move(
        session, visit, START + DAY, 60, companions=[karim], tell_tenant=True, sender=SENDER,
        by=office.assistant.id, now=NOW + DAY,
    )  # fmt: skip

    mail = last(session, karim.email)
    assert "woensdag 9 december" in mail.body
    assert "8 december" not in mail.subject + mail.body
    assert "verzet" not in mail.subject + mail.body
    assert "verzet" in last(session, office.director.email).subject


def test_a_tenant_who_is_told_later_does_not_read_a_first_yes(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, email=TENANT)
    plan(session, visit, office, tell_tenant=False)

    details(session, visit, office, tell_tenant=True)

    assert "Dit is onze afspraak" in last(session, TENANT).body
    assert "Fijn dat ik langs mag komen" not in last(session, TENANT).body


def test_who_leaves_gets_a_cancellation_and_the_other_colleagues_the_event_as_it_is_now(
    session: Session, office: Office
) -> None:
    karim, ineke = helper(session), helper(session, "Ineke Blom")
    visit = approached(session, office, email=TENANT)
    appointment = plan(session, visit, office, companions=[karim, ineke])
    for guest in list_guests(session, appointment):
        guest.partstat = Partstat.ACCEPTED
    before = {one: stamp_of(session, one) for one in (office.director.email, ineke.email)}
    tenants = last(session, TENANT)

    details(session, visit, office, companions=(ineke,))

    gone = last(session, karim.email)
    event = read_event(gone.calendar or b"")
    assert str(event["attendee"]) == f"mailto:{karim.email}"
    assert (gone.method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 0)
    assert "gaat niet door" not in gone.body
    for one, stamp in before.items():
        mail = last(session, one)
        event = read_event(mail.calendar or b"")
        assert (mail.method, event["sequence"], event["uid"]) == ("REQUEST", 0, appointment.uid)
        assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
        assert event.decoded("dtstamp") > stamp
        assert "Karim" not in event["description"] + mail.body
    assert last(session, TENANT) is tenants


def test_who_left_and_comes_along_after_all_is_invited_with_a_newer_stamp(
    session: Session, office: Office
) -> None:
    visit, karim = planned(session, office), helper(session)
    details(session, visit, office, companions=(karim,))
    details(session, visit, office)
    gone = stamp_of(session, karim.email)

    details(session, visit, office, companions=(karim,))

    mail = last(session, karim.email)
    assert (mail.method, mail.sequence) == ("REQUEST", 0)
    assert stamp_of(session, karim.email) > gone


def test_company_chosen_on_the_page_of_the_day_is_told_though_the_day_stays(
    session: Session, office: Office
) -> None:
    visit, karim = planned(session, office), helper(session)

    appointments.move(
        session, visit, START, 60, companions=[karim], tell_tenant=False, sender=SENDER,
        by=office.assistant.id, now=NOW + DAY,
    )  # fmt: skip

    mail = last(session, office.director.email)
    assert (mail.method, mail.sequence) == ("REQUEST", 0)
    assert "Karim el Idrissi komt mee." in mail.body
    assert last(session, karim.email).method == "REQUEST"


def test_a_change_of_text_keeps_the_sequence_the_time_and_every_answer(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    appointment = appointments.get_appointment(session, visit)
    for guest in list_guests(session, appointment):
        guest.partstat = Partstat.ACCEPTED
    before = read_event(last(session, office.director.email).calendar or b"")

    details(session, visit, office, remark="Wij gaan om 13.30 uur weg.")

    event = read_event(last(session, office.director.email).calendar or b"")
    assert "Wij gaan om 13.30 uur weg." in event["description"]
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert event["sequence"] == before["sequence"] == 0
    assert event.decoded("dtstart") == before.decoded("dtstart")
    assert event.decoded("dtstamp") > before.decoded("dtstamp")


def test_the_tenant_never_reads_the_text_for_the_others(session: Session, office: Office) -> None:
    visit = planned(session, office)

    details(session, visit, office, remark="Fiets mee", tell_tenant=True)

    mail = last(session, TENANT)
    assert b"Fiets" not in (mail.calendar or b"")
    assert "Fiets" not in mail.body
    assert (mail.method, mail.sequence) == ("REQUEST", 0)


@pytest.mark.parametrize(("tell", "mails"), [(True, 1), (False, 0)])
def test_the_tenant_hears_of_company_only_if_the_assistant_says_so(
    session: Session, office: Office, tell: bool, mails: int
) -> None:
    visit, karim = planned(session, office), helper(session)
    query = select(Mail.id).where(Mail.recipient == TENANT)
    before = len(session.scalars(query).all())

    details(session, visit, office, companions=(karim,), tell_tenant=tell)

    assert len(session.scalars(query).all()) == before + mails
    if tell:
        assert "Karim el Idrissi komt mee." in last(session, TENANT).body


def test_a_corrected_address_goes_to_every_calendar_that_shows_it(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    assert visit.tenant is not None
    visit.tenant.house_number = 99

    details(session, visit, office, resend=True)

    event = read_event(last(session, office.director.email).calendar or b"")
    assert " 99, " in event["location"]
    assert event["sequence"] == 0


def test_another_address_of_the_tenant_takes_the_place_of_the_old_one(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    assert visit.tenant is not None
    visit.tenant.email = "nieuw@thuis.example"

    appointment = details(session, visit, office)

    tenants = [g for g in list_guests(session, appointment) if g.role is GuestRole.TENANT]
    assert [guest.email for guest in tenants] == ["nieuw@thuis.example"]
    assert last(session, TENANT).method == "CANCEL"


def test_nothing_changes_who_comes_along_to_a_visit_that_is_not_planned(
    session: Session, office: Office
) -> None:
    with pytest.raises(StepNotAllowed):
        details(session, approached(session, office), office)


def test_with_several_directors_somebody_chooses_who_visits(
    session: Session, office: Office
) -> None:
    add_person(session, Role.DIRECTOR)
    visit = draw_visit(session)

    with pytest.raises(Refused, match="choose_host"):
        approach(session, visit, office)


def test_another_director_gets_the_visit_and_the_first_one_loses_it(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    appointments.confirm(session, visit, by=office.assistant.id, now=NOW)
    other = add_person(session, Role.DIRECTOR)

    appointments.choose_host(
        session, visit, other, sender=SENDER, by=office.assistant.id, now=NOW + DAY
    )

    assert (visit.host_id, visit.state) == (other.id, State.PLANNED)
    assert last(session, office.director.email).method == "CANCEL"
    assert last(session, other.email).method == "REQUEST"
    assert last(session, TENANT).sequence == 0  # the tenant's event is the same


def test_only_a_director_can_make_the_visit(session: Session, office: Office) -> None:
    visit = draw_visit(session)

    with pytest.raises(Refused, match="no_host"):
        appointments.choose_host(
            session, visit, office.assistant, sender=SENDER, by=office.assistant.id, now=NOW
        )


def test_who_came_along_is_the_host_once_the_visit_is_theirs(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    karim = add_person(session, Role.DIRECTOR, name="Karim el Idrissi")
    details(session, visit, office, companions=(karim,))

    visit.host_id = karim.id
    appointment = details(session, visit, office, companions=(office.director,))

    roles = {guest.email: guest.role for guest in list_guests(session, appointment)}
    assert roles[karim.email] is GuestRole.HOST
    assert roles[office.director.email] is GuestRole.COMPANION
