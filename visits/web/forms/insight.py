"""Coding an insight: its words, its kind, its themes."""

from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from visits.domain.insight import (
    MAX_THEMES,
    QUOTE_LENGTH,
    STATEMENT_LENGTH,
    Kind,
)
from visits.services.journal.note import NewInsight
from visits.web.forms.base import BaseForm, blank, strip
from visits.web.forms.promise import TeamPart
from visits.words.labels import options

EXACT = lazy_gettext("The exact words, or nothing.")


def at_most_three(_form: Form, field: SelectMultipleField) -> None:
    """Keep the choice small: the first is the most important."""
    if len(field.data or []) > MAX_THEMES:
        raise ValidationError(lazy_gettext("Choose three at most."))


class ThemeField(SelectMultipleField):
    """Themes as chips that are always visible."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def quote_field(hint: LazyString) -> TextAreaField:
    """Make the field for what a tenant said, apart from our own words."""
    return TextAreaField(
        lazy_gettext("In the tenant's words"),
        description=hint,
        filters=[strip],
        validators=[Length(max=QUOTE_LENGTH)],
    )


class InsightPart(Form):
    """One insight in the note."""

    Meta = BaseForm.Meta

    statement = TextAreaField(
        lazy_gettext("What did you hear?"),
        description=lazy_gettext(
            "Do: one sentence in your own words. Not: a name, a street, an age."
        ),
        filters=[strip],
        validators=[Length(max=STATEMENT_LENGTH)],
    )
    quote = quote_field(
        lazy_gettext("Do: what was said literally, and may be passed on. Not: what you made of it.")
    )
    kind = RadioField(
        lazy_gettext("What is it?"), choices=options(Kind), filters=[blank], validators=[Optional()]
    )
    themes = ThemeField(
        lazy_gettext("What is it about?"),
        description=lazy_gettext("Choose three at most."),
        validators=[at_most_three],
    )

    def written(self) -> NewInsight:
        """Give the insight as the service stores it."""
        return NewInsight(
            statement=self.statement.data or "",
            quote=self.quote.data or "",
            kind=Kind(self.kind.data) if self.kind.data else None,
            themes=self.themes.data or [],
        )


class ComplimentPart(TeamPart):
    """A compliment that a tenant gave."""

    what = TextAreaField(
        lazy_gettext("What was praised?"),
        description=lazy_gettext("Do: what went well, as it was said. Not: the name of a tenant."),
        filters=[strip],
        validators=[Length(max=STATEMENT_LENGTH)],
    )


class InsightForm(BaseForm):
    """One insight, coded by a person."""

    statement = TextAreaField(
        lazy_gettext("In our words"),
        description=lazy_gettext("One sentence, as a headline that nobody can be known by."),
        filters=[strip],
        validators=[
            DataRequired(lazy_gettext("Write the insight in one sentence.")),
            Length(max=STATEMENT_LENGTH),
        ],
    )
    quote = quote_field(EXACT)
    kind = RadioField(
        lazy_gettext("What is it?"),
        choices=options(Kind),
        validators=[InputRequired(lazy_gettext("Choose what it is."))],
    )
    themes = ThemeField(
        lazy_gettext("What is it about?"),
        description=lazy_gettext("Choose three at most."),
        validators=[
            InputRequired(lazy_gettext("Choose at least one theme.")),
            at_most_three,
        ],
    )
    important = BooleanField(lazy_gettext("This is important"))

    def fields(self) -> dict[str, Any]:
        """Give the coding as the service stores it; an open choice stays open."""
        return {
            "statement": self.statement.data,
            "quote": self.quote.data or "",
            "kind": Kind(self.kind.data),
            "important": bool(self.important.data),
            "themes": self.themes.data or [],
        }


class SplitForm(BaseForm):
    """A second insight out of what was written."""

    statement = TextAreaField(
        lazy_gettext("What else was said?"),
        description=lazy_gettext("Do: one thing in one sentence. Not: a name, a street, an age."),
        filters=[strip],
        validators=[
            DataRequired(lazy_gettext("Write the insight in one sentence.")),
            Length(max=STATEMENT_LENGTH),
        ],
    )
    quote = quote_field(EXACT)


class ReleaseForm(BaseForm):
    """Why an insight may go to the board although something in it was found."""

    reason = StringField(
        lazy_gettext("Why can nobody be known by this?"),
        description=lazy_gettext("For example: the street is long, and everybody says so."),
        filters=[strip],
        validators=[Length(max=200)],
    )
