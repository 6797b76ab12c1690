"""The start page of each role, the language, and whether the app is alive."""

from flask import Blueprint, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import text

from visits.domain.account import Right, Role
from visits.domain.promise import OPEN
from visits.models import db
from visits.services import clock
from visits.services.board.heard import heard_page
from visits.services.journal import promise as promises
from visits.services.upkeep import worklist
from visits.services.upkeep.ready import BY_PEOPLE, note_ready, ready_list, tally_of
from visits.services.visit import appointment as appointments
from visits.services.visit import record as visits
from visits.web.kit.access import allow, me, my_id, my_roles, public
from visits.web.kit.deed import deed, now
from visits.web.kit.redirects import go_on, safe_path
from visits.web.kit.session import SIGN_OF_LIFE
from visits.words.board import heard_values
from visits.words.locale import LANGUAGES
from visits.words.organisation import by_hand
from visits.words.stages import stages_of

bp = Blueprint("home", __name__)


@bp.get("/")
@allow(Right.HOME)
def index() -> ResponseReturnValue:
    """Show what the reader comes for."""
    roles = my_roles()
    if Role.DIRECTOR in roles:
        return director()
    if Role.ASSISTANT in roles:
        return month_page()
    if Role.BOARD in roles:
        page = heard_page(db.session(), now=now())
        return render_template("board/heard.html", **heard_values(page))
    if Role.STAFF in roles:
        return staff()
    ready = ready_list(db.session(), tally_of(db.session()))
    waiting = worklist.clock_tasks(db.session(), now=now())
    return render_template("home/admin.html", ready=ready, waiting=waiting)


def director() -> str:
    """Show the next visit, what waits, and what was promised."""
    session_ = db.session()
    visit = visits.next_visit(session_, my_id())
    return render_template(
        "home/director.html",
        visit=visit,
        appointment=appointments.find_appointment(session_, visit) if visit else None,
        spoken=visits.last_spoken(session_, visit) if visit else None,
        waiting=worklist.own_list(session_, my_id(), now=now()),
        promises=promises.list_own(session_, my_id()),
        moment=now(),
    )


def staff() -> str:
    """Show what waits for a colleague and their team."""
    account = me()
    found = promises.list_promises(db.session(), account, OPEN) if account else []
    return render_template("home/staff.html", promises=found, moment=now())


@bp.get("/deze-maand")
@allow(Right.VISITS)
def month() -> ResponseReturnValue:
    """Show this month's visits and what waits."""
    return month_page()


def month_page() -> str:
    """Draw the pipeline of visits."""
    session_ = db.session()
    found = worklist.month_of(session_, by_hand=by_hand(), now=now())
    mine = [one for role in found.waiting if role in my_roles() for one in found.waiting[role]]
    return render_template(
        "home/month.html",
        stands=found.stands,
        waiting=mine,
        ready=found.ready,
        next_draw=found.next_draw,
        steps=visits.list_steps_of(session_, [one.visit for one in found.stands]),
        recent=visits.list_recent(session_, limit=5),
        stages_of=stages_of,
        moment=now(),
    )


@bp.post("/klaar/<name>")
@allow(Right.TENANTS)
def note(name: str) -> ResponseReturnValue:
    """Note what only people know of what must be in place."""
    if name not in BY_PEOPLE:
        abort(404)
    with deed() as session_:
        note_ready(session_, name, by=my_id(), now=now())
    return go_on(gettext("Saved."), "home.month")


@bp.post("/het-is-vandaag")
@allow(Right.CLOCK)
def confirm_day() -> ResponseReturnValue:
    """Go on after a doubt about the clock, on the day that was read and confirmed."""
    with deed() as session_:
        clock.confirm(session_, request.form.get("day", ""), by=my_id(), now=now())
    return go_on(gettext("The day is confirmed. The app goes on."), "home.index")


@bp.post("/taal")
@public
def choose_language() -> ResponseReturnValue:
    """Show the app in the language that the reader chose."""
    chosen = request.form.get("language", "")
    account = me()
    if chosen in LANGUAGES:
        session["language"] = chosen
        if account is not None:
            number = account.id
            with deed() as session_:
                session_.get_one(type(account), number).language = chosen
    return redirect(safe_path(request.form.get("back")), 303)


@bp.get(SIGN_OF_LIFE)
@public
def healthz() -> ResponseReturnValue:
    """Say that app and database answer, and nothing else."""
    db.session.execute(text("select 1"))
    return "ok", 200, {"Content-Type": "text/plain; charset=utf-8"}
