"""Insights: coded by a person, checked, released by a person, withdrawn when asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from visits.domain.identify import Sign, signs_in
from visits.domain.insight import MAX_THEMES, Stage, check_stage
from visits.domain.month import quarter_of, today
from visits.domain.note import Permission, may_count
from visits.models.insight import Insight, InsightTheme
from visits.models.note import Note
from visits.models.theme import Theme
from visits.models.visit import Visit
from visits.services import audit
from visits.services.closing import close_due
from visits.services.refusals import NotFound, Refused
from visits.services.report import revise_reports

WAITING = (Stage.DRAFT, Stage.CODED)


def get_insight(session: Session, insight_id: int) -> Insight:
    """Get an insight with its themes and its visit; NotFound if there is none."""
    query = (
        select(Insight)
        .options(
            selectinload(Insight.themes),
            joinedload(Insight.visit).joinedload(Visit.tenant),
            joinedload(Insight.visit).joinedload(Visit.draw),
        )
        .where(Insight.id == insight_id)
    )
    insight = session.scalar(query)
    if insight is None:
        raise NotFound("not_found")
    return insight


def list_insights(session: Session, stages: Sequence[Stage], *, limit: int = 100) -> list[Insight]:
    """List the insights that stand at some stages, newest first."""
    query = (
        select(Insight)
        .options(selectinload(Insight.themes), joinedload(Insight.visit).joinedload(Visit.draw))
        .where(Insight.stage.in_(stages))
    )
    return list(session.scalars(query.order_by(Insight.id.desc()).limit(limit)))


def list_of_visit(session: Session, visit: Visit) -> list[Insight]:
    """List the insights of one visit."""
    query = select(Insight).options(selectinload(Insight.themes))
    return list(session.scalars(query.where(Insight.visit_id == visit.id).order_by(Insight.id)))


def count_waiting(session: Session) -> int:
    """Count the insights that wait for themes or for release."""
    query = select(func.count(Insight.id)).where(Insight.stage.in_(WAITING))
    return session.scalar(query) or 0


def permission_of(session: Session, insight: Insight) -> Permission | None:
    """Give what the tenant allowed with the story that an insight comes from."""
    level = session.scalar(select(Note.permission).where(Note.visit_id == insight.visit_id))
    return None if level is None else Permission(level)


def code(
    session: Session, insight: Insight, fields: dict[str, Any], *, by: int, now: datetime
) -> None:
    """Give an insight its words, its kind and its themes; a released one is left as it is."""
    if insight.stage not in {Stage.DRAFT, Stage.CODED, Stage.INTERNAL}:
        check_stage(insight.stage, Stage.CODED)
    fields = dict(fields)
    themes = list(dict.fromkeys(fields.pop("themes", [])))[:MAX_THEMES]
    if not str(fields.get("statement", "")).strip():
        raise Refused("statement_missing")
    if not themes:
        raise Refused("theme_missing")
    if not set(themes) <= set(session.scalars(select(Theme.code))):
        raise Refused("unknown_theme")
    for name, value in fields.items():
        setattr(insight, name, value.strip() if isinstance(value, str) else value)
    if [one.code for one in insight.themes] != themes:
        insight.themes.clear()
        session.flush()
        insight.themes = [
            InsightTheme(position=place, code=theme) for place, theme in enumerate(themes)
        ]
    insight.stage, insight.coded_by = Stage.CODED, by
    audit.record(session, "insight.code", "insight", insight.id, by=by, now=now)
    session.flush()


def signs_of(insight: Insight) -> list[Sign]:
    """List what in an insight could tell the board who said it."""
    tenant = insight.visit.tenant
    names = [tenant.surname, tenant.co_surname or ""] if tenant else []
    places = [tenant.street, tenant.neighbourhood or ""] if tenant else []
    text = f"{insight.statement}\n{insight.quote}"
    return signs_in(text, names=names, places=[*places, insight.visit.district])


def release(session: Session, insight: Insight, *, by: int, now: datetime) -> None:
    """Release an insight to the board; Refused without a theme or without permission.

    It counts in the quarter of the visit, or in the present one if that quarter is closed.
    """
    check_stage(insight.stage, Stage.RELEASED)
    if not may_count(permission_of(session, insight)):
        raise Refused("permission_low")
    if not insight.themes:
        raise Refused("theme_missing")
    held = insight.visit.held_on or today(now)
    insight.period = max(quarter_of(held), quarter_of(today(now)))
    insight.stage, insight.released_at, insight.released_by = Stage.RELEASED, now, by
    found = [sign.value for sign in signs_of(insight)]
    audit.record(session, "insight.release", "insight", insight.id, by=by, now=now, signs=found)
    session.flush()


def set_stage(session: Session, insight: Insight, stage: Stage, *, by: int, now: datetime) -> None:
    """Keep an insight inside, or withdraw it from the board."""
    if stage is Stage.RELEASED:
        # There is one way to the board, and it asks what the tenant allowed.
        release(session, insight, by=by, now=now)
        return
    check_stage(insight.stage, stage)
    close_due(session, now=now)
    insight.stage = stage
    revise_reports(session, now=now)
    audit.record(session, f"insight.{stage}", "insight", insight.id, by=by, now=now)
    session.flush()
