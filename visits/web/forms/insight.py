"""Coding an insight: its words, its kind, its themes."""

from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms import BooleanField, Form, RadioField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional

from visits.domain.insight import MAX_THEMES, QUOTE_LENGTH, STATEMENT_LENGTH, Kind
from visits.services.journal.note import NewInsight
from visits.web.forms.base import BaseForm, TicksField, blank, line, pick, story
from visits.web.forms.promise import TeamPart
from visits.words.labels import options

EXACT = lazy_gettext("The exact words, or nothing.")
SAID = DataRequired(lazy_gettext("Write the insight in one sentence."))


def at_most_three(_form: Form, field: TicksField) -> None:
    """Keep the choice small: the first is the most important."""
    if len(field.data or []) > MAX_THEMES:
        raise ValidationError(lazy_gettext("Choose three at most."))


def quote_field(hint: LazyString) -> TextAreaField:
    """Make the field for what a tenant said, apart from our own words."""
    return story(lazy_gettext("In the tenant's words"), QUOTE_LENGTH, hint=hint)


def theme_field(*checks: Any) -> TicksField:
    """Make the field for what an insight is about: three themes at most."""
    return TicksField(
        lazy_gettext("What is it about?"),
        description=lazy_gettext("Choose three at most."),
        validators=[*checks, at_most_three],
    )


class InsightPart(Form):
    """One insight in the note."""

    Meta = BaseForm.Meta

    statement = story(
        lazy_gettext("What did you hear?"),
        STATEMENT_LENGTH,
        hint=lazy_gettext("Do: one sentence in your own words. Not: a name, a street, an age."),
    )
    quote = quote_field(
        lazy_gettext("Do: what was said literally, and may be passed on. Not: what you made of it.")
    )
    kind = RadioField(
        lazy_gettext("What is it?"), choices=options(Kind), filters=[blank], validators=[Optional()]
    )
    themes = theme_field()

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

    what = story(
        lazy_gettext("What was praised?"),
        STATEMENT_LENGTH,
        hint=lazy_gettext("Do: what went well, as it was said. Not: the name of a tenant."),
    )


class InsightForm(BaseForm):
    """One insight, coded by a person."""

    statement = story(
        lazy_gettext("In our words"),
        STATEMENT_LENGTH,
        SAID,
        hint=lazy_gettext("One sentence, as a headline that nobody can be known by."),
    )
    quote = quote_field(EXACT)
    kind = pick(
        lazy_gettext("What is it?"), lazy_gettext("Choose what it is."), choices=options(Kind)
    )
    themes = theme_field(InputRequired(lazy_gettext("Choose at least one theme.")))
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

    statement = story(
        lazy_gettext("What else was said?"),
        STATEMENT_LENGTH,
        SAID,
        hint=lazy_gettext("Do: one thing in one sentence. Not: a name, a street, an age."),
    )
    quote = quote_field(EXACT)


class ReleaseForm(BaseForm):
    """Why an insight may go to the board although something in it was found."""

    reason = line(
        lazy_gettext("Why can nobody be known by this?"),
        200,
        hint=lazy_gettext("For example: the street is long, and everybody says so."),
    )
