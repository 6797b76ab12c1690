"""How a form is shown: once to fill in, again when something is wrong."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from jinja2.runtime import Macro
from wtforms import Field, FieldList, Form, FormField, HiddenField

from visits.services.refusals import Refusal, Refused
from visits.web.forms.base import FILL_IN, described
from visits.words.refusals import sentence

SHAPES = ("parts/page.html", "parts/field.html")


def form_page(template: str, form: Form, **values: Any) -> ResponseReturnValue:
    """Show a form; one with faults is shown again, with 422."""
    failed = bool(wrong_fields(form))
    return render_template(template, form=form, failed=failed, **values), 422 if failed else 200


@contextmanager
def shown_at(field: Field, *about: Refusal | type[Exception]) -> Iterator[None]:
    """Put a refusal beside the field that it is about; what is about something else rises."""
    try:
        yield
    except Exception as refusal:
        code = refusal.code if isinstance(refusal, Refused) else type(refusal)
        if code not in (about or tuple(Refusal)):
            raise
        field.errors = [*field.errors, sentence(refusal)]


def wrong_fields(form: Form) -> list[tuple[str, str]]:
    """List the fields that are wrong, with where they are on the page and what is wrong."""
    found = [(str(field.id), named(field)) for field in leaves(form) if field.errors]
    # What is wrong with the form as a whole leads to its first field.
    first = next((str(f.id) for f in leaves(form) if not isinstance(f, HiddenField)), "")
    return found + [(first, str(error)) for error in form.form_errors]


def named(field: Field) -> str:
    """Say what is wrong with a field, and with which."""
    label, wrong = str(field.label.text), str(field.errors[0])
    if wrong == str(FILL_IN):
        return str(gettext("Fill in: %(field)s.", field=label))
    return f"{label} {wrong}" if label.endswith("?") else f"{label}: {wrong}"


def only_missing(form: Form) -> bool:
    """Say whether nothing wrong was typed: what is wrong was left empty."""
    wrong = [field for field in leaves(form) if field.errors]
    return not form.form_errors and not any(any(field.raw_data or ()) for field in wrong)


def leaves(form: Iterable[Field]) -> Iterator[Field]:
    """Go through all fields of a form, also those of the forms inside it."""
    for field in form:
        if isinstance(field, FormField | FieldList):
            yield from leaves(field)
        else:
            yield field


def init(app: Flask) -> None:
    """Give templates the shapes of a page, and let them list what is wrong with a form."""
    app.jinja_env.filters.update(wrong_fields=wrong_fields, only_missing=only_missing)
    app.jinja_env.globals["described"] = described
    for name in SHAPES:
        shapes = vars(app.jinja_env.get_template(name).module)
        macros = {name: macro for name, macro in shapes.items() if isinstance(macro, Macro)}
        app.jinja_env.globals.update(macros)
