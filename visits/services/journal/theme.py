"""Themes: a closed list in two levels; anyone proposes, the assistant decides, nothing is lost."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.domain.month import today
from visits.domain.search import plain
from visits.domain.theme import TOO_MUCH_REST, Verdict
from visits.models.insight import InsightTheme
from visits.models.theme import Theme, ThemeProposal
from visits.services import audit
from visits.services.board.close import close_due
from visits.services.board.coarsen import follow_merge
from visits.services.journal.insight import rest_share
from visits.services.refusals import NotFound, Refusal, Refused


@dataclass(frozen=True, slots=True)
class Group:
    """A group of themes with what belongs to it."""

    theme: Theme
    parts: list[Theme]


def list_themes(session: Session) -> list[Theme]:
    """List the themes that can be chosen, in their order."""
    query = select(Theme).where(Theme.merged_into.is_(None))
    return list(session.scalars(query.order_by(Theme.position)))


def list_groups(session: Session) -> list[Group]:
    """List the groups, each with its themes."""
    themes = list_themes(session)
    return [
        Group(theme, [part for part in themes if part.parent == theme.code])
        for theme in themes
        if theme.parent is None
    ]


def names(session: Session, language: str) -> dict[str, str]:
    """Give the name of every theme in one language, by code."""
    name = Theme.name_nl if language == "nl" else Theme.name_en
    return dict(session.execute(select(Theme.code, name)).all())


def count_uses(session: Session) -> dict[str, int]:
    """Count the insights of each theme."""
    query = select(InsightTheme.code, func.count()).group_by(InsightTheme.code)
    return dict(session.execute(query).all())


def needs_work(session: Session) -> bool:
    """Say whether so much is called "other" that the list lacks a theme."""
    return rest_share(session) > TOO_MUCH_REST


def get_theme(session: Session, code: str) -> Theme:
    """Get a theme that can be chosen; NotFound if there is none."""
    theme = session.get(Theme, code)
    if theme is None or theme.merged_into is not None:
        raise NotFound
    return theme


def list_proposals(session: Session) -> list[ThemeProposal]:
    """List the themes that somebody misses and nobody decided about, oldest first."""
    query = select(ThemeProposal).where(ThemeProposal.verdict == Verdict.OPEN)
    return list(session.scalars(query.order_by(ThemeProposal.id)))


def propose(
    session: Session, parent: str, name_nl: str, name_en: str, *, by: int, now: datetime
) -> ThemeProposal:
    """Propose a theme within a group; a name that is there already is refused."""
    group = get_theme(session, parent)
    if group.parent is not None:
        raise Refused(Refusal.NO_GROUP)
    taken = {plain(theme.name_nl) for theme in list_themes(session)}
    if plain(name_nl) in taken or not plain(name_nl):
        raise Refused(Refusal.THEME_TAKEN)
    proposal = ThemeProposal(
        parent=parent,
        name_nl=name_nl.strip(),
        name_en=(name_en or name_nl).strip(),
        verdict=Verdict.OPEN,
        account_id=by,
        made_at=now,
    )
    session.add(proposal)
    session.flush()
    audit.record(session, "theme.propose", "theme_proposal", proposal.id, by=by, now=now)
    return proposal


def decide(
    session: Session, proposal_id: int, verdict: Verdict, *, by: int, now: datetime
) -> Theme | None:
    """Take a proposed theme into the list, or not; its code never changes afterwards."""
    proposal = session.get(ThemeProposal, proposal_id)
    if proposal is None or proposal.verdict is not Verdict.OPEN:
        raise NotFound
    proposal.verdict = verdict
    audit.record(session, f"theme.{verdict}", "theme_proposal", proposal_id, by=by, now=now)
    if verdict is not Verdict.ACCEPTED:
        return None
    theme = Theme(
        code=free_code(session, proposal.parent, proposal.name_nl),
        parent=proposal.parent,
        name_nl=proposal.name_nl,
        name_en=proposal.name_en,
        sensitive=get_theme(session, proposal.parent).sensitive,
        added_on=today(now),
        position=(session.scalar(select(func.max(Theme.position))) or 0) + 1,
        guid=str(uuid4()),
    )
    session.add(theme)
    session.flush()
    return theme


def free_code(session: Session, parent: str, name: str) -> str:
    """Give a code that no theme had before: the group, a dot, the first word of the name."""
    word = re.sub(r"[^a-z]", "", plain(name).partition(" ")[0])[:20] or "thema"
    codes = set(session.scalars(select(Theme.code)))
    number = 1
    while (code := f"{parent}.{word}{number if number > 1 else ''}") in codes:
        number += 1
    return code


def merge(session: Session, code: str, into: str, *, by: int, now: datetime) -> int:
    """Put a theme together with another, and count the insights that came along.

    Insights get the new code, so that every count over the years follows, and keep the old one;
    closed years follow within their subject.
    """
    theme, other = get_theme(session, code), get_theme(session, into)
    if theme is other or theme.parent is None:
        raise Refused(Refusal.THEME_ALONE)
    close_due(session, now=now)
    rows = session.scalars(select(InsightTheme).where(InsightTheme.code == code)).all()
    there = set(session.scalars(select(InsightTheme.insight_id).where(InsightTheme.code == into)))
    for row in rows:
        if row.insight_id in there and row.position > 0:
            session.delete(row)
            continue
        if row.insight_id in there:
            drop_double(session, row.insight_id, into)
        row.was, row.code = row.was or code, into
    follow_merge(session, code, into)
    theme.merged_into = into
    other.sensitive = other.sensitive or theme.sensitive
    audit.record(
        session, "theme.merge", "theme", code, by=by, now=now, into=into, insights=len(rows)
    )
    return len(rows)


def drop_double(session: Session, insight_id: int, code: str) -> None:
    """Take a theme off an insight of which the main theme is about to become the same."""
    query = select(InsightTheme).where(
        InsightTheme.insight_id == insight_id, InsightTheme.code == code
    )
    for row in session.scalars(query):
        session.delete(row)
