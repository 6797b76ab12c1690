"""What the screens of one visit share: a step in a deed of its own, and what left the app."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue

from visits.services import audit
from visits.services.visit.record import get_visit
from visits.web.kit.access import my_id
from visits.web.kit.deed import deed, do, now
from visits.web.kit.redirects import go_on


def change_visit(visit_id: int, change: Callable[..., Any], *given: Any, **more: Any) -> None:
    """Change a visit in a deed of its own."""
    do(get_visit, visit_id, change, *given, **more)


def to_visit(visit_id: int, said: str) -> ResponseReturnValue:
    """Say what happened on the page of the visit."""
    return go_on(said, "visit.show", visit_id=visit_id)


def note_export(what: str, visit_id: int) -> None:
    """Write in the log that something about a visit left the app."""
    with deed() as session:
        audit.record(session, what, "visit", visit_id, by=my_id(), now=now())
