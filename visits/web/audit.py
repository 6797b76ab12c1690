"""The log: who did what, when; never what it said."""

import json
from datetime import timedelta

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from visits.domain.account import Right
from visits.formats.export import Sheet, csv_bytes
from visits.models import db
from visits.models.audit import AuditLine
from visits.services import audit
from visits.services.tenant.record import count_tenants
from visits.web.forms.audit import LogForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.download import to_keep
from visits.web.kit.pages import form_page
from visits.web.kit.values import number

bp = Blueprint("audit", __name__, url_prefix="/logboek")
REPORT_WITHIN = timedelta(hours=72)  # GDPR, article 33
HEAD = ("line", "at", "account", "name", "deed", "subject", "subject_id", "detail")


@bp.get("/")
@allow(Right.AUDIT)
def index() -> ResponseReturnValue:
    """List the newest deeds that somebody looks for."""
    form = LogForm(db.session())
    found = form.validate()
    lines = audit.list_lines(db.session(), form.wanted(), before=number("voor")) if found else []
    return form_page("audit/index.html", form, lines=lines, asked=form.asked())


@bp.get("/logboek.csv")
@allow(Right.AUDIT)
def table() -> ResponseReturnValue:
    """Give every deed that somebody looks for, as a table; the log says that it left the app."""
    form = LogForm(db.session())
    if not form.validate():
        abort(400)
    wanted = form.wanted()
    with deed() as session:
        lines = audit.list_lines(session, wanted, limit=None)
        content = csv_bytes([Sheet("log", HEAD, [cells(line, name) for line, name in lines])])
        audit.record(session, "audit.export", "audit", "csv", by=my_id(), now=now(), n=len(lines))
    return to_keep(content, "logboek-VERTROUWELIJK.csv")


@bp.get("/lek")
@allow(Right.AUDIT)
def leak() -> ResponseReturnValue:
    """Say what to do when something leaked, and whom it is about: by account and by day."""
    form = LogForm(db.session())
    found = form.validate() and bool(form.asked())
    return form_page(
        "audit/leak.html",
        form,
        touched=audit.list_touched(db.session(), form.wanted()) if found else None,
        tenants=count_tenants(db.session()),
        until=now() + REPORT_WITHIN,
    )


def cells(line: AuditLine, name: str | None) -> list[str | int | None]:
    """Give the cells of one line; times are in UTC."""
    when = line.at.isoformat(timespec="seconds")
    detail = json.dumps(line.detail, ensure_ascii=False, sort_keys=True) if line.detail else ""
    about = [line.deed, line.subject, line.subject_id, detail]
    return [line.id, when, line.account_id, name, *about]
