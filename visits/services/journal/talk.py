"""Talks: what a colleague heard on the way, in three fields, under the same rules as a visit."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.board import Heard, board_table, theme_visits, visits_in
from visits.domain.insight import Source, Stage
from visits.domain.month import today
from visits.domain.note import Permission
from visits.domain.theme import group_of
from visits.models.insight import Insight, InsightTheme, Talk
from visits.models.theme import Theme
from visits.services import audit
from visits.services.refusals import Refusal, Refused
from visits.services.search import index


def note_talk(
    session: Session, statement: str, source: Source, *, shared: bool, by: int, now: datetime
) -> Insight:
    """Keep what a colleague heard; it waits for its themes like every other insight.

    `shared` is the answer to the question on the card: may we use this without your name?
    """
    if not statement.strip():
        raise Refused(Refusal.STATEMENT_MISSING)
    level = Permission.WITHOUT_NAME if shared else Permission.COUNTED
    talk = Talk(account_id=by, source=source, permission=level, on=today(now), made_at=now)
    session.add(talk)
    session.flush()
    insight = Insight(ref=token_hex(4), talk_id=talk.id, statement=statement.strip(), made_at=now)
    index(insight)
    session.add(insight)
    session.flush()
    audit.record(session, "talk.note", "talk", talk.id, by=by, now=now, source=source.value)
    return insight


def count_apart(session: Session, quarters: Sequence[str], smallest_group: int) -> dict[str, Any]:
    """Count what colleagues heard in some quarters, by subject, under the rule of the board."""
    query = (
        select(Insight.ref, Talk.id, InsightTheme.code, Theme.sensitive)
        .join(Talk, Talk.id == Insight.talk_id)
        .join(InsightTheme, InsightTheme.insight_id == Insight.id)
        .join(Theme, Theme.code == InsightTheme.code)
        .where(
            Insight.period.in_(quarters),
            Insight.stage == Stage.RELEASED,
            InsightTheme.position == 0,
            Talk.permission >= Permission.COUNTED,
        )
    )
    heard = [
        Heard(ref, talk, quarters[0], group_of(code), sensitive)
        for ref, talk, code, sensitive in session.execute(query)
    ]
    return {
        "talks": visits_in(heard),
        "subjects": theme_visits(heard, board_table(heard, smallest_group)),
    }


def list_own(session: Session, account_id: int, *, limit: int = 10) -> list[Insight]:
    """List what somebody noted of their own talks, newest first."""
    query = (
        select(Insight)
        .join(Talk, Talk.id == Insight.talk_id)
        .options(joinedload(Insight.talk))
        .where(Talk.account_id == account_id)
    )
    return list(session.scalars(query.order_by(Insight.id.desc()).limit(limit)))
