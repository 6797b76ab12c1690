"""Heard before: the app proposes earlier insights that sound alike, a person decides."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, selectinload

from visits.domain.insight import Stage
from visits.models.insight import Heard, Insight
from visits.services import audit
from visits.services.search import begins_word, stems

SHORTEST_WORD = 3
WORDS = 8
READ = 400
# A word in more of the insights than this, or than a tenth of them, is in every second sentence.
COMMON = 3
SHOWN = 5


def propose(session: Session, insight: Insight) -> list[Insight]:
    """List earlier insights that sound most like one, of other visits."""
    words = sorted({word for word in stems(insight.statement) if len(word) >= SHORTEST_WORD})
    if not words:
        return []
    # The longest words say most of what something is about.
    telling = sorted(words, key=len, reverse=True)[:WORDS]
    query = (
        select(Insight)
        .options(selectinload(Insight.themes))
        .where(
            or_(*(begins_word(Insight.search_text, one) for one in telling)),
            Insight.id < insight.id,
            Insight.stage != Stage.WITHDRAWN,
            or_(Insight.visit_id.is_(None), Insight.visit_id != (insight.visit_id or 0)),
        )
        .order_by(Insight.id.desc())
        .limit(READ)
    )
    found = session.scalars(query).all()
    telling = [word for word in telling if tells(word, found)]
    themes = {one.code for one in insight.themes}
    ranked = sorted(
        found,
        key=lambda one: (alike(one, telling, themes), one.id),
        reverse=True,
    )
    return [one for one in ranked if alike(one, telling, themes) > 1][:SHOWN]


def tells(word: str, found: Sequence[Insight]) -> bool:
    """Say whether a word is rare enough to tell what something is about."""
    return sum(f" {word}" in one.search_text for one in found) <= max(COMMON, len(found) // 10)


def alike(one: Insight, words: Collection[str], themes: Collection[str]) -> int:
    """Count the words and the themes that an insight shares with another."""
    shared = sum(f" {word}" in one.search_text for word in words)
    return shared + sum(theme.code in themes for theme in one.themes)


def list_earlier(session: Session, insight: Insight) -> list[Insight]:
    """List the earlier insights that a person tied to one."""
    query = select(Insight).join(Heard, Heard.earlier_id == Insight.id)
    return list(session.scalars(query.where(Heard.insight_id == insight.id).order_by(Insight.id)))


def tie(
    session: Session, insight: Insight, earlier: Collection[int], *, by: int, now: datetime
) -> None:
    """Say which earlier insights an insight was heard in before."""
    known = set(session.scalars(select(Insight.id).where(Insight.id.in_(set(earlier)))))
    session.execute(delete(Heard).where(Heard.insight_id == insight.id))
    for number in sorted(known - {insight.id}):
        session.add(Heard(insight_id=insight.id, earlier_id=number))
    audit.record(session, "insight.heard", "insight", insight.id, by=by, now=now, times=len(known))
