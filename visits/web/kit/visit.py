"""What the screens of one visit share: a step in a deed of its own, and what left the app."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue

from visits.services.visit.record import get_visit
from visits.web.kit.deed import do
from visits.web.kit.redirects import go_on


def change_visit(visit_id: int, change: Callable[..., Any], *given: Any, **more: Any) -> None:
    """Change a visit in a deed of its own."""
    do(get_visit, visit_id, change, *given, **more)


def to_visit(visit_id: int, said: str) -> ResponseReturnValue:
    """Say what happened on the page of the visit."""
    return go_on(said, "visit.show", visit_id=visit_id)
