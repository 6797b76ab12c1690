"""Letters: proposed by the app, changed by the assistant, kept as they went in the post."""

from datetime import date, datetime, timedelta

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.action import OPEN
from visits.domain.eligibility import years_on
from visits.domain.letter import HOLES, Kind, due_kind, kinds_at
from visits.domain.month import today
from visits.domain.name import address_name, greeting
from visits.domain.organisation import Organisation
from visits.domain.visit import Channel
from visits.formats import letter as paper
from visits.formats.text import Text, check_holes, fill_letter
from visits.models.action import Action
from visits.models.appointment import Appointment
from visits.models.letter import Letter
from visits.models.tenant import Tenant
from visits.models.visit import Contact, Visit
from visits.services import audit
from visits.services.appointment import list_appointments
from visits.services.event import company_sentence, names_of_company, note_told, street_of
from visits.services.invitation import dutch_day, dutch_time
from visits.services.organisation import find_logo, get_organisation
from visits.services.refusals import NotFound, Refused
from visits.services.tenant import co_tenant_person, since_of, tenant_person
from visits.services.visit import propose, send_letter, writer_of


def list_letters(session: Session, visit: Visit) -> list[Letter]:
    """List the letters of a visit that went in the post, oldest first."""
    query = (
        select(Letter)
        .options(joinedload(Letter.account))
        .where(Letter.visit_id == visit.id, Letter.sent_at.is_not(None))
    )
    return list(session.scalars(query.order_by(Letter.id)))


def find_draft(session: Session, visit: Visit, kind: Kind) -> Letter | None:
    """Find the letter that is being made ready."""
    return session.scalar(
        select(Letter).where(
            Letter.visit_id == visit.id, Letter.kind == kind, Letter.sent_at.is_(None)
        )
    )


def get_sent(session: Session, visit: Visit, letter_id: int) -> Letter:
    """Get a letter that went in the post; NotFound for another."""
    letter = session.get(Letter, letter_id)
    if letter is None or letter.visit_id != visit.id or letter.sent_at is None:
        raise NotFound("not_found")
    return letter


def due_letter(session: Session, visit: Visit) -> Kind | None:
    """Give the letter that tells the tenant of the last change, if nobody told it yet."""
    last = last_appointment(session, visit)
    return due_kind(visit.state, last.sequence, last.told_sequence) if last else None


def last_appointment(session: Session, visit: Visit) -> Appointment | None:
    """Give the newest appointment of a visit, cancelled or not."""
    return next(reversed(list_appointments(session, visit)), None)


def text_of(session: Session, visit: Visit, kind: Kind) -> Text:
    """Give the text of a letter as it stands: what the assistant kept, else our proposal."""
    draft = find_draft(session, visit, kind)
    return Text(draft.subject, draft.text) if draft else paper.first_text(kind)


def is_large(session: Session, visit: Visit, kind: Kind) -> bool:
    """Say whether a letter is to be set in large print; the next one to a tenant is as the last."""
    draft = find_draft(session, visit, kind)
    if draft is not None:
        return draft.large
    return any(letter.large for letter in list_letters(session, visit)[-1:])


def list_kinds(session: Session, visit: Visit) -> list[Kind]:
    """List the letters that make sense for a visit as it stands, if we know to whom."""
    if visit.tenant is None:
        return []
    last = last_appointment(session, visit)
    moved = last is not None and last.known_at is not None
    return [kind for kind in kinds_at(visit.state) if moved or kind is not Kind.MOVED]


def check_letter(session: Session, visit: Visit, kind: Kind) -> None:
    """Raise Refused unless a letter makes sense for a visit as it stands, to somebody we know."""
    if visit.tenant is None:
        raise NotFound("not_found")
    if kind not in list_kinds(session, visit):
        raise Refused("letter_not_now")


def keep_text(
    session: Session,
    visit: Visit,
    kind: Kind,
    text: Text,
    *,
    large: bool,
    by: int,
    now: datetime,
) -> Letter:
    """Keep what the assistant made of a letter; UnknownHole when nobody can fill a hole."""
    check_letter(session, visit, kind)
    check_holes(text.subject, HOLES[kind])
    check_holes(text.body, HOLES[kind])
    letter = find_draft(session, visit, kind) or Letter(visit_id=visit.id, kind=kind)
    letter.subject, letter.text, letter.large = text.subject, text.body, large
    letter.changed_at, letter.account_id = now, by
    session.add(letter)
    session.flush()
    return letter


def drop_text(session: Session, visit: Visit, kind: Kind) -> None:
    """Go back to the text that the app proposes."""
    if draft := find_draft(session, visit, kind):
        session.delete(draft)
        session.flush()


def paper_of(session: Session, visit: Visit, kind: Kind, *, now: datetime) -> paper.Paper:
    """Give a letter with all its holes filled, as it would go out now."""
    check_letter(session, visit, kind)
    organisation = get_organisation(session)
    tenant = visit.tenant
    assert tenant is not None  # noqa: S101 - check_letter saw one
    text = text_of(session, visit, kind)
    values = values_of(session, visit, tenant, kind, organisation, now=now)
    logo = find_logo(session)
    return paper.Paper(
        organisation=organisation.name,
        contact=contact_lines(organisation, named=logo is None),
        address=address_lines(tenant),
        dated=f"{organisation.place}, {dutch_date(today(now))}",
        subject=fill_letter(text.subject, values),
        parts=paper.parts_of(text.body, values),
        large=is_large(session, visit, kind),
        logo=paper.Picture(logo.kind, logo.picture) if logo else None,
    )


