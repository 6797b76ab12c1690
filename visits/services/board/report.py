"""Reports: made final once, kept as they were given out, made again when words are taken back.

What a report says comes ready-made from the page objects, as facts: blocks of sentences, tables
and statements. The facts stay beside the paper, so that it can be made again without some words.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from visits.domain.account import Role
from visits.domain.month import today
from visits.formats.pdf import make_pdf
from visits.formats.text import mail_text
from visits.models.board import ClosedPeriod, Edition, Handing, Handout, Report, ReportKind
from visits.models.outbox import Mail
from visits.models.promise import Promise
from visits.services import audit
from visits.services.account import list_holders
from visits.services.board.close import KEPT, closed_periods
from visits.services.board.released import list_released, suppressed_places
from visits.services.outbox import Sender, make_mail
from visits.services.refusals import NotFound, Refusal, Refused, existing

Facts = dict[str, Any]
MAILED = ReportKind.SHEET
TEMPLATE = "report"
PAGE = "/wat-we-hoorden"
FILES = {
    ReportKind.SHEET: "op-de-koffie",
    ReportKind.YEAR: "jaarbeeld",
    ReportKind.ANSWER: "u-zei-wij-deden",
}


def file_name(kind: ReportKind, period: str, ending: str, *, final: bool = True) -> str:
    """Give the name of the file of a report, with its label: only what tenants get may travel."""
    public = kind is ReportKind.ANSWER and final
    draft = "" if final else "-voorbeeld"
    return f"{FILES[kind]}-{period}{draft}-{'OPENBAAR' if public else 'VERTROUWELIJK'}.{ending}"


def periods_of(session: Session, kind: ReportKind) -> list[str]:
    """List the closed periods of which a report of a kind can be made, the newest first."""
    query = select(ClosedPeriod.period).order_by(ClosedPeriod.period.desc())
    return [one for one in session.scalars(query) if ("-" in one) == (kind is ReportKind.SHEET)]


def check_period(session: Session, kind: ReportKind, period: str) -> None:
    """Raise NotFound unless a report of this kind can be made of a period."""
    if period not in periods_of(session, kind):
        raise NotFound


def paper_of(facts: Facts, *, now: datetime) -> bytes:
    """Give a report as a PDF."""
    return make_pdf(TEMPLATE, facts, on=today(now))


def list_reports(session: Session) -> list[Report]:
    """List the reports that were made final, the newest period first."""
    return list(session.scalars(select(Report).order_by(Report.period.desc(), Report.kind)))


def find_report(session: Session, kind: ReportKind, period: str) -> Report | None:
    """Find the final report of a kind and a period."""
    return session.scalar(select(Report).where(Report.kind == kind, Report.period == period))


def get_edition(session: Session, kind: ReportKind, period: str) -> Edition:
    """Get the edition of a final report that may be read now; NotFound if there is none."""
    query = (
        select(Edition)
        .join(Report, Report.id == Edition.report_id)
        .where(Report.kind == kind, Report.period == period, Edition.replaced_at.is_(None))
    )
    return existing(session.scalar(query))


def make_final(
    session: Session, kind: ReportKind, period: str, facts: Facts, *, by: int, now: datetime
) -> Edition:
    """Keep a report as it is now; Refused when there is a final one already."""
    check_period(session, kind, period)
    if find_report(session, kind, period) is not None:
        raise Refused(Refusal.REPORT_FINAL)
    report = Report(kind=kind, period=period, made_at=now, made_by=by)
    session.add(report)
    session.flush()
    edition = add_edition(session, report, 1, facts, now=now)
    audit.record(session, "report.final", "report", report.id, by=by, now=now, kind=kind)
    return edition


def publish(
    session: Session,
    kind: ReportKind,
    period: str,
    facts: Facts,
    *,
    sender: Sender,
    by: int,
    now: datetime,
) -> Edition:
    """Keep a report as it is now, and mail the quarterly sheet to the board."""
    edition = make_final(session, kind, period, facts, by=by, now=now)
    if kind is MAILED:
        mail_board(session, edition, facts, sender=sender, now=now)
    return edition


def mail_board(
    session: Session, edition: Edition, facts: Facts, *, sender: Sender, now: datetime
) -> None:
    """Send the sheet to everybody in the board; signing in is only for who wants to look behind."""
    values = {
        "periode": facts["period"].lower(),
        "link": f"{sender.base_url}{PAGE}",
        "organisatie": sender.name,
    }
    text = mail_text("sheet_board", values, sender.language)
    for account in list_holders(session, Role.BOARD):
        make_mail(
            session, text, to=account.email, sender=sender, now=now, report_id=edition.report_id
        )
        hand_out(session, edition, Handing.MAIL, account.id, now=now)


def add_edition(
    session: Session, report: Report, number: int, facts: Facts, *, now: datetime
) -> Edition:
    """Make the paper of a report and keep it with its hash.

    Its day is that of the first edition: that of a later one would be the day of a withdrawal.
    """
    content = paper_of(facts, now=report.made_at)
    edition = Edition(
        report_id=report.id,
        number=number,
        sha256=sha256(content).hexdigest(),
        content=content,
        facts=facts,
        made_at=now,
    )
    session.add(edition)
    session.flush()
    return edition


def attachment_of(session: Session, mail: Mail) -> tuple[str, bytes] | None:
    """Give the paper that goes along with a mail, in its newest edition: name and bytes."""
    if mail.report_id is None:
        return None
    query = (
        select(Report.kind, Report.period, Edition.content)
        .join(Edition, Edition.report_id == Report.id)
        .where(Report.id == mail.report_id, Edition.replaced_at.is_(None))
    )
    found = session.execute(query).one_or_none()
    return (file_name(found.kind, found.period, "pdf"), found.content or b"") if found else None


def hand_out(
    session: Session, edition: Edition, way: Handing, to: int, *, now: datetime, what: str = "pdf"
) -> None:
    """Note who got an edition, and how."""
    session.add(Handout(edition_id=edition.id, account_id=to, way=way, at=now))
    audit.record(
        session, "report.hand_out", "report", edition.report_id, by=to, now=now, way=way, what=what
    )


def list_handouts(session: Session, report: Report) -> list[tuple[Edition, list[Handout]]]:
    """List the editions of a report, the newest first, each with who got it."""
    editions = session.scalars(
        select(Edition).where(Edition.report_id == report.id).order_by(Edition.number.desc())
    ).all()
    handed: dict[int, list[Handout]] = {one.id: [] for one in editions}
    query = select(Handout).options(joinedload(Handout.account)).order_by(Handout.id)
    for handout in session.scalars(query.where(Handout.edition_id.in_(handed))):
        handed[handout.edition_id].append(handout)
    return [(one, handed[one.id]) for one in editions]


def revise_reports(session: Session, *, now: datetime) -> list[Edition]:
    """Make every report again that holds words which may not be told any more.

    The old paper goes; its hash and who got it stay, so that they can be told.
    """
    session.flush()
    query = (
        select(Edition)
        .options(joinedload(Edition.report), undefer(Edition.content))
        .where(Edition.replaced_at.is_(None))
    )
    current = list(session.scalars(query))
    if not current:
        return []
    quotes, lines = disclosed_now(session)
    made = []
    for edition in current:
        facts = without(edition.facts or {}, quotes, lines)
        if facts != edition.facts:
            facts["revised"] = facts["revised_words"]
            made.append(add_edition(session, edition.report, edition.number + 1, facts, now=now))
            edition.content, edition.facts, edition.replaced_at = None, None, now
            audit.record(session, "report.revise", "report", edition.report_id, by=None, now=now)
    return made


def disclosed_now(session: Session) -> tuple[dict[str, str], set[tuple[int, str]]]:
    """Give the quote, if any, of each insight that may be told now, and the board's lines."""
    closed = list(closed_periods(session))
    statements = list_released(session, closed, suppressed_places(session, closed), stages=KEPT)
    lines = session.execute(select(Promise.id, Promise.board_line).where(Promise.board_line != ""))
    quotes = {released.ref: released.quote for _, released in statements}
    return quotes, {(number, line) for number, line in lines}


