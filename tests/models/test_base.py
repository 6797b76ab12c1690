"""Moments and words as the tables keep them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from tests.factories import NOW
from visits.models.account import Account
from visits.models.audit import AuditLine


def line(at: datetime) -> AuditLine:
    """Give an audit line of a moment."""
    return AuditLine(at=at, deed="proef", subject="proef", subject_id="1", detail={})


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=ZoneInfo("Europe/Amsterdam")),
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"), fold=1),  # twice
        datetime(1899, 12, 31, 23, 0, tzinfo=UTC),
    ],
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(session: Session, moment: datetime) -> None:
    session.add(line(moment))
    session.flush()
    session.expire_all()

    kept = session.scalars(select(AuditLine.at)).one()

    assert kept == moment.astimezone(UTC)
    assert kept.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(session: Session) -> None:
    session.add(line(datetime(2026, 11, 24, 9, 0)))  # noqa: DTZ001 - that is the point

    with pytest.raises(StatementError, match="a moment needs a zone"):
        session.flush()


def test_moments_are_compared_as_moments(session: Session) -> None:
    local = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    session.add(line(NOW))
    session.flush()

    found = session.scalars(select(AuditLine).where(AuditLine.at <= local)).all()
    later = session.scalars(select(AuditLine).where(AuditLine.at < local)).all()

    assert (len(found), len(later)) == (1, 0)


def test_the_database_itself_refuses_a_word_that_is_not_on_the_list(session: Session) -> None:
    person = Account(
        email="a@waterhof.example", name="A", password="-", fs_uniquifier="a", created_at=NOW
    )
    session.add(person)
    session.flush()
    insert = text("INSERT INTO account_role (account_id, name) VALUES (:id, 'koning')")

    with pytest.raises(IntegrityError):
        session.execute(insert, {"id": person.id})
