"""Tenants: the list, one tenant, left in peace, added and corrected by hand."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from visits.domain.account import Right
from visits.domain.month import today
from visits.models import db
from visits.models.tenant import Source, Tenant
from visits.services.draw.due import list_age
from visits.services.tenant import batch as batches
from visits.services.tenant import record as tenants
from visits.services.tenant.exclusion import find_exclusion
from visits.services.upkeep.erasure import erase_tenant, get_receipt
from visits.web.forms.tenant import EraseForm, TenantForm, VisitedForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, do, enact, now
from visits.web.kit.pages import form_page, shown_at
from visits.web.kit.redirects import go_on
from visits.web.kit.values import number
from visits.words.organisation import organisation, sender
from visits.words.people import in_a_list

bp = Blueprint("tenant", __name__, url_prefix="/huurders")
# What the receipt of somebody who was taken away says, in this order.
GONE = {
    "visits": lazy_gettext("Visits without a name now"),
    "notes": lazy_gettext("Notes of which the words are gone"),
    "contacts": lazy_gettext("Talks deleted"),
    "letters": lazy_gettext("Letters deleted"),
    "mails": lazy_gettext("Mails deleted"),
    "promises": lazy_gettext("Open promises that lapse"),
}


@bp.get("/")
@allow(Right.TENANTS)
def index() -> ResponseReturnValue:
    """Show the list of tenants, with a search."""
    search = request.args.get("zoek", "").strip()[:100]
    page = number("pagina") or 1
    newest = batches.newest_whole(db.session())
    return render_template(
        "tenant/index.html",
        page=tenants.list_tenants(db.session(), search=search, page=page),
        search=search,
        batches=batches.list_batches(db.session()),
        newest=newest,
        is_old=list_age(db.session(), now=now()) > organisation().import_days,
    )


@bp.get("/<int:tenant_id>")
@allow(Right.TENANTS)
def show(tenant_id: int) -> ResponseReturnValue:
    """Show one tenant and what happened before."""
    tenant = tenants.get_tenant(db.session(), tenant_id)
    return render_template(
        "tenant/show.html",
        tenant=tenant,
        by_hand=tenant.since_source is Source.HAND,
        visits=tenants.list_visits_of(db.session(), tenant),
        exclusion=find_exclusion(db.session(), tenant, day=today(now())),
        moment=now(),
    )


@bp.post("/<int:tenant_id>/niet-benaderen")
@allow(Right.TENANTS)
def opt_out(tenant_id: int) -> ResponseReturnValue:
    """Leave a tenant in peace from now on."""
    do(tenants.get_tenant, tenant_id, tenants.opt_out, today=today(now()))
    return go_on(
        gettext("We will not approach this tenant any more."), "tenant.show", tenant_id=tenant_id
    )


@bp.post("/<int:tenant_id>/weer-benaderen")
@allow(Right.TENANTS)
def opt_in(tenant_id: int) -> ResponseReturnValue:
    """Let a tenant take part again, at their own request."""
    do(tenants.get_tenant, tenant_id, tenants.opt_in)
    return go_on(gettext("This tenant takes part again."), "tenant.show", tenant_id=tenant_id)


@bp.route("/<int:tenant_id>/weghalen", methods=["GET", "POST"])
@allow(Right.TENANTS)
def erase(tenant_id: int) -> ResponseReturnValue:
    """Take everything about a tenant away, after a yes to what that means."""
    tenant = tenants.get_tenant(db.session(), tenant_id)
    form = EraseForm()
    if form.validate_on_submit():
        number = do(tenants.get_tenant, tenant_id, erase_tenant, sender=sender())
        return redirect(url_for("tenant.erased", number=number), 303)
    return form_page("tenant/erase.html", form, tenant=tenant)


@bp.get("/weggehaald/<int:number>")
@allow(Right.TENANTS)
def erased(number: int) -> ResponseReturnValue:
    """Show the receipt of somebody who was taken away, to print or to answer a request with."""
    receipt = get_receipt(db.session(), number)
    counts = receipt.counts
    rows = [(words, counts[name]) for name, words in GONE.items() if counts.get(name)]
    return render_template("tenant/erased.html", receipt=receipt, rows=rows)


@bp.route("/nieuw", methods=["GET", "POST"])
@allow(Right.TENANTS)
def add() -> ResponseReturnValue:
    """Add a tenant by hand."""
    form = TenantForm()
    if form.validate_on_submit():
        with shown_at(form.external_id):
            number = enact(tenants.add_tenant, form.fields()).id
            return go_on(gettext("Tenant added."), "tenant.show", tenant_id=number)
    return form_page("tenant/form.html", form, tenant=None)


@bp.route("/<int:tenant_id>/verbeteren", methods=["GET", "POST"])
@allow(Right.TENANTS)
def correct(tenant_id: int) -> ResponseReturnValue:
    """Correct a tenant by hand."""
    tenant = tenants.get_tenant(db.session(), tenant_id)
    form = TenantForm(obj=tenant)
    form.external_id.render_kw = {"readonly": True}
    if form.validate_on_submit():
        do(tenants.get_tenant, tenant_id, tenants.correct_tenant, form.fields())
        return go_on(gettext("Tenant corrected."), "tenant.show", tenant_id=tenant_id)
    return form_page("tenant/form.html", form, tenant=tenant)


@bp.route("/al-bezocht", methods=["GET", "POST"])
@allow(Right.TENANTS)
def visited() -> ResponseReturnValue:
    """Note who was visited before this app was there."""
    form = VisitedForm()
    if form.validate_on_submit():
        with deed() as session:
            unclear = tenants.mark_visited(session, form.listed(), by=my_id(), now=now())
            doubts = [unclear_words(words, found) for words, found in unclear]
        if not unclear:
            return go_on(gettext("Noted. These tenants are not drawn any more."), "tenant.index")
        form.visits.errors = [" ".join([*doubts, gettext("Nothing was noted yet.")])]
    return form_page("tenant/visited.html", form)


def unclear_words(words: str, found: list[Tenant]) -> str:
    """Say that words mean nobody, or whom they all mean."""
    if not found:
        return str(gettext("Nobody is called “%(words)s”, or has this number.", words=words))
    several = ", ".join(f"{in_a_list(one)} ({one.external_id})" for one in found)
    return str(
        gettext(
            "“%(words)s” may be several people: %(several)s. Write the number.",
            words=words,
            several=several,
        )
    )
