"""The director's busy hours: read from a calendar file or a private address."""

from datetime import timedelta

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from sqlalchemy.orm import Session

from visits.domain.account import Right, Role
from visits.formats.fetch import FetchRefused
from visits.models import db
from visits.models.account import Account
from visits.services.account import list_holders
from visits.services.refusals import Refusal, Refused
from visits.services.visit import busy
from visits.web.forms.base import NEEDED, BaseForm, line
from visits.web.kit.access import allow, me, my_id, my_roles
from visits.web.kit.deed import deed, now
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.words.answers import busy_warnings, trouble_words
from visits.words.organisation import settings

bp = Blueprint("busy", __name__, url_prefix="/agenda-directeur")
STALE = timedelta(days=14)


class CalendarForm(BaseForm):
    """A calendar as somebody exported it."""

    file = FileField(
        lazy_gettext("Calendar file"),
        description=lazy_gettext(
            "A file that ends in .ics, exported from Outlook, Google or Apple."
        ),
        validators=[FileRequired(lazy_gettext("Choose a file first."))],
    )


class AddressForm(BaseForm):
    """A private address of a calendar; it is kept, and never shown again."""

    address = line(
        lazy_gettext("Private address of the calendar"),
        1000,
        NEEDED,
        hint=lazy_gettext("It begins with https:// and is kept secret: we do not show it again."),
    )


class AlsoForm(BaseForm):
    """Under which other addresses the director is invited."""

    also = line(
        lazy_gettext("Other addresses of the director"),
        500,
        hint=lazy_gettext(
            "Invitations to these addresses that were declined leave the director free."
        ),
    )


def whose(session: Session) -> Account:
    """Return the director whose calendar it is: the reader, or the one who makes the visits."""
    account = me()
    if account is not None and Role.DIRECTOR in my_roles():
        return account
    directors = list_holders(session, Role.DIRECTOR)
    if not directors:
        raise Refused(Refusal.NO_HOST)
    return directors[0]


@bp.get("/")
@allow(Right.VISITS)
def index() -> ResponseReturnValue:
    """Show how up to date the busy hours are, and ask for a file."""
    return busy_page(CalendarForm(formdata=None))


def busy_page(form: BaseForm) -> ResponseReturnValue:
    """Draw the page of the busy hours."""
    session = db.session()
    director = whose(session)
    calendar = busy.find_calendar(session, director.id)
    read_at = calendar.read_at if calendar else None
    return form_page(
        "busy/index.html",
        form,
        upload=form if isinstance(form, CalendarForm) else CalendarForm(formdata=None),
        address=form if isinstance(form, AddressForm) else AddressForm(formdata=None),
        also=form if isinstance(form, AlsoForm) else AlsoForm(formdata=None, obj=calendar),
        trouble=trouble_words(calendar.trouble) if calendar else "",
        director=director,
        calendar=calendar,
        is_stale=bool(read_at and now() - read_at > STALE),
        warnings=busy_warnings(calendar.warnings if calendar else ""),
    )


@bp.post("/")
@allow(Right.VISITS)
def upload() -> ResponseReturnValue:
    """Read a calendar file, and keep when the director is busy."""
    form = CalendarForm()
    if not form.validate_on_submit():
        return busy_page(form)
    director = whose(db.session())
    director_id, owner = director.id, director.email
    known = busy.find_calendar(db.session(), director_id)
    own, also = busy.list_own(db.session()), known.also if known else ""
    # Read before the deed begins: nobody has to wait while a large calendar is read.
    reading = busy.read(form.file.data.read(), owner, own, also=also, now=now())
    with deed() as session:
        director = session.get_one(Account, director_id)
        trouble = busy.store(session, director, reading, by=my_id(), now=now()).trouble
    if trouble:
        form.file.errors = [trouble_words(trouble)]
        return busy_page(form)
    said = gettext("Read. We keep only when the director is busy, not what for.")
    return go_on(said, "busy.index")


@bp.post("/adres")
@allow(Right.VISITS)
def keep_address() -> ResponseReturnValue:
    """Keep the private address of the calendar, and fetch it at once."""
    form = AddressForm()
    if not form.validate_on_submit():
        return busy_page(form)
    try:
        with deed() as session:
            busy.set_address(
                session, whose(session), form.address.data or "", by=my_id(), now=now()
            )
    except FetchRefused as refusal:
        form.address.errors = [trouble_words(refusal.code)]
        return busy_page(form)
    return fetch_now()


@bp.post("/ophalen")
@allow(Right.VISITS)
def fetch_now() -> ResponseReturnValue:
    """Fetch the calendar from its address."""
    director = whose(db.session())
    number, owner = director.id, director.email
    calendar = busy.find_calendar(db.session(), number)
    if calendar is None or not calendar.address:
        raise Refused(Refusal.NO_ADDRESS)
    own, allowed = busy.list_own(db.session()), busy.allowed_hosts(db.session())
    db.session.expunge(calendar)
    db.session.rollback()  # no transaction stays open while a server is spoken to
    agent = settings().calendar_agent
    reading, etag = busy.fetched(calendar, owner, own, allowed, agent=agent, now=now())
    with deed() as session:
        director = session.get_one(Account, number)
        trouble = busy.store(session, director, reading, etag=etag, by=my_id(), now=now()).trouble
    return go_on(trouble_words(trouble) or gettext("Fetched."), "busy.index")


@bp.post("/ook")
@allow(Right.VISITS)
def keep_also() -> ResponseReturnValue:
    """Keep under which other addresses the director is invited."""
    form = AlsoForm()
    if not form.validate_on_submit():
        return busy_page(form)
    with deed() as session:
        busy.set_also(session, whose(session), form.also.data or "", by=my_id(), now=now())
    return go_on(gettext("Saved. It counts from the next reading on."), "busy.index")


@bp.post("/vergeten")
@allow(Right.VISITS)
def forget() -> ResponseReturnValue:
    """Take away all that is known of the busy hours."""
    with deed() as session:
        busy.forget(session, whose(session), by=my_id(), now=now())
    return go_on(gettext("Deleted. We know nothing of the calendar any more."), "busy.index")
