"""Subscriptions to the calendar, and the mails that were made."""

from hashlib import sha256

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right, may
from visits.models import db
from visits.models.appointment import Feed
from visits.models.invitation import Mail
from visits.services import calendar
from visits.services import invitation as invitations
from visits.services import report as reports
from visits.web.kit.access import allow, my_id, public
from visits.web.kit.deed import deed, now
from visits.web.kit.sender import sender, settings

bp = Blueprint("invitation", __name__, url_prefix="/agenda")


@bp.get("/")
@allow(Right.VISITS)
def index() -> ResponseReturnValue:
    """Show whether the reader has a subscription, and offer a new address."""
    return render_template("invitation/feed.html", feed=db.session.get(Feed, my_id()), address=None)


@bp.post("/")
@allow(Right.VISITS)
def make() -> ResponseReturnValue:
    """Make a new secret address; it is shown this once."""
    with deed() as session:
        token = calendar.make_feed(
            session, my_id(), with_invited=bool(request.form.get("with_invited")), now=now()
        )
    address = f"{settings().base_url}{url_for('invitation.feed', token=token)}"
    return render_template(
        "invitation/feed.html",
        feed=db.session.get(Feed, my_id()),
        address=address,
        webcal="webcal" + address.removeprefix("https").removeprefix("http"),
    )


@bp.post("/stoppen")
@allow(Right.VISITS)
def end() -> ResponseReturnValue:
    """Stop the reader's subscription."""
    with deed() as session:
        calendar.end_feed(session, my_id(), now=now())
    flash(gettext("The address no longer works."))
    return redirect(url_for("invitation.index"), 303)


@bp.get("/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """Give the feed behind a secret address; 304 when nothing changed."""
    session = db.session()
    found = calendar.find_feed(session, token)
    if found is None or not found.account.active:
        abort(404)
    if not may(found.account.role_names, Right.VISITS):
        abort(404)
    content, changed = calendar.feed_file(session, found, sender(), now=now())
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.set_etag(sha256(content).hexdigest())
    response.last_modified = max(changed, found.made_at)
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response.make_conditional(request)


@bp.get("/post")
@allow(Right.VISITS)
def outbox() -> ResponseReturnValue:
    """Show every mail that was made, and whether it was sent."""
    return render_template(
        "invitation/outbox.html",
        mails=invitations.list_mails(db.session(), limit=100),
        sends=bool(settings().mail_server),
    )


@bp.get("/post/<int:mail_id>.eml")
@allow(Right.VISITS)
def mail(mail_id: int) -> ResponseReturnValue:
    """Give one mail whole, to be sent from one's own mailbox."""
    found = db.session.get(Mail, mail_id)
    if found is None:
        abort(404)
    response = Response(
        invitations.message_of(
            found, sender(), reports.attachment_of(db.session(), found)
        ).as_bytes(),
        content_type="message/rfc822",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="bericht-{mail_id}.eml"'
    return response
