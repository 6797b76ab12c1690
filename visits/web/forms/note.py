"""The note: few prompts, none compulsory but the permission."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from visits.domain.insight import Kind
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
from visits.services.journal.note import TEXTS, NewInsight, NewPromise, Written
from visits.web.forms.base import BaseForm, blank, line, pick, story
from visits.web.forms.insight import ComplimentPart, InsightPart
from visits.web.forms.promise import PromisePart, TeamPart
from visits.web.kit.deed import now
from visits.words.labels import choices, options

LONG = 5000
MAX_PROMISES = 6


def prompt(label: Any, hint: Any) -> TextAreaField:
    """Make a field for a story."""
    return story(label, LONG, hint=hint)


class NoteForm(BaseForm):
    """What a director takes along from a conversation."""

    # The text that this window began with, and which window it is.
    version = HiddenField(default="0")
    window = HiddenField(default="")

    one_line = prompt(
        lazy_gettext("In one sentence"),
        lazy_gettext("Do: what you would tell a colleague tomorrow. Not: who it was."),
    )
    home_words = line(
        lazy_gettext("What makes this house a home?"),
        120,
        hint=lazy_gettext("Do: three words at most, with commas. Not: names."),
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
    permission = pick(
        lazy_gettext("What may you do with this note?"),
        lazy_gettext("Choose what may be done with the note. Ask if you do not know."),
        choices=options(Permission),
        description=lazy_gettext("You asked the tenant. The tenant may think otherwise later on."),
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
        return Written(
            permission=Permission(int(self.permission.data)),
            texts={name: getattr(self, name).data or "" for name in TEXTS},
            home_words=self.list_words(),
            read_back=ReadBack(self.read_back.data) if self.read_back.data else None,
            felt=Felt(self.felt.data) if self.felt.data else None,
            insights=self.new_insights(),
            promises=self.new_promises(),
        )

    def new_insights(self) -> list[NewInsight]:
        """Give the insights that were written, a compliment among them."""
        found = [part.form.written() for part in self.insights if part.form.statement.data]
        compliment = self.compliment.form
        if compliment.what.data:
            team = int(compliment.team.data)
            found.append(NewInsight(compliment.what.data, kind=Kind.COMPLIMENT, team_id=team))
        return found

    def new_promises(self) -> list[NewPromise]:
        """Give the promises that were made, what goes to a team among them."""
        found = [part.form.written() for part in self.promises if part.form.what.data]
        handover = self.handover.form
        if handover.what.data:
            due = today(now()) + timedelta(days=ANSWER_DAYS)
            found.append(NewPromise(handover.what.data, due, team_id=int(handover.team.data)))
        return found
