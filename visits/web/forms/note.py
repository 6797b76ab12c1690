"""The note: few prompts, none compulsory but the permission."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from visits.domain.insight import MAX_THEMES, QUOTE_LENGTH, STATEMENT_LENGTH, Kind
from visits.domain.month import today
from visits.domain.note import (
    ANSWER_DAYS,
    FEWEST_INSIGHTS,
    HOME_WORDS,
    MAX_INSIGHTS,
    Felt,
    Permission,
    ReadBack,
)
from visits.services.note import NewInsight, NewPromise, Written
from visits.web.forms.base import BaseForm, DayField, blank, plain_text, strip
from visits.web.kit.deed import now
from visits.web.kit.words import choices, options

LONG = 5000
MAX_PROMISES = 6
CHOOSE = lazy_gettext("Choose what may be done with the note. Ask if you do not know.")


def prompt(label: Any, hint: Any) -> TextAreaField:
    """Make a field for a story."""
    return TextAreaField(
        label, description=hint, validators=[Length(max=LONG), plain_text], filters=[strip]
    )


def at_most_three(_form: Form, field: SelectMultipleField) -> None:
    """Keep the choice small: the first is the most important."""
    if len(field.data or []) > MAX_THEMES:
        raise ValidationError(lazy_gettext("Choose three at most."))


class ThemeField(SelectMultipleField):
    """Themes as chips that are always visible."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class InsightPart(Form):
    """One insight in the note."""

    Meta = BaseForm.Meta

    statement = TextAreaField(
        lazy_gettext("What did you hear?"),
        description=lazy_gettext(
            "Do: one sentence in your own words. Not: a name, a street, an age."
        ),
        filters=[strip],
        validators=[Length(max=STATEMENT_LENGTH), plain_text],
    )
    quote = TextAreaField(
        lazy_gettext("In the tenant's words"),
        description=lazy_gettext(
            "Do: what was said literally, and may be passed on. Not: what you made of it."
        ),
        filters=[strip],
        validators=[Length(max=QUOTE_LENGTH), plain_text],
    )
    kind = RadioField(
        lazy_gettext("What is it?"), choices=options(Kind), filters=[blank], validators=[Optional()]
    )
    themes = ThemeField(
        lazy_gettext("What is it about?"),
        description=lazy_gettext("Choose three at most."),
        validators=[at_most_three],
    )


class PromisePart(Form):
    """One promise in the note."""

    Meta = BaseForm.Meta

    what = TextAreaField(
        lazy_gettext("What did you promise?"),
        description=lazy_gettext("Do: what you will do. Not: why somebody needs it."),
        filters=[strip],
        validators=[Length(max=500), plain_text],
    )
    owner = RadioField(lazy_gettext("Who sees to it?"), validate_choice=False)
    due = DayField(
        lazy_gettext("When will the tenant hear something?"),
        description=lazy_gettext("For example 15-1-2027"),
        default=lambda: today(now()) + timedelta(days=ANSWER_DAYS),
    )

    def validate_owner(self, field: RadioField) -> None:
        """A promise needs somebody who sees to it."""
        offered = {value for value, *_ in field.iter_choices()}
        if (self.what.data or field.data) and field.data not in offered:
            raise ValidationError(lazy_gettext("Choose who sees to it."))

    def validate_due(self, field: DayField) -> None:
        """A promise needs a day, and one that is still to come."""
        if self.what.data and not field.data:
            raise ValidationError(lazy_gettext("Choose a day after today."))
        if field.data and field.data <= today(now()):
            raise ValidationError(lazy_gettext("Choose a day after today."))


class TeamPart(Form):
    """Something for a team: a signal that is theirs, or a compliment."""

    Meta = BaseForm.Meta

    what = TextAreaField(
        lazy_gettext("What is it about?"),
        description=lazy_gettext("Do: what the house or the street needs. Not: what somebody has."),
        filters=[strip],
        validators=[Length(max=STATEMENT_LENGTH), plain_text],
    )
    team = RadioField(lazy_gettext("For whom?"), validate_choice=False)

    def validate_team(self, field: RadioField) -> None:
        """What is meant for a team needs to say for which."""
        offered = {value for value, *_ in field.iter_choices()}
        if self.what.data and field.data not in offered:
            raise ValidationError(lazy_gettext("Choose for whom it is."))


class ComplimentPart(TeamPart):
    """A compliment that a tenant gave."""

    what = TextAreaField(
        lazy_gettext("What was praised?"),
        description=lazy_gettext("Do: what went well, as it was said. Not: the name of a tenant."),
        filters=[strip],
        validators=[Length(max=STATEMENT_LENGTH), plain_text],
    )


