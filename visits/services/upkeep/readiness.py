"""What monitoring asks: what waits for how long, and whether a person should look."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.models import store
from visits.models.job import JobRun
from visits.models.outbox import Mail
from visits.services.outbox import WAITING
from visits.services.upkeep import backup

DAY = timedelta(days=1)
JOB_LATE = timedelta(hours=26)  # each job runs at least once a day
COPY_LATE = timedelta(hours=50)
LEAST_SPACE = 500_000_000


@dataclass(frozen=True, slots=True)
class Readiness:
    """How the app stands; times are seconds ago, None for what never was."""

    migrations: bool
    jobs: dict[str, dict[str, int | None]]
    oldest_waiting_mail: int | None
    newest_copy: int | None
    free_bytes: int

    @property
    def wrong(self) -> list[str]:
        """List what a person should look at."""
        waits = {
            "migrations": not self.migrations,
            "jobs": any(is_late(run["last_good"], JOB_LATE) for run in self.jobs.values()),
            "mail": self.oldest_waiting_mail is not None and is_late(self.oldest_waiting_mail, DAY),
            "copy": is_late(self.newest_copy, COPY_LATE),
            "space": self.free_bytes < LEAST_SPACE,
        }
        return [name for name, found in waits.items() if found]


def is_late(seconds: int | None, limit: timedelta) -> bool:
    """Say whether something is longer ago than it may be; what never was is late."""
    return seconds is None or seconds > limit.total_seconds()


def readiness(session: Session, instance: Path, *, now: datetime) -> Readiness:
    """Look how the app stands; change nothing."""
    if not store.is_newest():
        return Readiness(False, {}, None, None, shutil.disk_usage(instance).free)
    runs = session.scalars(select(JobRun).order_by(JobRun.name))
    oldest = session.scalar(select(func.min(Mail.made_at)).where(*WAITING))
    return Readiness(
        migrations=True,
        jobs={
            run.name: {"last_run": ago(run.ran_at, now), "last_good": ago(run.good_at, now)}
            for run in runs
        },
        oldest_waiting_mail=ago(oldest, now),
        newest_copy=ago(backup.newest(), now),
        free_bytes=shutil.disk_usage(instance).free,
    )


def ago(moment: datetime | None, now: datetime) -> int | None:
    """Return how many seconds ago something was, if it was."""
    return max(int((now - moment).total_seconds()), 0) if moment else None


def is_due(session: Session, name: str, pause: timedelta, now: datetime) -> bool:
    """Say whether a job ran long enough ago, by whichever process; never, or later than now, is."""
    run = session.get(JobRun, name)
    return run is None or not timedelta() <= now - run.ran_at < pause


def note_run(session: Session, name: str, *, good: bool, now: datetime) -> None:
    """Write down that a job ran, and whether it went well."""
    run = session.get(JobRun, name)
    if run is None:
        run = JobRun(name=name, ran_at=now, good_at=None)
        session.add(run)
    run.ran_at = now
    if good:
        run.good_at = now
    session.flush()
