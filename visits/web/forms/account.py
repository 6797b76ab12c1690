"""Forms about accounts and teams."""

from flask_babel import LazyString, lazy_gettext
from wtforms import PasswordField, SelectField
from wtforms.validators import Length

from visits.domain.account import Role
from visits.web.forms.base import NEEDED, BaseForm, TicksField, line
from visits.words.labels import ROLES, choices


def new_password(label: LazyString, hint: LazyString) -> PasswordField:
    """Make a field for a password that a browser does not fill in."""
    return PasswordField(
        label,
        description=hint,
        render_kw={"autocomplete": "new-password"},
        validators=[NEEDED, Length(max=200)],
    )


class AccountForm(BaseForm):
    """Somebody who signs in."""

    name = line(lazy_gettext("Name"), 120, NEEDED)
    email = line(lazy_gettext("E-mail address at work"), 254, NEEDED)
    roles = TicksField(
        lazy_gettext("Roles"), choices=choices((role.value, name) for role, name in ROLES.items())
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

    password = new_password(
        lazy_gettext("First password"),
        lazy_gettext("At least 10 characters. Hand it over in person."),
    )


class PasswordForm(BaseForm):
    """Another password for somebody."""

    password = new_password(lazy_gettext("New password"), lazy_gettext("At least 10 characters."))


class TeamForm(BaseForm):
    """A team that promises can be given to."""

    name = line(lazy_gettext("Name of the team"), 80, NEEDED)
    email = line(
        lazy_gettext("Mailbox of the team"),
        254,
        hint=lazy_gettext(
            "The team hears there that something is theirs. Only a link, no name. May stay empty."
        ),
        render_kw={"type": "email", "autocomplete": "off"},
    )

    def named(self) -> tuple[str, str]:
        """Give the name and the mailbox, as the service stores them."""
        return self.name.data or "", self.email.data or ""
