"""The toolbox of everybody who comes to tenants' homes: cards, a guide, routes, an own talk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.insight import Source
from visits.domain.month import today
from visits.formats.pdf import make_pdf
from visits.models import db
from visits.services.journal import insight as insights
from visits.services.journal import talk as talks
from visits.web.forms.talk import TalkForm
from visits.web.kit.access import allow, me, my_id
from visits.web.kit.deed import enact, now
from visits.web.kit.download import to_look_at
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.words.cards import BECAME, CARDS
from visits.words.locale import language
from visits.words.organisation import organisation

bp = Blueprint("card", __name__, url_prefix="/gesprekskaarten")


@bp.get("/")
@allow(Right.CARDS)
def index() -> ResponseReturnValue:
    """Show the cards; they print on A6."""
    return render_template("card/index.html", cards=CARDS)


@bp.get("/kaarten.pdf")
@allow(Right.CARDS)
def paper() -> ResponseReturnValue:
    """Give the cards as a PDF, one on each A6."""
    values = {
        "lang": language(),
        "title": gettext("Conversation cards"),
        "name": organisation().name,
        "cards": [
            {
                "title": str(card.title),
                "question": str(card.question),
                "more": str(card.more),
                "foot": gettext("Card %(number)s of 7", number=number),
            }
            for number, card in enumerate(CARDS, start=1)
        ],
    }
    return to_look_at(make_pdf("cards", values, on=today(now())), "gesprekskaarten.pdf")


@bp.get("/gids")
@allow(Right.CARDS)
def guide() -> ResponseReturnValue:
    """Show what helps before, during and after a talk."""
    return render_template("card/guide.html")


@bp.get("/wat-doe-ik-met")
@allow(Right.CARDS)
def routes() -> ResponseReturnValue:
    """Show where to go with what somebody hears."""
    return render_template("card/routes.html")


@bp.route("/gesprek", methods=["GET", "POST"])
@allow(Right.TALKS)
def talk() -> ResponseReturnValue:
    """Note a short talk: what was heard, where, and whether it may be used."""
    form = TalkForm()
    if form.validate_on_submit():
        source, shared = Source(form.source.data), form.shared.data == "yes"
        enact(talks.note_talk, form.statement.data or "", source, shared=shared)
        return go_on(gettext("Thank you. What you heard is in good hands."), "card.talk")
    account = me()
    session = db.session()
    return form_page(
        "card/talk.html",
        form,
        own=talks.list_own(session, my_id()),
        became=BECAME,
        compliments=insights.compliments_for(session, account.team_id if account else None),
    )
