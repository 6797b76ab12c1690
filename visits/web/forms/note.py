"""The note: few prompts, none compulsory but the permission."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, HiddenField, RadioField, StringField
from wtforms.validators import Optional, ValidationError

from visits.domain.insight import Kind
from visits.domain.month import today
from visits.domain.note import (
    ANSWER_DAYS,
    FEWEST_INSIGHTS,
    FIELDS,
    HOME_WORDS,
    MAX_INSIGHTS,
    NAMES,
    Felt,
    Field,
    Part,
    Permission,
    ReadBack,
)
from visits.services.journal.note import NewInsight, NewPromise, Written
from visits.web.forms.base import BaseForm, blank, line, pick, story
from visits.web.forms.insight import ComplimentPart, InsightPart
from visits.web.forms.promise import PromisePart, TeamPart
from visits.web.kit.deed import now
from visits.words.labels import choices, options

MAX_PROMISES = 6
CHOOSE = lazy_gettext("Choose what may be done with the note. Ask if you do not know.")
# Longer than this a text needs more than one line.
ONE_LINE = 200


def prompt(field: Field) -> StringField:
    """Make a field of the note, as the table of its fields says."""
    make = story if field.length > ONE_LINE else line
    return make(lazy_gettext(field.label), field.length, hint=lazy_gettext(field.hint))


class TextForm(BaseForm):
    """The texts of the note."""


for one in FIELDS:
    setattr(TextForm, one.name, prompt(one))


class NoteForm(TextForm):
    """What a director takes along from a conversation."""

    # The text that this window began with, and which window it is.
    version = HiddenField(default="0")
    window = HiddenField(default="")

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
        CHOOSE,
        choices=options(Permission),
        description=lazy_gettext("You asked the tenant. The tenant may think otherwise later on."),
    )
    felt = RadioField(
        lazy_gettext("How did the tenant find the conversation?"),
        choices=options(Felt),
        filters=[blank],
        validators=[Optional()],
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

    def texts(self, part: str) -> list[Any]:
        """List the texts of one part of the form."""
        return [self[field.name] for field in FIELDS if field.part is Part(part)]

    def validate_home_words(self, field: StringField) -> None:
        """Keep to three words."""
        if sum(bool(word.strip()) for word in (field.data or "").split(",")) > HOME_WORDS:
            raise ValidationError(lazy_gettext("Three words at most."))

    def written(self) -> Written:
        """Give the note as the service stores it."""
        return Written(
            permission=Permission(int(self.permission.data)),
            texts={name: self[name].data or "" for name in NAMES},
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
