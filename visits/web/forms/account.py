"""Forms about accounts and teams."""

from flask_babel import lazy_gettext
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from visits.domain.account import Role
from visits.services.refusals import Refusal, Refused
from visits.web.forms.base import BaseForm, strip
from visits.words.labels import ROLES, choices

NEEDED = DataRequired(lazy_gettext("Fill this in."))


class AccountForm(BaseForm):
    """Somebody who signs in."""

    name = StringField(lazy_gettext("Name"), filters=[strip], validators=[NEEDED, Length(max=120)])
    email = StringField(
        lazy_gettext("E-mail address at work"),
        filters=[strip],
        validators=[NEEDED, Length(max=254)],
    )
    roles = SelectMultipleField(
        lazy_gettext("Roles"),
        choices=choices((role.value, name) for role, name in ROLES.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    team = SelectField(lazy_gettext("Team"), coerce=int)

    def offer(self, teams: list[tuple[int, str]]) -> None:
        """Offer these teams."""
        self.team.choices = choices([(0, lazy_gettext("No team")), *teams])

    def list_roles(self) -> list[Role]:
        """List the roles that were chosen."""
        return [Role(value) for value in self.roles.data or []]


class NewAccountForm(AccountForm):
    """Somebody who will sign in, with a first password."""

    password = PasswordField(
        lazy_gettext("First password"),
        description=lazy_gettext("At least 10 characters. Hand it over in person."),
        render_kw={"autocomplete": "new-password"},
        validators=[NEEDED, Length(max=200)],
    )


class PasswordForm(BaseForm):
    """Another password for somebody."""

    password = PasswordField(
        lazy_gettext("New password"),
        description=lazy_gettext("At least 10 characters."),
        render_kw={"autocomplete": "new-password"},
        validators=[NEEDED, Length(max=200)],
    )


class TeamForm(BaseForm):
    """A team that promises can be given to."""

    name = StringField(
        lazy_gettext("Name of the team"),
        filters=[strip],
        validators=[NEEDED, Length(max=80)],
    )
    email = StringField(
        lazy_gettext("Mailbox of the team"),
        description=lazy_gettext(
            "The team hears there that something is theirs. Only a link, no name. May stay empty."
        ),
        render_kw={"type": "email", "autocomplete": "off"},
        filters=[strip],
        validators=[Length(max=254)],
    )

    def named(self) -> tuple[str, str]:
        """Give the name and the mailbox, as the service stores them."""
        return self.name.data or "", self.email.data or ""

    def put(self, refusal: Refused, said: str) -> None:
        """Put a refusal beside the field that it is about."""
        field = self.name if refusal.code is Refusal.TEAM_TAKEN else self.email
        field.errors = [said]
