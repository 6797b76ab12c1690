"""How tenants, visits and promises are named on a page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import gettext, ngettext
from phonenumbers import PhoneNumberFormat, format_number, parse
from phonenumbers.phonenumberutil import NumberParseException

from visits.domain.doubt import Doubt
from visits.domain.draw import grouped, in_fours
from visits.domain.eligibility import Reason
from visits.domain.month import today
from visits.domain.name import address_name, list_name, spoken_name
from visits.domain.outbox import Delivery, delivery
from visits.domain.privacy import Finding, Sign
from visits.models.insight import Insight
from visits.models.outbox import Mail
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.tenant.record import co_tenant_person, tenant_person
from visits.services.visit.invite import street_of
from visits.words.labels import label
from visits.words.locale import count_word, in_figures


def whole_name(tenant: Tenant | None) -> str:
    """Give "Mevrouw A.M. van der Meer", or of two people both."""
    if tenant is None:
        return str(gettext("A tenant whose data were removed"))
    return address_name(tenant_person(tenant), co_tenant_person(tenant))


def people(tenant: Tenant | None) -> int:
    """Count the people of a household that are named: one, or two."""
    return 2 if tenant is not None and tenant.co_surname else 1


def in_a_list(tenant: Tenant) -> str:
    """Give "Meer, A.M. van der"."""
    return list_name(tenant_person(tenant))


def spoken(tenant: Tenant | None) -> str:
    """Give "mevrouw Van der Meer"."""
    if tenant is None:
        return str(gettext("the tenant"))
    return spoken_name(tenant_person(tenant))


def years(tenant: Tenant, on: date | datetime) -> int:
    """Give for how many full years somebody rents from us."""
    return tenant.years(today(on) if isinstance(on, datetime) else on)


def phone(number: str | None) -> str:
    """Give a telephone number as one dials it here."""
    if not number:
        return ""
    try:
        return format_number(parse(number, "NL"), PhoneNumberFormat.NATIONAL).replace("-", " ")
    except NumberParseException:
        return number


def visit_code(visit: Visit) -> str:
    """Give the code of a visit: 2026-12, or 2026-12/2 for a later lot. Needs its draw."""
    return visit.draw.period if visit.lot == 1 else f"{visit.draw.period}/{visit.lot}"


def origin(insight: Insight) -> str:
    """Give where an insight comes from: "bezoek 2026-12", or where a colleague heard it."""
    if insight.visit is not None:
        return str(gettext("visit %(code)s", code=visit_code(insight.visit)))
    return str(label(insight.talk.source)) if insight.talk else ""


def marked(text: str, found: Sequence[Finding]) -> list[tuple[str, Sign | None]]:
    """Cut a text in pieces, each with what was found in it."""
    pieces: list[tuple[str, Sign | None]] = []
    at = 0
    for start, end, sign in found:
        pieces += [(text[at:start], None), (text[start:end], sign)]
        at = end
    return [piece for piece in [*pieces, (text[at:], None)] if piece[0]]


def lateness(due: date, moment: datetime) -> str:
    """Give "negen dagen te laat", or nothing."""
    days = (today(moment) - due).days
    if days <= 0:
        return ""
    return str(ngettext("%(count)s day late", "%(count)s days late", days, count=count_word(days)))


def and_list(words: list[str]) -> str:
    """Give "Oudorp, De Mare en Centrum"."""
    if len(words) < 2:
        return "".join(words)
    return str(gettext("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1]))


def on_axis(due: float) -> int:
    """Give the place of a number of visits on the axis of the fairness picture, within it."""
    return round(165 + 40 * max(-1.6, min(2.0, due)))


def signed(value: float) -> str:
    """Give "+0,80" or "−0,43"."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + in_figures(abs(value), "0.00")


def share(value: float) -> str:
    """Give "3,4"; a share that is almost nothing is nothing, and not less."""
    return in_figures(abs(round(value, 1)), "0.0")


def reason_words(reason: str) -> str:
    """Give a stored reason in words: what somebody wrote, or the word for the app's own code."""
    return str(label(Reason[reason])) if reason in Reason.__members__ else reason


def doubt_words(doubt: str) -> str:
    """Give the sentence for what an import made doubtful about a tenant."""
    return str(label(Doubt(doubt)))


def stands(mail: Mail) -> Delivery:
    """Give where a mail stands."""
    return delivery(mail.sent_at, mail.attempts, mail.failure)


def tried_again(mail: Mail) -> datetime | None:
    """Give when we try to send a mail again; None when we do not."""
    return mail.try_after if stands(mail) is Delivery.RETRYING else None


FILTERS: dict[str, Any] = {
    "doubt_words": doubt_words,
    "stands": stands,
    "tried_again": tried_again,
    "and_list": and_list,
    "on_axis": on_axis,
    "signed": signed,
    "reason_words": reason_words,
    "whole_name": whole_name,
    "in_a_list": in_a_list,
    "people": people,
    "spoken": spoken,
    "street": street_of,
    "phone": phone,
    "visit_code": visit_code,
    "in_fours": in_fours,
    "grouped": grouped,
    "share": share,
    "origin": origin,
    "marked": marked,
}


def init(app: Flask) -> None:
    """Let templates name people and things."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(years=years, lateness=lateness)
