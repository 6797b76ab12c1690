"""Insights: coded by a person, checked, released by a person, withdrawn when asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from visits.domain.insight import MAX_THEMES, Kind, Stage, check_stage
from visits.domain.month import quarter_of, today
from visits.domain.note import Permission, may_count
from visits.domain.theme import REST, group_of
from visits.domain.withdrawal import Withdrawn
from visits.models.insight import Insight, InsightTheme, Talk
from visits.models.note import Note
from visits.models.theme import Theme
from visits.models.visit import Visit
from visits.services import audit, withdrawal
from visits.services.board.close import close_due
from visits.services.board.report import revise_reports
from visits.services.journal.reidentify import check_insight
from visits.services.journal.taken_back import insight_words_go
from visits.services.refusals import Refusal, Refused, existing
from visits.services.search import Filter, in_district, index, matching, within

WAITING = (Stage.DRAFT, Stage.CODED)
OPEN_STAGES = frozenset({Stage.DRAFT, Stage.CODED, Stage.INTERNAL})


@dataclass(frozen=True, slots=True)
class Wanted(Filter):
    """What somebody looks for among the insights; what is empty does not count."""

    theme: str = ""
    kind: Kind | None = None
    stage: Stage | None = None


def with_origin() -> Select[Insight]:
    """Select insights with their themes and where they come from."""
    return select(Insight).options(
        selectinload(Insight.themes),
        joinedload(Insight.talk),
        joinedload(Insight.visit).joinedload(Visit.draw),
    )


def get_insight(session: Session, insight_id: int) -> Insight:
    """Get an insight with its themes and its visit; NotFound if there is none."""
    query = with_origin().options(joinedload(Insight.visit).joinedload(Visit.tenant))
    return existing(session.scalar(query.where(Insight.id == insight_id)))


def list_insights(session: Session, stages: Sequence[Stage], *, limit: int = 100) -> list[Insight]:
    """List the insights that stand at some stages, newest first."""
    query = with_origin().where(Insight.stage.in_(stages))
    return list(session.scalars(query.order_by(Insight.id.desc()).limit(limit)))


def next_waiting(session: Session, insight: Insight, stages: Sequence[Stage]) -> int | None:
    """Give the number of the next insight that stands at some stages, in the order of the list."""
    waits = select(func.max(Insight.id)).where(Insight.stage.in_(stages), Insight.id != insight.id)
    below = session.scalar(waits.where(Insight.id < insight.id))
    return below or session.scalar(waits)


def search(session: Session, wanted: Wanted, *, limit: int = 100) -> list[Insight]:
    """List the insights that somebody looks for, newest first; merged ones are left out."""
    found = session.scalars(numbers_of(wanted).order_by(Insight.id.desc()).limit(limit)).all()
    # Their origins afterwards: joined before the limit, PostgreSQL joins all insights first.
    query = with_origin().where(Insight.id.in_(found))
    return list(session.scalars(query.order_by(Insight.id.desc())))


def numbers_of(wanted: Wanted) -> Select[Any]:
    """Select the numbers of the insights that somebody looks for."""
    query = select(Insight.id).where(
        matching(Insight.search_text, wanted.words), Insight.merged_into.is_(None)
    )
    if wanted.theme:
        themed = select(InsightTheme.insight_id).where(
            or_(InsightTheme.code == wanted.theme, InsightTheme.code.startswith(f"{wanted.theme}."))
        )
        query = query.where(Insight.id.in_(themed))
    if wanted.kind:
        query = query.where(Insight.kind == wanted.kind)
    if wanted.stage:
        query = query.where(Insight.stage == wanted.stage)
    if not (wanted.district or wanted.period):
        return query
    # What a colleague heard has a day, and no district.
    query = query.outerjoin(Visit, Visit.id == Insight.visit_id)
    told = func.coalesce(Visit.held_on, Talk.on)
    query = query.outerjoin(Talk, Talk.id == Insight.talk_id)
    return query.where(in_district(wanted.district), within(told, wanted.period))


def list_of_visit(session: Session, visit: Visit) -> list[Insight]:
    """List the insights of one visit that were not put together with another."""
    query = select(Insight).options(selectinload(Insight.themes))
    mine = query.where(Insight.visit_id == visit.id, Insight.merged_into.is_(None))
    return list(session.scalars(mine.order_by(Insight.id)))


def told_to_others(*which: ColumnElement[bool]) -> Select[Insight]:
    """Select the released insights of which the tenant let the words travel."""
    return (
        select(Insight)
        .join(Note, Note.visit_id == Insight.visit_id)
        .where(Insight.stage == Stage.RELEASED, Note.permission >= Permission.WITHOUT_NAME, *which)
    )


def list_of_district(session: Session, visit: Visit, *, limit: int = 3) -> list[Insight]:
    """List what other visits to the district of a visit told, as far as it was released."""
    query = told_to_others(Visit.district == visit.district, Visit.id != visit.id)
    query = query.join(Visit, Visit.id == Insight.visit_id)
    newest = query.order_by(Insight.important.desc(), Insight.released_at.desc())
    return list(session.scalars(newest.limit(limit)))


def permission_of(session: Session, insight: Insight) -> Permission | None:
    """Give what was allowed with the story that an insight comes from."""
    if insight.talk is not None:
        return Permission(insight.talk.permission)
    level = session.scalar(select(Note.permission).where(Note.visit_id == insight.visit_id))
    return None if level is None else Permission(level)


def check_open(insight: Insight) -> None:
    """Raise StageNotAllowed for an insight whose words no longer change."""
    if insight.stage not in OPEN_STAGES:
        check_stage(insight.stage, Stage.CODED)


def code(
    session: Session, insight: Insight, fields: dict[str, Any], *, by: int, now: datetime
) -> None:
    """Give an insight its words, its kind and its themes; a released one is left as it is."""
    check_open(insight)
    fields = dict(fields)
    themes = list(dict.fromkeys(fields.pop("themes", [])))[:MAX_THEMES]
    if not str(fields.get("statement", "")).strip():
        raise Refused(Refusal.STATEMENT_MISSING)
    if not themes:
        raise Refused(Refusal.THEME_MISSING)
    if not set(themes) <= set(session.scalars(select(Theme.code))):
        raise Refused(Refusal.UNKNOWN_THEME)
    for name, value in fields.items():
        setattr(insight, name, value.strip() if isinstance(value, str) else value)
    set_themes(session, insight, themes)
    insight.stage, insight.coded_by = Stage.CODED, by
    index(insight)
    audit.record(session, "insight.code", "insight", insight.id, by=by, now=now)


def set_themes(session: Session, insight: Insight, themes: Sequence[str]) -> None:
    """Give an insight its themes, the first of them the main one."""
    if [one.code for one in insight.themes] != list(themes):
        insight.themes.clear()
        session.flush()
        insight.themes = [
            InsightTheme(position=place, code=theme) for place, theme in enumerate(themes)
        ]


def split_off(
    session: Session, insight: Insight, statement: str, quote: str = "", *, by: int, now: datetime
) -> Insight:
    """Make a second insight out of one in which two things are said; it waits for its themes."""
    check_open(insight)
    if not statement.strip():
        raise Refused(Refusal.STATEMENT_MISSING)
    part = Insight(
        ref=token_hex(4),
        visit_id=insight.visit_id,
        talk_id=insight.talk_id,
        statement=statement.strip(),
        quote=quote.strip(),
        made_at=now,
    )
    index(part)
    session.add(part)
    session.flush()
    audit.record(session, "insight.split", "insight", insight.id, by=by, now=now, into=part.id)
    return part


def merge(session: Session, kept: Insight, other: Insight, *, by: int, now: datetime) -> None:
    """Put an insight together with another of the same visit that says the same."""
    check_open(kept)
    check_open(other)
    if kept is other or (kept.visit_id, kept.talk_id) != (other.visit_id, other.talk_id):
        raise Refused(Refusal.OTHER_VISIT)
    both = [one.code for one in (*kept.themes, *other.themes)]
    set_themes(session, kept, list(dict.fromkeys(both))[:MAX_THEMES])
    kept.quote = kept.quote or other.quote
    kept.important = kept.important or other.important
    other.merged_into, other.stage = kept.id, Stage.WITHDRAWN
    index(kept)
    audit.record(session, "insight.merge", "insight", other.id, by=by, now=now, into=kept.id)


def mergeable(session: Session, insight: Insight) -> list[Insight]:
    """List the insights of the same visit that an insight can be put together with."""
    query = select(Insight).where(
        Insight.visit_id == insight.visit_id,
        Insight.visit_id.is_not(None),
        Insight.id != insight.id,
        Insight.stage.in_(OPEN_STAGES),
    )
    return list(session.scalars(query.order_by(Insight.id)))


def release(
    session: Session, insight: Insight, *, reason: str = "", by: int, now: datetime
) -> None:
    """Release an insight to the board; Refused without a theme, permission or, if asked, a reason.

    It counts in the quarter of the visit, or in the present one if that quarter is closed.
    """
    check_stage(insight.stage, Stage.RELEASED)
    if not may_count(permission_of(session, insight)):
        raise Refused(Refusal.PERMISSION_LOW)
    if not insight.themes:
        raise Refused(Refusal.THEME_MISSING)
    check = check_insight(session, insight)
    if check.found and not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    insight.period = max(quarter_of(told_on(insight, now)), quarter_of(today(now)))
    insight.stage, insight.released_at, insight.released_by = Stage.RELEASED, now, by
    insight.release_reason = reason.strip()[:200] if check.found else ""
    audit.record(
        session,
        "insight.release",
        "insight",
        insight.id,
        by=by,
        now=now,
        signs=check.signs,
        small=check.small,
    )


def told_on(insight: Insight, now: datetime) -> date:
    """Give the day on which something was said."""
    if insight.talk is not None:
        return insight.talk.on
    held = insight.visit.held_on if insight.visit else None
    return held or today(now)


def set_stage(session: Session, insight: Insight, stage: Stage, *, by: int, now: datetime) -> None:
    """Keep an insight inside, put it away, or withdraw it, which takes its words for good."""
    if stage is Stage.RELEASED:
        # There is one way to the board, and it asks what the tenant allowed.
        release(session, insight, by=by, now=now)
        return
    check_stage(insight.stage, stage)
    move(session, insight, stage, by=by, now=now)


def move(
    session: Session, insight: Insight, stage: Stage, *, by: int | None, now: datetime
) -> None:
    """Bring an insight to a stage, without asking the table; withdrawn words go for good."""
    close_due(session, now=now)
    insight.stage = stage
    if stage is Stage.WITHDRAWN:
        withdrawal.record(session, Withdrawn.INSIGHT, withdrawal.insight_of(insight.ref), now=now)
        same = or_(Insight.id == insight.id, Insight.merged_into == insight.id)
        insight_words_go(session, same)
    revise_reports(session, now=now)
    audit.record(session, f"insight.{stage}", "insight", insight.id, by=by, now=now)


def compliments_for(session: Session, team_id: int | None, *, limit: int = 5) -> list[Insight]:
    """List the compliments for a team that were released, newest first."""
    if team_id is None:
        return []
    query = told_to_others(Insight.team_id == team_id)
    return list(session.scalars(query.order_by(Insight.released_at.desc()).limit(limit)))


def rest_share(session: Session) -> float:
    """Give which part of the coded insights has no better main theme than "other"."""
    coded = select(InsightTheme.code).join(Insight, Insight.id == InsightTheme.insight_id)
    codes = session.scalars(
        coded.where(InsightTheme.position == 0, Insight.stage != Stage.WITHDRAWN)
    ).all()
    rest = [one for one in codes if group_of(one) == REST]
    return len(rest) / len(codes) if codes else 0.0
