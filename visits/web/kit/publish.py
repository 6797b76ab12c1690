"""Making a report final, and the mail with which the board gets the quarterly sheet."""

from datetime import datetime

from flask import url_for
from flask_babel import force_locale
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.formats.text import mail_text
from visits.models.board import Edition, Handing, ReportKind
from visits.services.account import list_holders
from visits.services.board import report as reports
from visits.services.board.close import close_due
from visits.services.outbox import make_mail
from visits.web.kit.sender import sender, settings
from visits.words import report as words
from visits.words.organisation import organisation


def facts_of(session: Session, kind: ReportKind, period: str, *, now: datetime) -> reports.Facts:
    """Give what a report would say now, in the language of the pack."""
    reports.check_period(session, kind, period)
    with force_locale(settings().language):
        return words.facts_of(session, kind, period, now=now)


def publish(session: Session, kind: ReportKind, period: str, *, by: int, now: datetime) -> Edition:
    """Keep a report as it is now, and mail the quarterly sheet to the board."""
    close_due(session, now=now)
    facts = facts_of(session, kind, period, now=now)
    edition = reports.make_final(session, kind, period, facts, by=by, now=now)
    if kind is ReportKind.SHEET:
        mail_board(session, edition, facts, now=now)
    return edition


def mail_board(session: Session, edition: Edition, facts: reports.Facts, *, now: datetime) -> None:
    """Send the sheet to everybody in the board; signing in is only for who wants to look behind."""
    values = {
        "periode": facts["period"].lower(),
        "link": f"{sender().base_url}{url_for('board.heard')}",
        "organisatie": organisation().name,
    }
    text = mail_text("sheet_board", values, settings().language)
    for account in list_holders(session, Role.BOARD):
        make_mail(
            session, text, to=account.email, sender=sender(), now=now, report_id=edition.report_id
        )
        reports.hand_out(session, edition, Handing.MAIL, account.id, now=now)
