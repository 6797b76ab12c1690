"""The base of all forms: fields that a screen reader understands, dates as people write them."""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask_babel import LazyString, lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from visits.domain.text import is_sound, plain

DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
NUMBER = re.compile(r"-?[0-9]{1,9}")
YEARS = range(1900, 2101)
CLOCK = re.compile(r"(\d{1,2})[.:h](\d{2})", re.ASCII)
FILL_IN = lazy_gettext("Fill this in.")
NEEDED = DataRequired(FILL_IN)


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form whose fields say what is wrong with them, to the eye and to the ear."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What holds of every field: WTForms has one hook for binding, and one for drawing it."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Read what was typed as plain text, and refuse what cannot be kept."""
            given, kind = unbound_field.kwargs, unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, (PasswordField, HiddenField)):
                options["filters"] = [tidy, *given.get("filters", ())]
                options["validators"] = [*given.get("validators", ()), soundness]
            bound: Field = unbound_field.bind(form=form, **options)
            return bound

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            """Tie a field to its hint and its error."""
            # The browser would speak of a missing field in its own words, and in its own language.
            render_kw = {"required": False, **described(field), **render_kw}
            return Markup(super().render_field(field, render_kw))  # noqa: S704 - WTForms escapes


def described(field: Field) -> dict[str, Any]:
    """Give what ties a field, or each option of a group, to its hint and its error."""
    wrong = bool(field.errors) and not isinstance(field, HiddenField)
    parts = [f"{field.id}-hint"] if field.description else []
    parts += [f"{field.id}-error"] if wrong else []
    found = {"aria_describedby": " ".join(parts)} if parts else {}
    return found | ({"aria_invalid": "true"} if wrong else {})


class TypedField(Field):
    """Something that people write in a way of their own; what was typed is shown again."""

    widget = TextInput()
    shape = ""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.shape.format(self.data) if self.data else ""

    def read(self, text: str) -> Any:
        """Read what was typed; ValueError with a sentence if it cannot be read."""
        raise NotImplementedError

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was read, or nothing."""
        self.data = self.read(valuelist[0].strip()) if valuelist and valuelist[0] else None


class DayField(TypedField):
    """A date as people write it: 15-1-2027, or 2027-01-15."""

    shape = "{0.day}-{0.month}-{0.year}"

    def read(self, text: str) -> date:
        """Read a date; ValueError with a sentence if it is none."""
        if match := DAY.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
        elif match := ISO_DAY.fullmatch(text):
            year, month, day = (int(part) for part in match.groups())
        else:
            raise ValueError(lazy_gettext("Write the date like this: 15-1-2027"))
        try:
            if year not in YEARS:
                raise ValueError(year)
            return date(year, month, day)
        except ValueError:
            raise ValueError(lazy_gettext("This day does not exist.")) from None


class ClockField(TypedField):
    """A time of day as people write it: 10.30 or 10:30."""

    shape = "{0.hour}.{0:%M}"

    def read(self, text: str) -> time:
        """Read a time; ValueError with a sentence if it is none."""
        if not (match := CLOCK.fullmatch(text)):
            raise ValueError(lazy_gettext("Write the time like this: 10.30"))
        try:
            return time(int(match[1]), int(match[2]))
        except ValueError:
            raise ValueError(lazy_gettext("This time does not exist.")) from None


class NumberField(IntegerField):
    """A whole number in the digits that everybody here writes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; ValueError with a sentence if it is none."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if NUMBER.fullmatch(text) else None
        if text and self.data is None:
            raise ValueError(lazy_gettext("Write a number."))


class TicksField(SelectMultipleField):
    """Some of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def line(label: Any, most: int, *checks: Any, hint: Any = "", **more: Any) -> StringField:
    """Make a field for one line of text."""
    return StringField(label, **text_field(most, checks, hint), **more)


def story(label: Any, most: int, *checks: Any, hint: Any = "", **more: Any) -> TextAreaField:
    """Make a field for a text of as many lines as somebody needs."""
    return TextAreaField(label, **text_field(most, checks, hint), **more)


def text_field(most: int, checks: Iterable[Any], hint: Any) -> dict[str, Any]:
    """Give what every field for a text has: no blanks around it, and a length."""
    return {"description": hint, "filters": [strip], "validators": [*checks, Length(max=most)]}


def why(label: LazyString, hint: LazyString) -> StringField:
    """Make a field for one sentence about something that is done; not about the person."""
    return line(label, 140, DataRequired(lazy_gettext("Write down why.")), hint=hint)


def pick(label: Any, needed: LazyString, **more: Any) -> RadioField:
    """Make a field in which one of a few words must be chosen."""
    return RadioField(label, validators=[InputRequired(needed)], **more)


def tidy(value: str | None) -> str | None:
    """Take what was pasted as plain text."""
    return plain(value) if isinstance(value, str) else value


def soundness(_form: FlaskForm, field: StringField) -> None:
    """Refuse characters that no letter can print, and line breaks in a field of one line."""
    text = field.data or ""
    broken = "\n" in text or "\t" in text
    if not is_sound(text) or (broken and not isinstance(field, TextAreaField)):
        said = lazy_gettext("There is a character in this text that we cannot keep.")
        raise ValidationError(said)


def blank(value: Any) -> Any:
    """Take a choice of nothing but blanks for no choice."""
    return (value.strip() or None) if isinstance(value, str) else value


def strip(value: str | None) -> str | None:
    """Take the blanks off both ends of what was typed."""
    return value.strip() if isinstance(value, str) else value
