"""What a browser keeps of a long form (`static/keep.js`): what it must hear from us about that."""

from flask import Flask, Response, request, session

from visits.models import db
from visits.models.visit import Visit
from visits.services.journal.taken_back import check_window
from visits.web.kit.access import me, my_id
from visits.web.kit.values import is_number

FORM = "application/x-www-form-urlencoded"


def asked_version(name: str = "version") -> int | None:
    """Give the text on which a form was begun; the oldest if it says nothing we can read."""
    if request.method != "POST":
        return None
    version = request.form.get(name, "")
    return int(version) if is_number(version) else 0


def check_words(visit: Visit) -> None:
    """Raise WordsGone for a form that was opened before the words of its visit were taken back."""
    check_window(visit, asked_version("words"))


def keeping(visit: Visit | None = None) -> dict[str, str]:
    """Give what the script must know: whose page it is, which text arrived, which words went."""
    if me() is None:
        return {}
    number = (request.view_args or {}).get("visit_id")
    visit = visit or (db.session.get(Visit, number) if number else None)
    gone = f"{visit.id}:{visit.words_gone}" if visit and visit.words_gone else ""
    return {"data-account": str(my_id()), "data-kept": session.pop("kept", ""), "data-gone": gone}


def note_arrival(response: Response) -> Response:
    """Remember which text arrived, for the next page to say so."""
    if response.status_code == 303 and request.mimetype == FORM and "kept" in request.form:
        session["kept"] = request.form["kept"][:120]
    return response


def init(app: Flask) -> None:
    """Let pages tell the script what it needs to know."""
    app.after_request(note_arrival)
    app.jinja_env.globals["keeping"] = keeping
