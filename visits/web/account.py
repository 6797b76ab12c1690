"""Accounts: who signs in, in which roles and which team."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import hash_password
from sqlalchemy.orm import Session

from visits.domain.account import Right, Role, rights_of
from visits.models import db
from visits.models.account import Account
from visits.services import account as accounts
from visits.services import team as teams
from visits.services.refusals import Refusal
from visits.web.forms.account import AccountForm, NewAccountForm, PasswordForm, TeamForm
from visits.web.kit.access import allow
from visits.web.kit.deed import do, enact
from visits.web.kit.pages import form_page, shown_at
from visits.web.kit.redirects import go_on

bp = Blueprint("account", __name__, url_prefix="/accounts")


@bp.get("/")
@allow(Right.ACCOUNTS)
def index() -> ResponseReturnValue:
    """List the accounts and the teams."""
    return accounts_page(TeamForm(formdata=None))


def accounts_page(form: TeamForm) -> ResponseReturnValue:
    """Draw the list of accounts and teams."""
    return form_page(
        "account/index.html",
        form,
        accounts=accounts.list_accounts(db.session()),
        teams=teams.list_teams(db.session()),
        seen=[(role, rights_of(role)) for role in Role],
    )


def team_choices(session: Session) -> list[tuple[int, str]]:
    """Give the teams as the choices of a field."""
    return [(team.id, team.name) for team in teams.list_teams(session)]


def get_account(session: Session, account_id: int) -> Account:
    """Get an account; 404 if there is none."""
    account = session.get(Account, account_id)
    if account is None:
        abort(404)
    return account


@bp.route("/nieuw", methods=["GET", "POST"])
@allow(Right.ACCOUNTS)
def add() -> ResponseReturnValue:
    """Make an account."""
    form = NewAccountForm()
    form.offer(team_choices(db.session()))
    if form.validate_on_submit():
        with (
            shown_at(form.email),
            shown_at(form.roles, Refusal.NO_ROLE),
            shown_at(form.password, Refusal.SHORT_PASSWORD),
        ):
            accounts.check_password(form.password.data or "")
            hashed = hash_password(form.password.data or "")
            enact(
                accounts.add_account,
                form.email.data or "",
                name=form.name.data or "",
                roles=form.list_roles(),
                password_hash=hashed,
                team_id=form.team.data or None,
            )
            return go_on(gettext("Account made."), "account.index")
    return form_page("account/form.html", form, account=None)


@bp.route("/<int:account_id>", methods=["GET", "POST"])
@allow(Right.ACCOUNTS)
def change(account_id: int) -> ResponseReturnValue:
    """Change the name, the roles and the team of an account."""
    account = get_account(db.session(), account_id)
    form = AccountForm(
        name=account.name,
        email=account.email,
        roles=[role.value for role in account.role_names],
        team=account.team_id or 0,
    )
    form.offer(team_choices(db.session()))
    if form.validate_on_submit():
        with shown_at(form.roles):
            do(
                get_account,
                account_id,
                accounts.change_account,
                name=form.name.data or "",
                roles=form.list_roles(),
                team_id=form.team.data or None,
            )
            return go_on(gettext("Account changed."), "account.index")
    account = get_account(db.session(), account_id)
    return form_page(
        "account/form.html", form, account=account, password_form=PasswordForm(formdata=None)
    )


@bp.post("/<int:account_id>/wachtwoord")
@allow(Right.ACCOUNTS)
def password(account_id: int) -> ResponseReturnValue:
    """Give an account another password; its sessions end."""
    form = PasswordForm()
    get_account(db.session(), account_id)
    if form.validate_on_submit():
        with shown_at(form.password):
            accounts.check_password(form.password.data or "")
            hashed = hash_password(form.password.data or "")
            do(get_account, account_id, accounts.change_password, hashed)
            said = gettext("The password is changed. This person must sign in again.")
            return go_on(said, "account.index")
    account = get_account(db.session(), account_id)
    return form_page("account/password.html", form, account=account)


@bp.post("/<int:account_id>/sluiten")
@allow(Right.ACCOUNTS)
def close(account_id: int) -> ResponseReturnValue:
    """Close an account, which ends its sessions at once."""
    return set_active(account_id, False, gettext("Account closed."))


@bp.post("/<int:account_id>/openen")
@allow(Right.ACCOUNTS)
def reopen(account_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    return set_active(account_id, True, gettext("Account opened again."))


def set_active(account_id: int, active: bool, said: str) -> ResponseReturnValue:
    """Close an account or open it, and say so on the list."""
    do(get_account, account_id, accounts.set_active, active)
    return go_on(said, "account.index")


@bp.post("/teams")
@allow(Right.ACCOUNTS)
def add_team() -> ResponseReturnValue:
    """Add a team that promises can be given to."""
    form = TeamForm()
    if form.validate_on_submit():
        with shown_at(form.email), shown_at(form.name, Refusal.TEAM_TAKEN):
            enact(teams.add_team, *form.named())
            return go_on(gettext("Team added."), "account.index")
    return accounts_page(form)


@bp.route("/teams/<int:team_id>", methods=["GET", "POST"])
@allow(Right.ACCOUNTS)
def change_team(team_id: int) -> ResponseReturnValue:
    """Change the name and the mailbox of a team."""
    team = teams.get_team(db.session(), team_id)
    form = TeamForm(obj=team)
    if form.validate_on_submit():
        with shown_at(form.email), shown_at(form.name, Refusal.TEAM_TAKEN):
            do(teams.get_team, team_id, teams.change_team, *form.named())
            return go_on(gettext("Saved."), "account.index")
    return form_page("account/team.html", form, team=teams.get_team(db.session(), team_id))
