"""Calendar answers: applied when there is no doubt, put before a person when there is."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import (
    AFTER,
    DAY,
    SENDER,
    START,
    Office,
    add_person,
    approached,
    count,
    deeds,
    plan,
    planned,
)
from visits.domain.account import Role
from visits.domain.visit import State
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, Partstat
from visits.models.audit import AuditLine
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.refusals import NotFound, Refused
from visits.services.visit import answer as answers
from visits.services.visit import appointment as appointments
from visits.services.visit import busy
from visits.services.visit import question as questions
from visits.services.visit import step as steps
from visits.services.visit.guest import list_guests

TENANT = "huurder@thuis.example"
HOUR = timedelta(hours=1)


def written(moment: datetime) -> str:
    """Give a moment as a calendar file has it."""
    return f"{moment:%Y%m%dT%H%M%SZ}"


def reply(
    appointment: Appointment,
    email: str,
    partstat: str = "ACCEPTED",
    *,
    method: str = "REPLY",
    uid: str = "",
    sequence: int | None = None,
    start: datetime | None = None,
    stamp: datetime = NOW + HOUR,
) -> bytes:
    """Write an answer as Outlook does: without an organizer."""
    start = start or appointment.starts_at
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Proef//NL",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid or appointment.uid}",
        f"DTSTAMP:{written(stamp)}",
        f"SEQUENCE:{appointment.sequence if sequence is None else sequence}",
        f"DTSTART:{written(start)}",
        f"DTEND:{written(start + HOUR)}",
        "SUMMARY:Geaccepteerd: Huurdersbezoek",
        f"ATTENDEE;PARTSTAT={partstat}:MAILTO:{email.upper()}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


def appointed(session: Session, office: Office) -> tuple[Visit, Appointment]:
    """Plan a visit, and give its appointment beside it."""
    visit = planned(session, office)
    return visit, appointments.get_appointment(session, visit)


def receive(session: Session, data: bytes, *, now: datetime = NOW + HOUR) -> Answer:
    """Drop a file on the page."""
    return answers.receive(session, data, by=None, now=now)


def guest(session: Session, email: str) -> Guest:
    """Give the guest of an address."""
    return session.scalars(select(Guest).where(Guest.email == email)).one()


def state(session: Session, visit: Visit) -> tuple[object, ...]:
    """Give all that an answer could change about a visit."""
    appointment = appointments.get_appointment(session, visit)
    guests = list_guests(session, appointment)
    return (
        visit.state,
        appointment.starts_at,
        appointment.sequence,
        [(one.email, one.partstat, one.answered_stamp) for one in guests],
        count(session, Mail),
    )


def test_the_directors_yes_confirms_the_visit(session: Session, office: Office) -> None:
    visit, appointment = appointed(session, office)

    answer = receive(session, reply(appointment, office.director.email))

    assert (answer.outcome, answer.waiting) == ("apply", False)
    assert visit.state is State.CONFIRMED
    assert guest(session, office.director.email).partstat is Partstat.ACCEPTED
    assert not appointment.tentative


def test_the_tenants_yes_is_kept_and_confirms_nothing(session: Session, office: Office) -> None:
    visit = planned(session, office)

    receive(session, reply(appointments.get_appointment(session, visit), TENANT))

    assert guest(session, TENANT).partstat is Partstat.ACCEPTED
    assert visit.state is State.PLANNED


@pytest.mark.parametrize("who", ["director", "tenant"])
def test_a_no_takes_the_confirmation_back_and_waits_for_a_person(
    session: Session, office: Office, who: str
) -> None:
    visit, appointment = appointed(session, office)
    appointments.confirm(session, visit, by=office.assistant.id, now=NOW)
    email = office.director.email if who == "director" else TENANT

    answer = receive(session, reply(appointment, email, "DECLINED"))

    assert visit.state is State.PLANNED
    assert answer.waiting
    assert appointments.get_appointment(session, visit).starts_at == START
    assert questions.list_waiting(session) == [answer]


def test_a_companion_who_cannot_come_changes_nothing_for_the_visit(
    session: Session, office: Office
) -> None:
    companion = add_person(session, Role.STAFF)
    visit = approached(session, office)
    appointment = plan(session, visit, office, companions=[companion])
    appointments.confirm(session, visit, by=office.assistant.id, now=NOW)

    answer = receive(session, reply(appointment, companion.email, "DECLINED"))

    assert (visit.state, answer.waiting) == (State.CONFIRMED, False)
    assert guest(session, companion.email).partstat is Partstat.DECLINED


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"stamp": NOW - HOUR, "partstat": "DECLINED"}, "stale"),  # older than the last answer
        ({"sequence": 0, "partstat": "DECLINED"}, "stale"),  # to the invitation before the move
        ({"uid": "bezoek-anders@elders.example"}, "unknown_visit"),
        ({"email": "vreemd@elders.example"}, "not_invited"),  # nobody joins by answering
        ({"method": "REQUEST"}, "reject"),  # an invitation from outside with our own UID
        ({"method": "CANCEL"}, "reject"),
        ({"partstat": "NEEDS-ACTION"}, "no_answer"),
        ({"method": "REFRESH"}, "resend"),
        ({"sequence": 9, "partstat": "DECLINED"}, "review"),  # we never sent that one
    ],
)
def test_an_answer_that_does_not_count_changes_nothing(
    session: Session, office: Office, changes: dict[str, str], outcome: str
) -> None:
    visit = planned(session, office)
    appointments.move(
        session,
        visit,
        START + DAY,
        60,
        tell_tenant=True,
        sender=SENDER,
        by=office.assistant.id,
        now=NOW,
    )
    appointment = appointments.get_appointment(session, visit)
    receive(session, reply(appointment, office.director.email, stamp=NOW))
    before = state(session, visit)
    known = {"email": office.director.email} | changes

    answer = receive(session, reply(appointment, **known))  # type: ignore[arg-type]

    assert answer.outcome == outcome
    assert state(session, visit) == before


@pytest.mark.parametrize("data", [b"", b"geen agenda", b"\x00\xff", b"BEGIN:VCALENDAR\r\n"])
def test_what_is_no_calendar_file_is_refused_and_remembered(session: Session, data: bytes) -> None:
    answer = receive(session, data)

    assert (answer.outcome, answer.appointment_id, answer.waiting) == ("reject", None, False)
    assert answer.sha256 == sha256(data).hexdigest()
    assert deeds(session) == ["answer.receive"]


def test_an_answer_after_the_cancellation_changes_nothing(session: Session, office: Office) -> None:
    visit, appointment = appointed(session, office)
    by = office.assistant.id
    appointments.cancel(session, visit, State.CANCELLED_BY_US, sender=SENDER, by=by, now=NOW)

    answer = receive(session, reply(appointment, office.director.email))

    assert (answer.outcome, visit.state) == ("visit_cancelled", State.CANCELLED_BY_US)


def test_a_yes_after_the_visit_changes_nothing_about_it(session: Session, office: Office) -> None:
    visit, appointment = appointed(session, office)
    steps.hold_visit(session, visit, on=START.date(), minutes=60, by=office.director.id, now=AFTER)

    answer = receive(session, reply(appointment, office.director.email), now=AFTER)

    assert (answer.outcome, visit.state) == ("apply", State.HELD)


def mail_with(data: bytes, sender: str) -> bytes:
    """Give a mail with a calendar answer in it."""
    message = EmailMessage()
    message["From"], message["To"] = sender, SENDER.email
    message["Subject"] = "Geaccepteerd"
    message.set_content("Tot dan")
    message.add_alternative(
        data, maintype="text", subtype="calendar", params={"method": "REPLY", "charset": "UTF-8"}
    )
    return message.as_bytes()


def test_an_answer_in_a_mail_is_read(session: Session, office: Office) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), office.director.email)

    receive(session, mail_with(data, office.director.email))

    assert visit.state is State.CONFIRMED


def test_an_answer_sent_by_somebody_else_waits_for_a_person(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), office.director.email)
    before = state(session, visit)

    answer = receive(session, mail_with(data, "secretariaat@waterhof.example"))

    assert (answer.outcome, answer.reason) == ("review", "sender_is_not_attendee")
    assert answer.waiting
    assert state(session, visit) == before


def test_a_person_may_apply_a_doubtful_answer(session: Session, office: Office) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), office.director.email)
    answer = receive(session, mail_with(data, "secretariaat@waterhof.example"))

    questions.apply_reviewed(session, answer, by=office.assistant.id, now=NOW + DAY)

    assert visit.state is State.CONFIRMED
    assert (answer.waiting, answer.accepted) == (False, True)
    assert answer.decided_by == office.assistant.id


def test_a_delegated_answer_cannot_be_applied(session: Session, office: Office) -> None:
    visit, appointment = appointed(session, office)
    answer = receive(session, reply(appointment, office.director.email, "DELEGATED"))
    before = state(session, visit)

    with pytest.raises(Refused, match="no_proposal"):
        questions.apply_reviewed(session, answer, by=office.assistant.id, now=NOW)

    assert (answer.outcome, answer.reason) == ("review", "delegated")
    assert state(session, visit) == before


def test_a_plain_answer_is_not_reviewed(session: Session, office: Office) -> None:
    _, appointment = appointed(session, office)
    answer = receive(session, reply(appointment, office.director.email, "DECLINED"))

    with pytest.raises(Refused, match="no_proposal"):
        questions.apply_reviewed(session, answer, by=office.assistant.id, now=NOW)


def propose(session: Session, office: Office, visit: Visit, start: datetime) -> Answer:
    """Let the director propose another moment."""
    appointment = appointments.get_appointment(session, visit)
    return receive(
        session,
        reply(appointment, office.director.email, "TENTATIVE", method="COUNTER", start=start),
    )


def test_another_time_waits_for_a_person(session: Session, office: Office) -> None:
    visit = planned(session, office)
    before = state(session, visit)

    answer = propose(session, office, visit, START + DAY)

    assert (answer.outcome, answer.waiting) == ("counter", True)
    assert (answer.proposed_start, answer.proposed_end) == (START + DAY, START + DAY + HOUR)
    assert state(session, visit) == before


def test_an_accepted_proposal_moves_the_visit_and_asks_everybody_again(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    answer = propose(session, office, visit, START + DAY)

    questions.accept_proposal(
        session, answer, sender=SENDER, by=office.assistant.id, now=NOW + 2 * HOUR
    )

    appointment = appointments.get_appointment(session, visit)
    assert (appointment.starts_at, appointment.sequence) == (START + DAY, 1)
    told = session.scalars(select(Mail).where(Mail.sequence == 1)).all()
    assert {mail.recipient for mail in told} == {office.director.email, TENANT}
    assert (answer.waiting, answer.accepted) == (False, True)


def test_a_refused_proposal_is_answered_by_a_plain_mail_to_one(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    answer = propose(session, office, visit, START + DAY)
    before = count(session, Mail)

    questions.refuse_proposal(
        session, answer, sender=SENDER, by=office.assistant.id, now=NOW + 2 * HOUR
    )

    (mail,) = session.scalars(select(Mail).order_by(Mail.id)).all()[before:]
    assert (mail.recipient, mail.calendar) == (office.director.email, None)
    assert appointments.get_appointment(session, visit).starts_at == START
    assert (answer.waiting, answer.accepted) == (False, False)


def replan(session: Session, office: Office, visit: Visit) -> None:
    """Cancel a visit and plan it on another day."""
    by = office.assistant.id
    appointments.cancel(session, visit, State.CANCELLED_BY_US, sender=SENDER, by=by, now=NOW)
    plan(session, visit, office, starts_at=START + 7 * DAY)


def test_a_proposal_for_a_cancelled_day_moves_no_other(session: Session, office: Office) -> None:
    visit = planned(session, office)
    answer = propose(session, office, visit, START + DAY)
    replan(session, office, visit)
    before = state(session, visit)

    with pytest.raises(Refused, match="no_appointment"):
        questions.accept_proposal(session, answer, sender=SENDER, by=office.assistant.id, now=NOW)
    questions.refuse_proposal(session, answer, sender=SENDER, by=office.assistant.id, now=NOW)

    assert state(session, visit) == before  # and no mail says that the old day stands


def test_a_doubtful_yes_to_a_cancelled_day_confirms_no_other(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), office.director.email)
    answer = receive(session, mail_with(data, "secretariaat@waterhof.example"))
    replan(session, office, visit)

    with pytest.raises(Refused, match="no_appointment"):
        questions.apply_reviewed(session, answer, by=office.assistant.id, now=NOW)

    assert visit.state is State.PLANNED


def test_a_proposal_in_the_past_is_refused(session: Session, office: Office) -> None:
    visit = planned(session, office)
    answer = propose(session, office, visit, NOW - DAY)

    with pytest.raises(Refused, match="in_the_past"):
        questions.accept_proposal(session, answer, sender=SENDER, by=office.assistant.id, now=NOW)

    assert appointments.get_appointment(session, visit).starts_at == START


@pytest.mark.parametrize("accepts", [True, False])
def test_an_answer_without_another_time_is_no_proposal(
    session: Session, office: Office, accepts: bool
) -> None:
    _, appointment = appointed(session, office)
    answer = receive(session, reply(appointment, office.director.email, "DECLINED"))
    deed = questions.accept_proposal if accepts else questions.refuse_proposal

    with pytest.raises(Refused, match="no_proposal"):
        deed(session, answer, sender=SENDER, by=office.assistant.id, now=NOW)


@pytest.mark.parametrize("accepted", [True, False])
def test_an_answer_that_was_settled_waits_no_longer_and_the_others_do(
    session: Session, office: Office, accepted: bool
) -> None:
    visit = planned(session, office)
    first, second, third = (propose(session, office, visit, START + n * DAY) for n in (1, 2, 3))
    before = questions.list_waiting(session)

    questions.decide(session, second, accepted, by=office.assistant.id, now=NOW + DAY)

    assert before == [first, second, third]  # the oldest first
    assert questions.list_waiting(session) == [first, third]
    assert (second.decided_at, second.decided_by) == (NOW + DAY, office.assistant.id)
    assert (second.accepted, deeds(session)[-1]) == (accepted, "answer.decide")


@pytest.mark.parametrize("way", ["accept", "refuse", "apply", "resend"])
def test_every_way_to_settle_an_answer_takes_it_off_the_list(
    session: Session, office: Office, way: str
) -> None:
    visit = planned(session, office)
    email = office.director.email
    appointment = appointments.get_appointment(session, visit)
    data = {
        "accept": reply(appointment, email, method="COUNTER", start=START + DAY),
        "refuse": reply(appointment, email, method="COUNTER", start=START + DAY),
        "apply": mail_with(reply(appointment, email), "secretariaat@waterhof.example"),
        "resend": reply(appointment, email, method="REFRESH"),
    }
    answer = receive(session, data[way])
    by, now = office.assistant.id, NOW + 2 * HOUR
    before = questions.list_waiting(session)

    if way == "apply":
        questions.apply_reviewed(session, answer, by=by, now=now)
    else:
        deed = {
            "accept": questions.accept_proposal,
            "refuse": questions.refuse_proposal,
            "resend": questions.resend,
        }[way]
        deed(session, answer, sender=SENDER, by=by, now=now)

    assert before == [answer]
    assert questions.list_waiting(session) == []


def test_who_asks_for_the_invitation_again_gets_it_and_nobody_else_does(
    session: Session, office: Office
) -> None:
    _, appointment = appointed(session, office)
    answer = receive(session, reply(appointment, TENANT, method="REFRESH"))
    before = count(session, Mail)

    questions.resend(session, answer, sender=SENDER, by=office.assistant.id, now=NOW + DAY)

    (mail,) = session.scalars(select(Mail).order_by(Mail.id)).all()[before:]
    assert (mail.recipient, mail.method, mail.sequence) == (TENANT, "REQUEST", 0)


def test_nothing_is_sent_again_to_who_did_not_ask_for_it(session: Session, office: Office) -> None:
    visit = planned(session, office)
    answer = propose(session, office, visit, START + DAY)
    before = count(session, Mail)

    with pytest.raises(Refused, match="no_proposal"):
        questions.resend(session, answer, sender=SENDER, by=office.assistant.id, now=NOW)

    assert (count(session, Mail), answer.waiting) == (before, True)


def test_a_doubtful_answer_of_who_is_no_longer_invited_cannot_be_applied(
    session: Session, office: Office
) -> None:
    karim = add_person(session, Role.STAFF)
    visit = approached(session, office)
    appointment = plan(session, visit, office, companions=[karim])
    data = mail_with(reply(appointment, karim.email), "secretariaat@waterhof.example")
    answer = receive(session, data)
    appointments.change_details(
        session, visit, companions=[], remark="", tell_tenant=False, sender=SENDER,
        by=office.assistant.id, now=NOW + HOUR,
    )  # fmt: skip

    with pytest.raises(Refused, match="no_proposal"):
        questions.apply_reviewed(session, answer, by=office.assistant.id, now=NOW + DAY)

    assert answer.waiting


def test_a_no_after_the_visit_asks_nobody_for_a_decision(session: Session, office: Office) -> None:
    visit, appointment = appointed(session, office)
    steps.hold_visit(session, visit, on=START.date(), minutes=60, by=office.director.id, now=AFTER)

    answer = receive(session, reply(appointment, TENANT, "DECLINED"), now=AFTER)

    assert (answer.outcome, answer.waiting, visit.state) == ("apply", False, State.HELD)


def test_a_question_is_answered_once(session: Session, office: Office) -> None:
    visit = planned(session, office)
    answer = propose(session, office, visit, START + DAY)
    questions.decide(session, answer, False, by=office.assistant.id, now=NOW)

    with pytest.raises(Refused, match="answer_decided"):
        questions.get_waiting(session, answer.id)
    with pytest.raises(NotFound):
        questions.get_waiting(session, 404)


def test_the_log_holds_the_hash_of_a_file_and_no_address(session: Session, office: Office) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), TENANT)

    receive(session, data)

    line = session.scalars(select(AuditLine).where(AuditLine.deed == "answer.receive")).one()
    assert line.detail["sha256"] == sha256(data).hexdigest()
    assert "@" not in str(line.detail)


def test_copies_of_one_answer_by_file_and_by_mail_make_one_line(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), office.director.email)

    first = receive(session, data)
    copies = [receive(session, mail_with(data, office.director.email)) for _ in range(2)]

    assert copies == [first, first]
    assert (count(session, Answer), visit.state) == (1, State.CONFIRMED)


def test_a_file_takes_the_doubt_away_that_its_mail_left(session: Session, office: Office) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), office.director.email)
    doubtful = receive(session, mail_with(data, "secretariaat@waterhof.example"))

    answer = receive(session, data)

    assert answer is doubtful
    assert (answer.outcome, answer.reason, answer.waiting) == ("apply", None, False)
    assert visit.state is State.CONFIRMED


ALIAS = "d.terpstra@elders.example"


def from_alias(session: Session, visit: Visit, partstat: str = "ACCEPTED", **more: Any) -> Answer:
    """Receive a mail with an answer from an address that nobody invited."""
    data = reply(appointments.get_appointment(session, visit), ALIAS, partstat, **more)
    if method := more.get("method"):
        return receive(session, mail_with(data, ALIAS).replace(b'"REPLY"', f'"{method}"'.encode()))
    return receive(session, mail_with(data, ALIAS))


def test_an_answer_from_another_address_waits_with_who_sent_it_and_what_we_sent(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    before = state(session, visit)

    answer = from_alias(session, visit)

    question = questions.question_of(session, answer)
    assert (answer.outcome, answer.reason, answer.waiting) == ("review", "unknown_attendee", True)
    assert (answer.sender, question.who, question.asks) == (ALIAS, ALIAS, questions.Asks.WHOSE)
    assert set(question.sent) == {office.director.email, TENANT}
    assert state(session, visit) == before


def test_a_person_says_whose_answer_it_is_and_it_counts_as_theirs(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    answer, director = from_alias(session, visit), guest(session, office.director.email)

    questions.apply_reviewed(
        session, answer, whose=director.id, by=office.assistant.id, now=NOW + DAY
    )

    assert visit.state is State.CONFIRMED
    assert (answer.outcome, answer.attendee, answer.sender) == ("apply", director.email, ALIAS)
    assert (answer.waiting, answer.accepted) == (False, True)
    assert from_alias(session, visit) is answer  # once more, by mail


def test_a_no_of_whom_a_person_named_opens_the_question(session: Session, office: Office) -> None:
    visit = planned(session, office)
    appointments.confirm(session, visit, by=office.assistant.id, now=NOW)
    answer, director = from_alias(session, visit, "DECLINED"), guest(session, office.director.email)

    questions.apply_reviewed(session, answer, whose=director.id, by=office.assistant.id, now=NOW)

    assert (visit.state, answer.waiting) == (State.PLANNED, True)
    assert questions.question_of(session, answer).asks is questions.Asks.DAY


def test_another_time_of_whom_a_person_named_waits_for_a_decision_of_its_own(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    answer = from_alias(session, visit, "TENTATIVE", method="COUNTER", start=START + DAY)
    director = guest(session, office.director.email)

    questions.apply_reviewed(session, answer, whose=director.id, by=office.assistant.id, now=NOW)
    questions.accept_proposal(session, answer, sender=SENDER, by=office.assistant.id, now=NOW)

    assert appointments.get_appointment(session, visit).starts_at == START + DAY


def test_an_old_answer_of_whom_a_person_named_changes_nothing(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    answer, director = from_alias(session, visit), guest(session, office.director.email)
    appointments.move(
        session, visit, START + DAY, 60, tell_tenant=True, sender=SENDER,
        by=office.assistant.id, now=NOW,
    )  # fmt: skip
    before = state(session, visit)

    questions.apply_reviewed(session, answer, whose=director.id, by=office.assistant.id, now=NOW)

    assert (answer.outcome, answer.waiting) == ("stale", False)
    assert state(session, visit) == before


def test_nobody_is_named_who_was_not_invited(session: Session, office: Office) -> None:
    visit = planned(session, office)
    answer = from_alias(session, visit)

    with pytest.raises(Refused, match="no_proposal"):
        questions.apply_reviewed(session, answer, whose=404, by=office.assistant.id, now=NOW)


def test_the_directors_other_address_leaves_no_doubt(session: Session, office: Office) -> None:
    visit = planned(session, office)
    busy.set_also(session, office.director, f"x@y.example, {ALIAS}", by=office.director.id, now=NOW)

    answer = from_alias(session, visit)

    assert (answer.outcome, answer.attendee) == ("apply", office.director.email)
    assert visit.state is State.CONFIRMED


def test_a_no_inside_a_proposal_of_another_time_takes_the_confirmation_back(
    session: Session, office: Office
) -> None:
    visit, appointment = appointed(session, office)
    appointments.confirm(session, visit, by=office.assistant.id, now=NOW)
    email = office.director.email

    answer = receive(
        session, reply(appointment, email, "DECLINED", method="COUNTER", start=START + DAY)
    )

    assert visit.state is State.PLANNED
    assert guest(session, email).partstat is Partstat.DECLINED
    assert (answer.outcome, answer.waiting) == ("counter", True)
    assert questions.question_of(session, answer).declines


@pytest.mark.parametrize("who", ["director", "tenant"])
@pytest.mark.parametrize("partstat", ["TENTATIVE", "DECLINED"])
def test_a_perhaps_or_a_no_after_a_yes_opens_the_question_and_a_yes_closes_it(
    session: Session, office: Office, who: str, partstat: str
) -> None:
    visit, appointment = appointed(session, office)
    email = office.director.email if who == "director" else TENANT
    receive(session, reply(appointment, email, stamp=NOW))

    later = receive(session, reply(appointment, email, partstat, stamp=NOW + HOUR))
    asked = (later.waiting, visit.state)
    receive(session, reply(appointment, email, stamp=NOW + 2 * HOUR), now=NOW + 2 * HOUR)

    session.refresh(later)
    assert asked == (True, State.PLANNED)
    assert (later.waiting, visit.state is State.CONFIRMED) == (False, who == "director")


def test_a_first_perhaps_asks_nothing(session: Session, office: Office) -> None:
    _, appointment = appointed(session, office)

    answer = receive(session, reply(appointment, office.director.email, "TENTATIVE"))

    assert (answer.outcome, answer.waiting) == ("apply", False)


@pytest.mark.parametrize("way", ["held", "cancelled"])
def test_a_visit_that_is_over_settles_what_waited(
    session: Session, office: Office, way: str
) -> None:
    visit = planned(session, office)
    propose(session, office, visit, START + DAY)
    from_alias(session, visit)
    by = office.assistant.id
    assert len(questions.list_waiting(session)) == 2

    if way == "held":
        steps.hold_visit(session, visit, on=START.date(), minutes=60, by=by, now=AFTER)
    else:
        appointments.cancel(session, visit, State.CANCELLED_BY_US, sender=SENDER, by=by, now=NOW)

    assert questions.list_waiting(session) == []


def test_a_stamp_from_the_far_future_makes_no_later_answer_stale(
    session: Session, office: Office
) -> None:
    _, appointment = appointed(session, office)
    email = office.director.email
    receive(session, reply(appointment, email, stamp=datetime(2099, 1, 1, tzinfo=UTC)))

    answer = receive(session, reply(appointment, email, "DECLINED", stamp=NOW + DAY), now=NOW + DAY)

    assert answer.outcome == "apply"
    assert guest(session, email).partstat is Partstat.DECLINED


@pytest.mark.parametrize("remark", ["a\x00b", "a\x15b", "\ud800", "x" * 40_000])
def test_no_character_of_a_remark_keeps_an_answer_from_being_kept(
    session: Session, office: Office, remark: str
) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), office.director.email)
    said = f"COMMENT:{remark}\r\nUID:".encode("utf-8", "surrogatepass")

    answer = receive(session, data.replace(b"UID:", said))
    session.commit()

    assert (answer.outcome, visit.state) == ("apply", State.CONFIRMED)


def test_a_uid_that_exchange_wrapped_is_ours(session: Session, office: Office) -> None:
    visit, appointment = appointed(session, office)
    inside = b"vCal-Uid\x01\0\0\0" + appointment.uid.encode() + b"\0"
    wrapped = f"040000008200E00074C5B7101A82E008{'0' * 32}{len(inside):08X}{inside.hex().upper()}"

    answer = receive(session, reply(appointment, office.director.email, uid=wrapped))

    assert (answer.outcome, visit.state) == ("apply", State.CONFIRMED)


def attached(name: str, kind: str, sender: str) -> bytes:
    """Give a mail with a file of a kind that nobody but its program reads."""
    message = EmailMessage()
    message["From"], message["To"] = sender, SENDER.email
    message.set_content("Zie bijlage")
    main, _, sub = kind.partition("/")
    message.add_attachment(b"x", maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("winmail.dat", "application/ms-tnef", "winmail"),
        ("WINMAIL.DAT", "application/octet-stream", "winmail"),
        ("antwoord.msg", "application/vnd.ms-outlook", "outlook_mail"),
        ("smime.p7m", "application/pkcs7-mime", "encrypted"),
        ("foto.png", "image/png", "no_calendar"),
    ],
)
def test_what_a_guest_sent_that_we_cannot_read_is_named_and_waits(
    session: Session, office: Office, name: str, kind: str, reason: str
) -> None:
    planned(session, office)

    answer = receive(session, attached(name, kind, TENANT))
    other = receive(session, attached(name, kind, "vreemd@elders.example"))

    assert (answer.outcome, answer.reason, answer.waiting) == ("review", reason, True)
    assert questions.question_of(session, answer).asks is questions.Asks.LOOK
    assert (other.outcome, other.waiting) == ("reject", False)


def test_what_a_guest_sent_that_is_torn_off_waits_for_a_person(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    data = reply(appointments.get_appointment(session, visit), TENANT)[:-20]

    answer = receive(session, mail_with(data, TENANT))

    assert (answer.outcome, answer.reason, answer.waiting) == ("reject", "incomplete", True)


def test_a_mail_that_came_back_marks_the_guest_until_they_answer(
    session: Session, office: Office, data: Path
) -> None:
    visit = planned(session, office)
    bounce = (data / "calendar/cases/answers/bounced-invitation.eml").read_bytes()

    answer = receive(session, bounce.replace(b"q.dros@post.example", TENANT.encode()))
    unreached = guest(session, TENANT).unreached_at
    receive(session, reply(appointments.get_appointment(session, visit), TENANT))

    assert (answer.outcome, answer.reason, answer.waiting) == ("review", "not_delivered", True)
    assert unreached == NOW + HOUR
    assert guest(session, TENANT).unreached_at is None


def test_answers_of_two_guests_in_the_same_second_are_two(session: Session, office: Office) -> None:
    _, appointment = appointed(session, office)

    for email in (office.director.email, TENANT):
        receive(session, reply(appointment, email))
    receive(session, reply(appointment, TENANT, method="REFRESH"))

    assert count(session, Answer) == 3
    assert guest(session, TENANT).partstat is Partstat.ACCEPTED
