"""Letters: proposed, changed by the assistant, and kept as they went in the post."""

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, set_up
from tests.services.village import (
    DAY,
    SENDER,
    START,
    Office,
    add_person,
    approached,
    draw_visit,
    held,
    plan,
    planned,
)
from visits.domain.account import Role
from visits.domain.letter import HOLES, Kind
from visits.domain.month import moment
from visits.domain.organisation import LETTER_NEEDS, choices
from visits.domain.visit import Channel, State
from visits.formats.text import Text, UnknownHole
from visits.models.letter import Letter
from visits.models.visit import Contact, Visit
from visits.services.refusals import NotFound, Refused
from visits.services.visit import appointment as appointments
from visits.services.visit import letter as letters
from visits.services.visit import step as steps


def checked(session: Session, office: Office) -> Visit:
    """Give a visit whose tenant may be approached today."""
    set_up(session)
    visit = draw_visit(session, surname="Meer", initials="A.M.", prefix="van der")
    steps.check_tenant(session, visit, by=office.assistant.id, now=NOW)
    return visit


def without_mail(session: Session, office: Office) -> Visit:
    """Give a planned visit to a tenant who has no e-mail."""
    set_up(session)
    visit = approached(session, office, email=None)
    plan(session, visit, office, tell_tenant=False)
    return visit


def move(session: Session, visit: Visit, office: Office, days: int) -> None:
    """Move a visit."""
    appointments.move(
        session, visit, START + days * DAY, 60, tell_tenant=False, sender=SENDER,
        by=office.assistant.id, now=NOW + timedelta(hours=days),
    )  # fmt: skip


def due(session: Session, visit: Visit) -> Kind | None:
    """Give the letter that the tenant waits for."""
    return letters.due_letter(visit, letters.last_appointment(session, visit))


def send(session: Session, visit: Visit, office: Office, kind: Kind) -> Letter:
    """Put a letter in the post."""
    return letters.send(session, visit, kind, by=office.assistant.id, now=NOW + DAY)


def words(letter: Letter) -> str:
    """Read the paper of a letter that was sent, on one line."""
    return " ".join(PdfReader(BytesIO(letter.paper or b"")).pages[0].extract_text().split())


def fitting(session: Session, office: Office, kind: Kind) -> Visit:
    """Give a visit that stands where a letter of a kind fits."""
    set_up(session)
    if kind is Kind.INVITATION:
        return checked(session, office)
    if kind is Kind.AFTER:
        return held(session, office)
    visit = without_mail(session, office)
    if kind is not Kind.CONFIRMATION:
        send(session, visit, office, Kind.CONFIRMATION)
        move(session, visit, office, 1)
    if kind is Kind.CANCELLED:
        appointments.cancel(
            session,
            visit,
            State.CANCELLED_BY_US,
            sender=SENDER,
            by=office.assistant.id,
            now=NOW + DAY,
        )
    return visit


def test_an_invitation_in_the_post_is_kept_and_brings_the_visit_on(
    session: Session, office: Office
) -> None:
    visit = checked(session, office)

    letter = letters.send(
        session, visit, Kind.INVITATION, proposed_at=START, by=office.assistant.id, now=NOW
    )

    assert visit.state is State.APPROACHED
    assert (visit.proposed_at, visit.letter_sent_on) == (START, NOW.date())
    assert "dinsdag 8 december 2026 om 14.00 uur" in words(letter)
    assert "Geachte mevrouw Van der Meer," in words(letter)
    assert [one.id for one in letters.list_sent(session, visit)] == [letter.id]


@pytest.mark.parametrize("kind", Kind)
def test_no_letter_is_in_the_post_while_a_setting_that_it_prints_is_empty(
    session: Session, office: Office, kind: Kind
) -> None:
    visit = fitting(session, office, kind)
    set_up(session, phone="")

    with pytest.raises(Refused, match="letter_incomplete"):
        letters.send(session, visit, kind, by=office.assistant.id, now=NOW)
    looked_at = letters.print_letter(session, visit, kind, now=NOW)

    assert kind not in [one.kind for one in letters.list_sent(session, visit)]
    assert looked_at.startswith(b"%PDF")
    set_up(session)
    assert letters.send(session, visit, kind, by=office.assistant.id, now=NOW).paper


