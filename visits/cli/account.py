"""The commands about accounts."""

import os

import click
from flask_security import hash_password
from sqlalchemy.orm import Session

from visits.cli.shell import deed, moment, open_app, refuses
from visits.domain.account import Role
from visits.models.account import Account
from visits.services import account as accounts
from visits.services.refusals import Refusal, Refused


@click.group()
def account() -> None:
    """Make and change accounts."""


@account.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
)
@refuses
def account_add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Make an account; the password is asked, or comes from VISITS_PASSWORD."""
    app = open_app()
    password = ask_password()
    accounts.check_password(password)
    with deed(app) as session:
        accounts.add_account(
            session,
            email,
            name=name,
            roles=[Role(role) for role in roles],
            password_hash=hash_password(password),
            by=None,
            now=moment(),
        )
    click.echo(email)


def ask_password() -> str:
    """Give the password of the environment, or ask for one."""
    given = os.environ.get("VISITS_PASSWORD")
    return given or str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def found_account(session: Session, email: str) -> Account:
    """Find an account, or refuse."""
    found = accounts.find_account(session, email)
    if found is None:
        raise Refused(Refusal.NO_ACCOUNT)
    return found


@account.command("password")
@click.argument("email")
@refuses
def account_password(email: str) -> None:
    """Give an account another password; its sessions end."""
    app = open_app()
    password = ask_password()
    accounts.check_password(password)
    with deed(app) as session:
        found = found_account(session, email)
        accounts.change_password(session, found, hash_password(password), by=None, now=moment())


@account.command("disable")
@click.argument("email")
@refuses
def account_disable(email: str) -> None:
    """Close an account; its sessions end at once."""
    with deed(open_app()) as session:
        accounts.set_active(session, found_account(session, email), False, by=None, now=moment())
