"""Letters: proposed by the app, changed by the assistant, kept as they went in the post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.letter import HOLES, Kind, due_kind, kinds_at
from visits.domain.month import today
from visits.domain.name import address_name, greeting
from visits.domain.organisation import Organisation, missing_for_letters
from visits.domain.visit import Channel, State
from visits.domain.week import monday_of
from visits.formats import letter as paper
from visits.formats.moment import clock_words, date_words, day_words, short_words
from visits.formats.text import Text, check_holes, fill_letter, phrase
from visits.models.appointment import Appointment
from visits.models.letter import Letter
from visits.models.note import Note
from visits.models.visit import Visit
from visits.services import audit
from visits.services.journal.letter_after import find_source
from visits.services.organisation import find_logo, get_organisation
from visits.services.refusals import Refusal, Refused, existing
from visits.services.tenant.record import co_tenant_person, tenant_person
from visits.services.visit.appointment import list_appointments
from visits.services.visit.invite import company_sentence, names_of_company, note_told, street_of
from visits.services.visit.record import host_of, writer_of
from visits.services.visit.step import note_contact, propose, send_letter


@dataclass(frozen=True, slots=True)
class Proof:
    """A letter as it stands: its text with open holes, and the paper if it could go out now."""

    text: Text
    large: bool
    own: bool
    paper: paper.Paper | None
    sent: Sequence[Letter]


def list_letters(session: Session, visit: Visit) -> list[Letter]:
    """List the letters of a visit, oldest first: those in the post, and those being made ready."""
    query = select(Letter).where(Letter.visit_id == visit.id).order_by(Letter.id)
    return list(session.scalars(query))


def list_sent(session: Session, visit: Visit) -> list[Letter]:
    """List the letters of a visit that went in the post, oldest first."""
    return [letter for letter in list_letters(session, visit) if letter.sent_at is not None]


def draft_among(letters: Sequence[Letter], kind: Kind) -> Letter | None:
    """Find the letter that is being made ready."""
    return next((one for one in letters if one.kind is kind and one.sent_at is None), None)


def get_sent(session: Session, visit: Visit, letter_id: int) -> Letter:
    """Get a letter that went in the post; NotFound for another."""
    return existing(next((one for one in list_sent(session, visit) if one.id == letter_id), None))


def last_appointment(session: Session, visit: Visit) -> Appointment | None:
    """Give the newest appointment of a visit, cancelled or not."""
    return next(reversed(list_appointments(session, visit)), None)


def due_letter(visit: Visit, last: Appointment | None) -> Kind | None:
    """Give the letter that tells the tenant of the last change, if nobody told it yet."""
    return due_kind(visit.state, last.sequence, last.told_sequence) if last else None


def list_kinds(visit: Visit, last: Appointment | None) -> list[Kind]:
    """List the letters that make sense for a visit as it stands, if we know to whom."""
    if visit.tenant is None:
        return []
    moved = last is not None and last.known_at is not None
    return [kind for kind in kinds_at(visit.state) if moved or kind is not Kind.MOVED]


def list_other(visit: Visit, last: Appointment | None) -> list[Kind]:
    """List the letters beside the due one; a visit that was just drawn has its own way to one."""
    due = due_letter(visit, last)
    kinds = [] if visit.state is State.DRAWN else list_kinds(visit, last)
    return [kind for kind in kinds if kind is not due]


def proof_of(session: Session, visit: Visit, kind: Kind, *, now: datetime) -> Proof:
    """Give a letter as it stands; Refused when it neither fits nor ever went out."""
    letters, last = list_letters(session, visit), last_appointment(session, visit)
    sent = [one for one in letters if one.kind is kind and one.sent_at is not None]
    fits = kind in list_kinds(visit, last)
    existing(visit.tenant)
    if not fits and not sent:
        raise Refused(Refusal.LETTER_NOT_NOW)
    draft = draft_among(letters, kind)
    text = Text(draft.subject, draft.text) if draft else paper.first_text(kind)
    # The next letter to a tenant who reads large print is large too.
    large = draft.large if draft else any(one.large for one in letters[-1:])
    made = paper_of(session, visit, kind, text, last, large=large, now=now) if fits else None
    return Proof(text, large, draft is not None, made, sent)


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
    if kind not in list_kinds(visit, last_appointment(session, visit)):
        raise Refused(Refusal.LETTER_NOT_NOW)
    check_holes(text.subject, HOLES[kind])
    check_holes(text.body, HOLES[kind])
    found = draft_among(list_letters(session, visit), kind)
    letter = found or Letter(visit_id=visit.id, kind=kind)
    letter.subject, letter.text, letter.large = text.subject, text.body, large
    letter.changed_at, letter.account_id = now, by
    session.add(letter)
    session.flush()
    return letter


def drop_text(session: Session, visit: Visit, kind: Kind) -> None:
    """Go back to the text that the app proposes."""
    if draft := draft_among(list_letters(session, visit), kind):
        session.delete(draft)
        session.flush()


def paper_of(
    session: Session,
    visit: Visit,
    kind: Kind,
    text: Text,
    last: Appointment | None,
    *,
    large: bool,
    now: datetime,
) -> paper.Paper:
    """Give a letter with all its holes filled, as it would go out now."""
    organisation, tenant = get_organisation(session), existing(visit.tenant)
    values = values_of(session, visit, kind, organisation, last, now=now)
    logo = find_logo(session)
    # A logo says who we are.
    ours = ("" if logo else organisation.name, organisation.sender_address, organisation.phone)
    name = address_name(tenant_person(tenant), co_tenant_person(tenant))
    return paper.Paper(
        organisation=organisation.name,
        contact=[line for line in ours if line],
        address=[name, street_of(tenant), f"{tenant.postcode} {tenant.city}"],
        dated=f"{organisation.place}, {date_words(today(now))}",
        subject=fill_letter(text.subject, values),
        parts=paper.parts_of(text.body, values),
        large=large,
        logo=paper.Picture(logo.kind, logo.picture) if logo else None,
    )


def values_of(
    session: Session,
    visit: Visit,
    kind: Kind,
    organisation: Organisation,
    last: Appointment | None,
    *,
    now: datetime,
) -> dict[str, str]:
    """Give what fills the holes of a letter, and nothing more."""
    day, tenant = today(now), existing(visit.tenant)
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
        "jaren": str(tenant.years(day)) if tenant.since else "",
        "wanneer": when_sentence(visit.proposed_at),
        "belweek": week_of(day + timedelta(days=7)),
        "dag_datum": day_words(last.starts_at) if last else "",
        "tijd": clock_words(last.starts_at) if last else "",
        "oude_datum": day_words(last.known_at) if last and last.known_at else "",
        "meekomer_zin": company_sentence(names_of_company(session, last)) if last else "",
        **after_values(find_source(session, visit), organisation),
    }
    return {name: found[name] for name in HOLES[kind]}


def when_sentence(proposed_at: datetime | None) -> str:
    """Say which moment we propose, or that we look for one together."""
    if proposed_at is None:
        return phrase("moment_open")
    return phrase("moment_proposed", dag=day_words(proposed_at), tijd=clock_words(proposed_at))


def week_of(day: date) -> str:
    """Give the Monday of a week: "7 december"."""
    return short_words(monday_of(day))


def after_values(note: Note | None, organisation: Organisation) -> dict[str, str]:
    """Give the parts of the letter after a visit; without a note there is only the thanks."""
    if note is None:
        return dict.fromkeys(("gehoord", "beloofd", "notitie_zin"), "")
    return {
        "gehoord": headed(phrase("heard"), note.letter_heard),
        "beloofd": headed(phrase("promised"), note.letter_promised),
        "notitie_zin": phrase(
            "note_kept", naam=organisation.assistant_name, telefoon=organisation.phone
        ),
    }


def headed(heading: str, text: str | None) -> str:
    """Give a part of a letter with its heading; nothing when it is left out."""
    return f"# {heading}\n{text}" if text else ""


def print_letter(session: Session, visit: Visit, kind: Kind, *, now: datetime) -> bytes:
    """Set a letter as it would go out now; Refused when it does not fit."""
    return set_paper(proof_of(session, visit, kind, now=now), now=now)


def set_paper(proof: Proof, *, now: datetime) -> bytes:
    """Set a proof as PDF; Refused when the letter does not fit where the visit stands."""
    if proof.paper is None:
        raise Refused(Refusal.LETTER_NOT_NOW)
    return paper.write_letter(proof.paper, on=today(now))


def send(
    session: Session,
    visit: Visit,
    kind: Kind,
    *,
    proposed_at: datetime | None = None,
    by: int,
    now: datetime,
) -> Letter:
    """Note that a letter is in the post, and keep the paper as it went.

    Raises Refused, with what is missing, while a setting that letters print is empty.
    """
    if missing := missing_for_letters(get_organisation(session)):
        raise Refused(Refusal.LETTER_INCOMPLETE, missing=missing)
    if kind is Kind.INVITATION:
        propose(session, visit, proposed_at or visit.proposed_at, now=now)
        host_of(session, visit)
    proof = proof_of(session, visit, kind, now=now)
    letter = keep_text(session, visit, kind, proof.text, large=proof.large, by=by, now=now)
    letter.paper, letter.sent_at = set_paper(proof, now=now), now
    last = last_appointment(session, visit)
    if kind is Kind.INVITATION:
        send_letter(session, visit, proposed_at=visit.proposed_at, by=by, now=now)
    else:
        note_contact(session, visit, Channel.LETTER, by=by, now=now)
    if last is not None and kind is not Kind.AFTER:
        note_told(last)
    audit.record(session, "letter.send", "visit", visit.id, by=by, now=now, kind=kind)
    return letter
