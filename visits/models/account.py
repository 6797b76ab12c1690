"""Accounts, their roles and their teams."""

import hmac
from base64 import b64encode
from datetime import datetime

from flask import current_app
from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.domain.account import Role
from visits.models.base import Base, UtcTime, link, part_of, word

# How a password begins that was hashed with the app's secret, until its owner signs in again.
SIGNED = "signed:"


class Team(Base):
    """A team that promises can be given to."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    # The mailbox that hears of the team's promises: a link, never what was said.
    email: Mapped[str] = mapped_column(String(254), default="")


class AccountRole(Base, RoleMixin):
    """One role that one person holds."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = part_of("account.id", primary_key=True)
    name: Mapped[Role] = mapped_column(word(Role, "role"), primary_key=True)


class Account(Base, UserMixin):
    """Somebody who signs in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(2))
    team_id: Mapped[int | None] = link("team.id")
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    # Loaded when asked for: Flask-Security asks for those of whoever is signed in, most pages
    # only for the names of others.
    roles: Mapped[list[AccountRole]] = relationship(  # type: ignore[assignment]
        lazy="select", cascade="all, delete-orphan"
    )

    @property
    def role_names(self) -> frozenset[Role]:
        """The roles of this person."""
        return frozenset(role.name for role in self.roles)

    @property
    def is_signed(self) -> bool:
        """Say whether the password was hashed with the app's secret, as it once was."""
        return self.password.startswith(SIGNED)

    def verify_and_update_password(self, password: str) -> bool:
        """Say whether a password is right, however it was hashed."""
        if not self.is_signed:
            return super().verify_and_update_password(password)
        context = current_app.extensions["security"].pwd_context
        secrets = (current_app.secret_key, *current_app.config["SECRET_KEY_FALLBACKS"])
        signed = (hmac.digest(key.encode(), password.encode(), "sha512") for key in secrets)
        hashed = self.password.removeprefix(SIGNED)
        return any(context.verify(b64encode(one), hashed) for one in signed)


class Attempt(Base):
    """One attempt to sign in that did not succeed; marks of account and network, for an hour."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