def test_a_letter_that_is_not_complete_names_every_setting_that_is_empty(
    session: Session, office: Office
) -> None:
    visit = fitting(session, office, Kind.CONFIRMATION)
    set_up(session, place="", privacy_url="")

    with pytest.raises(Refused) as refused:
        send(session, visit, office, Kind.CONFIRMATION)

    assert refused.value.missing == ["place", "privacy_url"]


def test_every_setting_that_letters_can_print_is_one_that_they_need(
    session: Session, office: Office
) -> None:
    texts = [name for name, kind in choices().items() if kind is str and name != "visiting_hours"]
    visit = fitting(session, office, Kind.CONFIRMATION)
    holes = " ".join(f"{{{name}}}" for name in sorted(HOLES[Kind.CONFIRMATION]))
    letters.keep_text(
        session, visit, Kind.CONFIRMATION, Text("x", holes), large=False,
        by=office.assistant.id, now=NOW,
    )  # fmt: skip
    set_up(session, **{name: f"<{name}>" for name in texts})

    paper = letters.proof_of(session, visit, Kind.CONFIRMATION, now=NOW).paper

    printed = {name for name in texts if f"<{name}>" in str(paper)}
    assert {"name", "place", "sender_address", "phone_hours"} < printed <= set(LETTER_NEEDS)


@pytest.mark.parametrize(
    ("sent", "monday"),
    [
        (date(2026, 11, 23), "30 november"),  # a Monday
        (date(2026, 11, 24), "30 november"),
        (date(2026, 11, 29), "30 november"),  # a Sunday
        (date(2026, 11, 30), "7 december"),
    ],
)
def test_the_letter_says_that_we_call_in_the_week_after_it(
    session: Session, office: Office, sent: date, monday: str
) -> None:
    visit = checked(session, office)

    paper = letters.proof_of(session, visit, Kind.INVITATION, now=moment(sent, time(9))).paper

    assert paper is not None
    said = " ".join(line for part in paper.parts for line in part.lines)
    assert f"belt u in de week van {monday}." in said


def test_nothing_goes_out_without_the_check_of_today(session: Session, office: Office) -> None:
    set_up(session)
    visit = draw_visit(session)

    with pytest.raises(Refused, match="not_checked"):
        letters.send(session, visit, Kind.INVITATION, by=office.assistant.id, now=NOW)


def test_a_letter_that_was_sent_stays_as_it_went(session: Session, office: Office) -> None:
    visit = without_mail(session, office)
    letter = send(session, visit, office, Kind.CONFIRMATION)
    before = letter.paper

    set_up(session, name="Een andere naam")
    move(session, visit, office, 1)

    session.refresh(letter)
    assert letter.paper == before


def test_what_the_assistant_writes_is_kept_until_the_letter_goes(
    session: Session, office: Office
) -> None:
    visit = without_mail(session, office)
    own = Text("Tot dinsdag", "{aanhef}\n\nTot {dag_datum}!\n\n{directeur_naam}")

    letters.keep_text(
        session, visit, Kind.CONFIRMATION, own, large=True, by=office.assistant.id, now=NOW
    )
    paper = letters.proof_of(session, visit, Kind.CONFIRMATION, now=NOW).paper

    assert paper is not None
    assert (paper.subject, paper.large) == ("Tot dinsdag", True)
    assert [part.lines for part in paper.parts][1:] == [
        ["Tot dinsdag 8 december 2026!"],
        ["Marijke Terpstra"],
    ]
    send(session, visit, office, Kind.CONFIRMATION)
    again = letters.proof_of(session, visit, Kind.CONFIRMATION, now=NOW)
    assert not again.own
    assert again.large  # who reads large print, reads it again


def test_an_unknown_hole_is_refused_and_nothing_is_kept(session: Session, office: Office) -> None:
    visit = without_mail(session, office)
    own = Text("Tot ziens", "{aanhef}\n\n{huurdernummer}")

    with pytest.raises(UnknownHole, match="huurdernummer"):
        letters.keep_text(
            session, visit, Kind.CONFIRMATION, own, large=False, by=office.assistant.id, now=NOW
        )

    assert not letters.proof_of(session, visit, Kind.CONFIRMATION, now=NOW).own


