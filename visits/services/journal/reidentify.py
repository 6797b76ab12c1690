"""The check before an insight goes to the board: who could be known by it."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from visits.domain.insight import Stage
from visits.domain.privacy import Finding, findings
from visits.domain.search import plain
from visits.domain.theme import group_of
from visits.models.insight import Insight, InsightTheme
from visits.models.tenant import Tenant
from visits.services.organisation import get_organisation

LONGEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in the words of an insight, and whether too few visits say the same."""

    statement: list[Finding]
    quote: list[Finding]
    small: bool

    @property
    def found(self) -> bool:
        """Say whether anything in the words needs a second look."""
        return bool(self.statement or self.quote)

    @property
    def signs(self) -> list[str]:
        """The kinds that were found, for the log: never the words."""
        return sorted({one.kind.value for one in (*self.statement, *self.quote)})


def check_insight(session: Session, insight: Insight) -> Check:
    """Look an insight over: its words, and how many visits have its subject."""
    tenant = insight.visit.tenant if insight.visit else None
    names = [*own_names(tenant), *known_names(session, f"{insight.statement} {insight.quote}")]
    places = [insight.visit.district] if insight.visit else []
    places += [one for one in (tenant.street, tenant.neighbourhood) if one] if tenant else []
    return Check(
        statement=findings(insight.statement, names, places),
        quote=findings(insight.quote, names, places),
        small=is_rare(session, insight),
    )


def own_names(tenant: Tenant | None) -> list[str]:
    """Give the names of the household that was visited."""
    if tenant is None:
        return []
    pairs = ((tenant.prefix, tenant.surname), (tenant.co_prefix, tenant.co_surname))
    return [" ".join(filter(None, pair)) for pair in pairs if pair[1]]


def known_names(session: Session, text: str) -> list[str]:
    """Give the names of all tenants of whom the surname could stand in a text."""
    keys = name_keys(text)
    if not keys:
        return []
    query = select(Tenant.prefix, Tenant.surname, Tenant.co_prefix, Tenant.co_surname).where(
        or_(Tenant.surname_key.in_(keys), Tenant.co_surname_key.in_(keys))
    )
    found = set()
    for prefix, surname, co_prefix, co_surname in session.execute(query.distinct()):
        for one, name in ((prefix, surname), (co_prefix, co_surname)):
            if name and plain(name) in keys:
                found.add(f"{one} {name}" if one else name)
    return sorted(found)


def name_keys(text: str) -> set[str]:
    """Give every run of words in a text that could be a surname, with and without an s."""
    words = plain(text).split()
    runs = {
        " ".join(words[start : start + size])
        for size in range(1, LONGEST_NAME + 1)
        for start in range(len(words) - size + 1)
    }
    keys = {key for run in runs for key in (run, run.removesuffix(" s"), run.removesuffix("s"))}
    return {key for key in keys if len(key) > 1}


def is_rare(session: Session, insight: Insight) -> bool:
    """Say whether fewer visits than the smallest group have the subject of an insight."""
    if not insight.themes:
        return False
    group = group_of(insight.themes[0].code)
    query = (
        select(func.count(func.distinct(Insight.visit_id)))
        .join(InsightTheme, InsightTheme.insight_id == Insight.id)
        .where(
            InsightTheme.position == 0,
            or_(InsightTheme.code == group, InsightTheme.code.startswith(f"{group}.")),
            or_(Insight.stage == Stage.RELEASED, Insight.id == insight.id),
        )
    )
    return (session.scalar(query) or 0) < get_organisation(session).smallest_group