class NoteForm(BaseForm):
    """What a director takes along from a conversation."""

    # The text that this window began with, and which window it is.
    version = HiddenField(default="0")
    window = HiddenField(default="")

    one_line = prompt(
        lazy_gettext("In one sentence"),
        lazy_gettext("Do: what you would tell a colleague tomorrow. Not: who it was."),
    )
    home_words = StringField(
        lazy_gettext("What makes this house a home?"),
        description=lazy_gettext("Do: three words at most, with commas. Not: names."),
        filters=[strip],
        validators=[Length(max=120), plain_text],
    )
    goes_well = prompt(
        lazy_gettext("What goes well?"),
        lazy_gettext("Do: house, neighbourhood, service. Not: how somebody is doing."),
    )
    wish = prompt(
        lazy_gettext("What would the tenant like to be different?"),
        lazy_gettext("Do: the wish, “a second handrail”. Not: the reason, illness or age."),
    )
    then_now = prompt(
        lazy_gettext("Then and now"),
        lazy_gettext("Do: what changed here over the years. Not: dates, or who died."),
    )
    services = prompt(
        lazy_gettext("Our services"),
        lazy_gettext("Do: contact, repairs, letters. Not: debts, or names of colleagues."),
    )
    neighbourhood = prompt(
        lazy_gettext("The neighbourhood"),
        lazy_gettext("Do: what it is like to live there. Not: names or origin of neighbours."),
    )
    insights = FieldList(
        FormField(InsightPart), min_entries=FEWEST_INSIGHTS, max_entries=MAX_INSIGHTS
    )
    promises = FieldList(FormField(PromisePart), min_entries=1, max_entries=MAX_PROMISES)
    handover = FormField(TeamPart)
    compliment = FormField(ComplimentPart)
    read_back = RadioField(
        lazy_gettext("Did you sum it up, and did the tenant agree?"),
        choices=options(ReadBack),
        filters=[blank],
        validators=[Optional()],
    )
    permission = RadioField(
        lazy_gettext("What may you do with this note?"),
        choices=options(Permission),
        description=lazy_gettext("You asked the tenant. The tenant may think otherwise later on."),
        validators=[InputRequired(CHOOSE)],
    )
    felt = RadioField(
        lazy_gettext("How did the tenant find the conversation?"),
        choices=options(Felt),
        filters=[blank],
        validators=[Optional()],
    )
    reflection = prompt(
        lazy_gettext("My own thoughts"),
        lazy_gettext("This goes away after 90 days. The tenant may read it on request."),
    )

    def offer(
        self,
        themes: list[tuple[str, str]],
        owners: list[tuple[str, str]],
        teams: list[tuple[str, str]],
    ) -> None:
        """Offer these themes, people and teams; the first owner is chosen until another is."""
        for part in (self.handover, self.compliment):
            part.form.team.choices = choices(teams)
        for insight in self.insights:
            insight.form.themes.choices = choices(themes)
        for promise in self.promises:
            promise.form.owner.choices = choices(owners)
            if not promise.form.what.data and not promise.form.owner.data:
                promise.form.owner.data = owners[0][0]

    def validate_home_words(self, field: StringField) -> None:
        """Keep to three words."""
        if len(self.list_words()) > HOME_WORDS:
            raise ValidationError(lazy_gettext("Three words at most."))

    def list_words(self) -> list[str]:
        """List the words for the home."""
        return [word.strip() for word in (self.home_words.data or "").split(",") if word.strip()]

    def written(self) -> Written:
        """Give the note as the service stores it."""
        texts = {
            name: getattr(self, name).data or ""
            for name in (
                "one_line then_now goes_well services neighbourhood wish reflection".split()
            )
        }
        return Written(
            permission=Permission(int(self.permission.data)),
            texts=texts,
            home_words=self.list_words(),
            read_back=ReadBack(self.read_back.data) if self.read_back.data else None,
            felt=Felt(self.felt.data) if self.felt.data else None,
            insights=self.new_insights(),
            promises=self.new_promises(),
        )

    def new_insights(self) -> list[NewInsight]:
        """Give the insights that were written, a compliment among them."""
        found = [insight_of(part.form) for part in self.insights if part.form.statement.data]
        compliment = self.compliment.form
        if compliment.what.data:
            team = int(compliment.team.data)
            found.append(NewInsight(compliment.what.data, kind=Kind.COMPLIMENT, team_id=team))
        return found

    def new_promises(self) -> list[NewPromise]:
        """Give the promises that were made, what goes to a team among them."""
        found = [promise_of(part.form) for part in self.promises if part.form.what.data]
        handover = self.handover.form
        if handover.what.data:
            due = today(now()) + timedelta(days=ANSWER_DAYS)
            found.append(NewPromise(handover.what.data, due, team_id=int(handover.team.data)))
        return found


def insight_of(part: Any) -> NewInsight:
    """Give one insight as the service stores it."""
    return NewInsight(
        statement=part.statement.data,
        quote=part.quote.data or "",
        kind=Kind(part.kind.data) if part.kind.data else None,
        themes=part.themes.data or [],
    )


def promise_of(part: Any) -> NewPromise:
    """Give one promise as the service stores it."""
    kind, _, number = str(part.owner.data).partition("-")
    return NewPromise(
        what=part.what.data,
        due=part.due.data,
        owner_id=int(number) if kind == "account" else None,
        team_id=int(number) if kind == "team" else None,
    )


class LetterForm(BaseForm):
    """The letter after a visit, as it goes."""

    text = TextAreaField(
        lazy_gettext("The letter"),
        description=lazy_gettext(
            "Do: what you heard and promised, half a page. Not: names of others."
        ),
        filters=[strip],
        validators=[
            InputRequired(lazy_gettext("Write the letter first.")),
            Length(max=1800),
            plain_text,
        ],
    )
