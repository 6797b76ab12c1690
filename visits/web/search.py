"""One search over everything that somebody may see: tenants, notes, insights and promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from visits.domain.account import Right
from visits.domain.promise import Progress
from visits.models import db
from visits.models.account import Account
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.search import Filter
from visits.services.tenant import record as tenants
from visits.web.kit.access import allow, i_may, me
from visits.web.kit.search import asked
from visits.words.people import in_a_list, spoken

bp = Blueprint("search", __name__, url_prefix="/zoeken")
FEW = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: who may see it, how it is looked for, and how one is shown."""

    title: LazyString
    right: Right
    every: str
    look: Callable[[Account, str], Sequence[Any]]
    words: Callable[[Any], str | None]
    address: Callable[[Any], str]


KINDS = (
    Kind(
        lazy_gettext("Tenants"),
        Right.TENANTS,
        "tenant.index",
        lambda _, words: tenants.list_tenants(db.session(), search=words).tenants,
        in_a_list,
        lambda one: url_for("tenant.show", tenant_id=one.id),
    ),
    Kind(
        lazy_gettext("Notes"),
        Right.NOTES,
        "note.index",
        lambda reader, words: notes.list_notes(db.session(), reader.id, Filter(words)),
        lambda one: gettext("Open the note about %(name)s", name=spoken(one.visit.tenant)),
        lambda one: url_for("note.show", visit_id=one.visit_id),
    ),
    Kind(
        lazy_gettext("Insights"),
        Right.INSIGHTS,
        "insight.index",
        lambda _, words: insights.search(db.session(), insights.Wanted(words)),
        lambda one: one.statement,
        lambda one: url_for("insight.code", insight_id=one.id),
    ),
    Kind(
        lazy_gettext("Promises"),
        Right.PROMISES,
        "promise.index",
        lambda reader, words: promises.list_promises(
            db.session(), reader, set(Progress), Filter(words)
        ),
        lambda one: one.what,
        lambda one: url_for("promise.show", promise_id=one.id),
    ),
)


@bp.get("")
@allow(Right.INSIGHTS)
def index() -> ResponseReturnValue:
    """Show the first few of every kind that the reader may see, and where the others are."""
    words, reader = asked().get("zoek", ""), me()
    looked = [
        (kind, kind.look(reader, words))
        for kind in KINDS
        if words and reader is not None and i_may(kind.right)
    ]
    found = [(kind, rows[:FEW], len(rows) > FEW) for kind, rows in looked if rows]
    return render_template("search/index.html", words=words, found=found)