def test_our_own_text_comes_back_when_the_assistant_wants_it(
    session: Session, office: Office
) -> None:
    visit = without_mail(session, office)
    letters.keep_text(session, visit, Kind.CONFIRMATION, Text("x", "y\n\nz"), large=False,
                      by=office.assistant.id, now=NOW)  # fmt: skip

    letters.drop_text(session, visit, Kind.CONFIRMATION)

    proof = letters.proof_of(session, visit, Kind.CONFIRMATION, now=NOW)
    assert proof.text.subject != "x"


def test_the_tenant_waits_for_a_letter_until_one_goes(session: Session, office: Office) -> None:
    visit = without_mail(session, office)
    waits = [due(session, visit)]
    send(session, visit, office, Kind.CONFIRMATION)
    waits.append(due(session, visit))
    move(session, visit, office, 1)
    waits.append(due(session, visit))
    moved = send(session, visit, office, Kind.MOVED)
    waits.append(due(session, visit))

    assert waits == [Kind.CONFIRMATION, None, Kind.MOVED, None]
    assert "nu op woensdag 9 december 2026" in words(moved)
    assert "De oude afspraak op dinsdag 8 december 2026 gaat niet door" in words(moved)


def test_a_tenant_who_heard_of_the_first_day_only_is_told_that_this_one_is_off(
    session: Session, office: Office
) -> None:
    visit = without_mail(session, office)
    send(session, visit, office, Kind.CONFIRMATION)
    move(session, visit, office, 1)
    move(session, visit, office, 2)

    moved = send(session, visit, office, Kind.MOVED)

    assert "De oude afspraak op dinsdag 8 december 2026 gaat niet door" in words(moved)


def test_who_is_told_by_mail_or_telephone_waits_for_no_letter(
    session: Session, office: Office
) -> None:
    set_up(session)
    by_mail = planned(session, office)
    assert due(session, by_mail) is None

    appointments.tell_by_phone(session, by_mail, by=office.assistant.id, now=NOW)

    assert due(session, by_mail) is None
    channels = session.scalars(select(Contact.channel).where(Contact.result.is_(None))).all()
    assert channels[-1] is Channel.PHONE


def test_a_visit_that_was_never_moved_has_no_letter_about_another_day(
    session: Session, office: Office
) -> None:
    visit = without_mail(session, office)

    with pytest.raises(Refused, match="letter_not_now"):
        letters.print_letter(session, visit, Kind.MOVED, now=NOW)


def test_of_several_directors_the_one_who_visits_signs(session: Session, office: Office) -> None:
    set_up(session)
    other = add_person(session, Role.DIRECTOR, name="Pieter Zwart")
    visit = draw_visit(session)
    appointments.choose_host(session, visit, other, sender=SENDER, by=office.assistant.id, now=NOW)
    steps.check_tenant(session, visit, by=office.assistant.id, now=NOW)

    letter = letters.send(session, visit, Kind.INVITATION, by=office.assistant.id, now=NOW)

    assert "Pieter Zwart" in words(letter)
    assert "Marijke Terpstra" not in words(letter)


def test_a_letter_of_another_visit_or_to_nobody_does_not_exist(
    session: Session, office: Office
) -> None:
    visit = without_mail(session, office)
    letter = send(session, visit, office, Kind.CONFIRMATION)
    visit.tenant = None

    with pytest.raises(NotFound):
        letters.get_sent(session, visit, letter.id + 1)
    with pytest.raises(NotFound):
        letters.print_letter(session, visit, Kind.CONFIRMATION, now=NOW)


def test_a_letter_that_went_out_is_read_back_when_it_fits_no_longer(
    session: Session, office: Office
) -> None:
    visit = checked(session, office)
    letter = letters.send(session, visit, Kind.INVITATION, by=office.assistant.id, now=NOW)

    proof = letters.proof_of(session, visit, Kind.INVITATION, now=NOW)

    assert (proof.paper, list(proof.sent)) == (None, [letter])


def test_a_letter_that_neither_fits_nor_went_out_is_not_shown(
    session: Session, office: Office
) -> None:
    visit = checked(session, office)

    with pytest.raises(Refused, match="letter_not_now"):
        letters.proof_of(session, visit, Kind.AFTER, now=NOW)