def contact_lines(organisation: Organisation, *, named: bool) -> list[str]:
    """Give the lines on how to reach us, and who we are unless that stands beside them."""
    name = "" if named else organisation.name
    return [line for line in (name, organisation.sender_address, organisation.phone) if line]


def address_lines(tenant: Tenant) -> list[str]:
    """Give the lines for the window of the envelope."""
    name = address_name(tenant_person(tenant), co_tenant_person(tenant))
    return [name, street_of(tenant), f"{tenant.postcode} {tenant.city}"]


def dutch_date(day: date) -> str:
    """Give "2 december 2026"."""
    return format_date(day, "d MMMM y", locale="nl")


def values_of(
    session: Session,
    visit: Visit,
    tenant: Tenant,
    kind: Kind,
    organisation: Organisation,
    *,
    now: datetime,
) -> dict[str, str]:
    """Give what fills the holes of a letter, and nothing more."""
    day = today(now)
    since = since_of(tenant)
    last = last_appointment(session, visit)
    found = {
        "aanhef": greeting(tenant_person(tenant), co_tenant_person(tenant)),
        "assistent_naam": organisation.assistant_name,
        "directeur_naam": writer_of(session, visit, organisation.director_name),
        "directeur_functie": organisation.director_title,
        "organisatie": organisation.name,
        "plaats": organisation.place,
        "privacy_url": organisation.privacy_url,
        "telefoon": organisation.phone,
        "uren": organisation.phone_hours,
        "jaren": str(years_on(since, day)) if since else "",
        "wanneer": when_sentence(visit.proposed_at),
        "belweek": week_of(day + timedelta(days=7)),
        "dag_datum": dutch_day(last.starts_at) if last else "",
        "tijd": dutch_time(last.starts_at) if last else "",
        "oude_datum": dutch_day(last.known_at) if last and last.known_at else "",
        "meekomer_zin": company_sentence(names_of_company(session, last)) if last else "",
        "acties_lijst": promises_of(session, visit) if kind is Kind.THANKS else "",
    }
    return {name: found[name] for name in HOLES[kind]}


def when_sentence(proposed_at: datetime | None) -> str:
    """Say which moment we propose, or that we look for one together."""
    if proposed_at is None:
        return "Wij zoeken samen een dag die u past. Ik blijf ongeveer een uur."
    day, clock = dutch_day(proposed_at), dutch_time(proposed_at)
    return f"Ik stel voor: {day} om {clock} uur. Ik blijf ongeveer een uur."


def week_of(day: date) -> str:
    """Give the Monday of a week: "7 december"."""
    return format_date(day - timedelta(days=day.weekday()), "d MMMM", locale="nl")


def promises_of(session: Session, visit: Visit) -> str:
    """Say what we do about what was asked, a line for each promise; nothing if nothing was."""
    query = select(Action).where(Action.visit_id == visit.id, ~Action.no_answer_wanted)
    lines = [promise_line(action) for action in session.scalars(query.order_by(Action.id))]
    return "\n".join(["U vroeg ons iets. Dit doen wij ermee:", *lines]) if lines else ""


def promise_line(action: Action) -> str:
    """Say what became of one promise, or when the tenant hears of it."""
    what = " ".join(action.what.split()).rstrip(".")
    if action.progress in OPEN:
        return f"- {what}. U hoort van ons vóór {dutch_date(action.due)}."
    return f"- {what}. {' '.join(action.answer_text.split())}".rstrip()


def print_letter(session: Session, visit: Visit, kind: Kind, *, now: datetime) -> bytes:
    """Set a letter as it would go out now."""
    return paper.write_letter(paper_of(session, visit, kind, now=now), on=today(now))


def send(
    session: Session,
    visit: Visit,
    kind: Kind,
    *,
    proposed_at: datetime | None = None,
    by: int,
    now: datetime,
) -> Letter:
    """Note that a letter is in the post, and keep the paper as it went."""
    check_letter(session, visit, kind)
    if kind is Kind.INVITATION:
        propose(session, visit, proposed_at or visit.proposed_at, now=now)
    text, large = text_of(session, visit, kind), is_large(session, visit, kind)
    made = print_letter(session, visit, kind, now=now)
    letter = keep_text(session, visit, kind, text, large=large, by=by, now=now)
    letter.paper, letter.sent_at = made, now
    last = last_appointment(session, visit)
    if kind is Kind.INVITATION:
        send_letter(session, visit, proposed_at=visit.proposed_at, by=by, now=now)
    else:
        session.add(
            Contact(visit_id=visit.id, at=now, channel=Channel.LETTER, result=None, account_id=by)
        )
    if last is not None and kind is not Kind.THANKS:
        note_told(last)
    audit.record(session, "letter.send", "visit", visit.id, by=by, now=now, kind=kind)
    session.flush()
    return letter
