"""What monitoring reads: how the app stands, in numbers, for whoever shows the token."""

from dataclasses import asdict
from hmac import compare_digest

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from visits.models import db
from visits.services.upkeep.readiness import readiness
from visits.web.kit.access import public
from visits.web.kit.deed import now
from visits.web.kit.session import READINESS
from visits.words.organisation import settings

bp = Blueprint("ready", __name__)


@bp.get(READINESS)
@public
def readyz() -> ResponseReturnValue:
    """Say how the app stands; 503 when a person should look at something."""
    token = settings().ready_token
    if not token:
        abort(404)
    shown = request.headers.get("Authorization", "")
    if not compare_digest(shown.encode(), f"Bearer {token}".encode()):
        abort(401)
    try:
        found = readiness(db.session(), settings().instance, now=now())
    except SQLAlchemyError:
        return {"wrong": ["database"]}, 503
    return {"wrong": found.wrong, **asdict(found)}, 503 if found.wrong else 200