def without(facts: Facts, quotes: Mapping[str, str], lines: set[tuple[int, str]]) -> Facts:
    """Give the facts of a report without the words that may not be told."""
    found = deepcopy(facts)
    for block in found.get("blocks", []):
        block["statements"] = [
            {**one, "quote": one["quote"] if one["quote"] == quotes[one["ref"]] else ""}
            for one in block.get("statements", [])
            if one["ref"] in quotes
        ]
        block["lines"] = [
            one for one in block.get("lines", []) if (one["promise"], one["line"]) in lines
        ]
    return found


def sheets_of(facts: Facts) -> Sequence[tuple[str, list[str], list[list[str | int]]]]:
    """Give the figures and words of a report as tables: a name, a header and rows."""
    words = facts["words"]
    said: list[list[str | int]] = []
    tables = []
    for block in facts["blocks"]:
        said += [[block["heading"], sentence] for sentence in block["sentences"]]
        said += [[block["heading"], one["statement"]] for one in block["statements"]]
        said += [
            [block["heading"], f"“{one['quote']}”"] for one in block["statements"] if one["quote"]
        ]
        said += [[block["heading"], f"{one['word']}: {one['line']}"] for one in block["lines"]]
        said += [[block["heading"], block["more"]]] if block.get("more") else []
        if block["rows"]:
            tables.append((block["caption"] or block["heading"], block["head"], block["rows"]))
    return [(words["report"], [words["part"], words["text"]], said), *tables]
