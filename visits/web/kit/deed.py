"""The edge of a deed: one moment, one transaction, one commit."""

from datetime import UTC, datetime

from visits.models.database import deed

__all__ = ["deed", "now"]


def now() -> datetime:
    """Give the present moment in UTC; the only clock of the screens."""
    return datetime.now(UTC)
