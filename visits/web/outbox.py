"""Subscriptions to the calendar, and the mails that were made."""

from hashlib import sha256
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right, may
from visits.domain.organisation import FEED_STREET
from visits.models import db
from visits.models.appointment import Feed
from visits.services import outbox as mails
from visits.services.board import report as reports
from visits.services.visit import feed as feeds
from visits.web.kit.access import allow, my_id, public
from visits.web.kit.deed import deed, do, note_export, now
from visits.web.kit.download import to_keep
from visits.web.kit.redirects import go_on
from visits.web.kit.visit import to_visit
from visits.words.organisation import organisation, sender, sends, settings

# Where these calendars take the address of a subscription.
OUTLOOK = "https://outlook.office.com/calendar/0/addfromweb?"
GOOGLE = "https://calendar.google.com/calendar/r?"
bp = Blueprint("outbox", __name__, url_prefix="/agenda")


@bp.get("/")
@allow(Right.VISITS)
def index() -> ResponseReturnValue:
    """Show whether the reader has a subscription, and offer a new address."""
    return feed_page()


def feed_page(address: str = "") -> ResponseReturnValue:
    """Draw the page of the reader's subscription; its address stands there only when made."""
    webcal = "webcal" + address.removeprefix("https").removeprefix("http")
    return render_template(
        "outbox/feed.html",
        feed=db.session.get(Feed, my_id()),
        address=address,
        webcal=webcal,
        subscribe=[
            ("Outlook", OUTLOOK + urlencode({"url": address, "name": organisation().name})),
            ("Google", GOOGLE + urlencode({"cid": webcal})),
        ],
        shows_street=organisation().feed_shows == FEED_STREET,
    )


@bp.post("/")
@allow(Right.VISITS)
def make() -> ResponseReturnValue:
    """Make a new secret address; it is shown this once."""
    with deed() as session:
        token = feeds.make_feed(
            session, my_id(), with_invited=bool(request.form.get("with_invited")), now=now()
        )
    return feed_page(f"{settings().site}{url_for('outbox.feed', token=token)}")


@bp.post("/stoppen")
@allow(Right.VISITS)
def end() -> ResponseReturnValue:
    """Stop the reader's subscription."""
    with deed() as session:
        feeds.end_feed(session, my_id(), now=now())
    return go_on(gettext("The address no longer works."), "outbox.index")


@bp.get("/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """Give the feed behind a secret address; 304 when nothing changed."""
    session = db.session()
    found = feeds.find_feed(session, token)
    if found is None or not found.account.active:
        abort(404)
    if not may(found.account.role_names, Right.VISITS):
        abort(404)
    content, changed = feeds.feed_file(session, found, sender(), now=now())
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.set_etag(sha256(content).hexdigest())
    response.last_modified = changed
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response.make_conditional(request)


@bp.get("/post")
@allow(Right.VISITS)
def outbox() -> ResponseReturnValue:
    """Show every mail that was made, and what became of it."""
    session = db.session()
    found = mails.list_mails(session, limit=100)
    return render_template(
        "outbox/outbox.html",
        mails=found,
        again=mails.worth_sending(session, found, now=now()),
        given_up={mail.id for mail in mails.list_given_up(session)},
        sends=sends(),
    )


@bp.post("/post/<int:mail_id>/opnieuw")
@allow(Right.VISITS)
def again(mail_id: int) -> ResponseReturnValue:
    """Put a mail in the queue once more."""
    do(mails.get_mail, mail_id, mails.send_again, sender=sender())
    return go_on(gettext("The mail waits to be sent again."), "outbox.outbox")


@bp.post("/post/<int:mail_id>/anders")
@allow(Right.VISITS)
def aside(mail_id: int) -> ResponseReturnValue:
    """Note that a mail need not go any more."""
    do(mails.get_mail, mail_id, mails.set_aside)
    said = gettext("We do not ask about this mail any more.")
    if number := request.form.get("visit", type=int):
        return to_visit(number, said)
    return go_on(said, "outbox.outbox")


@bp.get("/post/<int:mail_id>.eml")
@allow(Right.VISITS)
def mail(mail_id: int) -> ResponseReturnValue:
    """Give one mail whole, to be sent from one's own mailbox."""
    found = mails.get_mail(db.session(), mail_id)
    paper = reports.attachment_of(db.session(), found)
    content = mails.message_of(found, sender(), paper).as_bytes()
    note_export("mail.export", "mail", mail_id)
    return to_keep(content, f"VERTROUWELIJK-bericht-{mail_id}.eml")
