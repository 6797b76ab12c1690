"""Every setting of the running app, with its default and its check.

A setting comes from the environment (`VISITS_` and its name in capitals), else from
`settings.toml` in the instance folder, else from its default here. What the association
chooses on the screen (names, years, thresholds) is not here but in `domain/organisation.py`.
"""

import os
import re
import secrets
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from visits.formats.mail import checked_address
from visits.instance import SETTINGS_FILE, instance_folder, read_settings

SECRET_FILE = "secret"  # noqa: S105 - the name of the file, not the secret
SECRET_LENGTH, SECRET_CHARACTERS = 32, 10
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
DATABASES = {"sqlite", "postgresql", "postgresql+psycopg"}
# A path holds nothing that would have to be written differently in a link or in a cookie.
WHOLE = re.compile(r"https?://[^/?#@\s]+(/[A-Za-z0-9._~-]+)*/*\Z")


class SettingsRefused(Exception):
    """The settings cannot be used; each line says which one and why."""


def existing_name(value: Any) -> Any:
    """Give back the name of a folder; without one it would be wherever the app is started."""
    if not str(value):
        raise ValueError("name a folder, or leave it out")
    return value


def sqlite_at(path: Path) -> str:
    """Give the address of an SQLite file, whatever characters its path has."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def known_database(value: str) -> str:
    """Give back the address of a database that Visits can use."""
    if not value:
        return value
    with suppress(ArgumentError, ValueError):
        url = make_url(value)
        named = url.database not in {None, "", ":memory:"}
        # In a path a `?` is written %3F: what follows one is no longer the path.
        if url.drivername in DATABASES and named and not (url.query and "sqlite" in value[:6]):
            return value
    raise ValueError("use sqlite:///path or postgresql://user:password@host/name")


def whole_address(value: str) -> str:
    """Give back the address of the app without its last slash."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not WHOLE.match(value):
        raise ValueError("use an address such as https://example.org or https://example.org/bezoek")
    return value.rstrip("/")


def secret_address(value: str) -> str:
    """Give back an address that a secret may be sent to, or none at all."""
    parts = urlsplit(value)
    at_home = parts.scheme == "http" and parts.hostname in LOOPBACK
    if value and not at_home and (parts.scheme != "https" or not parts.hostname):
        raise ValueError("use an address that begins with https://")
    return value


def strong(value: str) -> str:
    """Give back a secret that nobody guesses, or none at all."""
    if value and (len(value) < SECRET_LENGTH or len(set(value)) < SECRET_CHARACTERS):
        raise ValueError(
            "too easy to guess: leave it out, or use 32 random characters or more, as "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))' makes them"
        )
    return value


def mailbox(value: str) -> str:
    """Give back the mailbox that mails come from, if one is set."""
    return checked_address(value) if value else ""


def known_tls(value: Any) -> Any:
    """Give the kind of TLS; yes and no were the words of an older version."""
    return {"true": "starttls", "false": "none"}.get(str(value).lower(), value)


class Settings(BaseSettings):
    """What the app needs to run; checked once, at the start."""

    model_config = SettingsConfigDict(env_prefix="VISITS_", extra="forbid", frozen=True)

    instance: Annotated[Path, BeforeValidator(existing_name), AfterValidator(Path.resolve)] = Field(
        default_factory=instance_folder,
        description="Folder of the database and the secret",
        validate_default=True,
    )
    database_url: Annotated[str, AfterValidator(known_database)] = Field(
        "", description="Database; empty means visits.sqlite3 in the instance folder"
    )
    secret_key: Annotated[str, AfterValidator(strong)] = Field(
        "", description="Signs the sessions; empty means a file made at the first start"
    )
    secret_key_old: str = Field(
        "", description="The secret of before; what it signed holds until this is taken out"
    )
    base_url: Annotated[str, AfterValidator(whole_address)] = Field(
        "http://127.0.0.1:8000", description="Address of the app, used in mails and the feed"
    )
    mail_from: Annotated[str, AfterValidator(mailbox)] = Field(
        "", description="Mailbox that sends the invitations"
    )
    mail_server: str = Field("", description="SMTP server; empty means that nothing is sent")
    mail_port: int = Field(587, ge=1, le=65535, description="Port of the SMTP server")
    mail_user: str = Field("", description="Name for the SMTP server, if it asks for one")
    mail_password: str = Field("", description="Password for the SMTP server")
    mail_tls: Annotated[Literal["starttls", "tls", "none"], BeforeValidator(known_tls)] = Field(
        "starttls", description="How the SMTP server is spoken to in secret"
    )
    mail_ca_file: str = Field(
        "", description="File with certificates to trust besides the system's"
    )
    imap_server: str = Field(
        "", description="IMAP server of the mailbox; empty means that no mail is read"
    )
    imap_port: int = Field(993, ge=1, le=65535, description="Port of the IMAP server, over TLS")
    imap_user: str = Field("", description="Name for the IMAP server")
    imap_password: str = Field("", description="Password for the IMAP server")
    imap_folder: str = Field("INBOX", description="Folder that answers arrive in")
    token_endpoint: Annotated[str, AfterValidator(secret_address)] = Field(
        "", description="Where the token is asked for that stands for a password left empty"
    )
    token_client: str = Field("", description="Name of the app at the token endpoint")
    token_secret: str = Field("", description="Secret of the app at the token endpoint")
    token_scope: str = Field(
        "https://outlook.office365.com/.default", description="What the token is asked for"
    )
    calendar_agent: str = Field(
        "Mozilla/5.0 (compatible; Visits)",
        description="What the app calls itself where it fetches a calendar",
    )
    language: str = Field(
        "nl", pattern="^(nl|en)$", description="Language of a colleague who chose none: nl or en"
    )
    upload_limit: int = Field(
        25_000_000, ge=100_000, description="Largest upload that is read, in bytes"
    )
    import_rows: int = Field(200_000, ge=1, description="Most rows of a list of tenants")
    import_columns: int = Field(200, ge=10, description="Most columns of a list of tenants")
    import_characters: int = Field(
        10_000, ge=200, le=100_000, description="Most characters in one cell of a list of tenants"
    )
    session_hours: int = Field(
        12, ge=1, le=720, description="Hours after which somebody must sign in again"
    )
    sign_in_limit: int = Field(
        30, ge=1, description="Failed attempts to sign in from one address in ten minutes"
    )
    log: Literal["text", "json"] = Field("text", description="How a line of the log is written")
    ready_token: str = Field(
        "", pattern=r"^([!-~]{16,})?$", description="What monitoring shows to read /readyz"
    )
    backups: bool = Field(True, description="Copy the database every night")
    proxies: int = Field(0, ge=0, le=5, description="Trusted proxies in front of the app")

    @model_validator(mode="after")
    def send_well(self) -> Self:
        """Refuse to send a password in the clear to another machine, and mails from nobody."""
        if self.mail_user and self.mail_tls == "none" and self.mail_server not in LOOPBACK:
            raise ValueError("VISITS_MAIL_USER needs TLS: no password is sent in the clear")
        if self.mail_server and not self.mail_from:
            raise ValueError("VISITS_MAIL_SERVER needs VISITS_MAIL_FROM: whom mails come from")
        if self.token_endpoint and not (self.token_client and self.token_secret):
            raise ValueError("VISITS_TOKEN_ENDPOINT needs VISITS_TOKEN_CLIENT and _SECRET")
        return self

    def takes_token(self, password: str) -> bool:
        """Say whether a token stands for this password, which was left empty."""
        return bool(self.token_endpoint) and not password

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what is passed, then the environment; `load` adds the file below both."""
        return init_settings, env_settings, FileSource(settings_cls)

    @property
    def database(self) -> str:
        """Address of the database in SQLAlchemy's words."""
        return self.database_url or sqlite_at(self.instance / "visits.sqlite3")

    @property
    def import_limits(self) -> dict[str, int]:
        """Give how large a list of tenants may be, in the words of `formats.tenant.Limits`."""
        return {
            "size": self.upload_limit,
            "rows": self.import_rows,
            "columns": self.import_columns,
            "cell": self.import_characters,
        }

    @property
    def secure(self) -> bool:
        """Say whether the app is reached over https, so that cookies may be Secure."""
        return self.base_url.startswith("https://")

    @property
    def path(self) -> str:
        """Path below which the app stands on its host, such as /bezoek; mostly none."""
        return urlsplit(self.base_url).path

    @property
    def site(self) -> str:
        """Address of the host, without the path of the app."""
        return self.base_url.removesuffix(self.path)

    @property
    def host(self) -> str:
        """Name of the app's host, the right half of every calendar UID."""
        return urlsplit(self.base_url).hostname or "localhost"


class FileSource(PydanticBaseSettingsSource):
    """The settings of `settings.toml` in the instance folder."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Leave single fields alone: the file is read whole."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Give what the file says, or nothing if there is none."""
        return read_settings(Path(self.current_state.get("instance") or instance_folder()))


def load(**given: Any) -> Settings:
    """Read and check all settings, and make what a first start needs.

    Raises SettingsRefused with one line for each setting that is wrong.
    """
    try:
        return furnished(Settings(**given))
    except ValidationError as wrong:
        lines = [line_of(error["loc"], error["msg"]) for error in wrong.errors()]
        raise SettingsRefused("\n".join(lines)) from None
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsRefused(f"{SETTINGS_FILE}: {wrong}") from None
    except UnicodeDecodeError as wrong:
        line = wrong.object.count(b"\n", 0, wrong.start) + 1
        raise SettingsRefused(f"{SETTINGS_FILE}, line {line}: save this file as UTF-8") from None
    except OSError as wrong:
        raise SettingsRefused(f"{wrong.filename or 'VISITS_INSTANCE'}: {wrong.strerror}") from None


def furnished(settings: Settings) -> Settings:
    """Make the folder, and the secret if none is set; what stands in it is for its owner alone."""
    os.umask(0o077)
    settings.instance.mkdir(parents=True, exist_ok=True)
    if settings.secret_key:
        return settings
    try:
        made = strong(secret(settings.instance) or "-")
    except ValueError as wrong:
        raise SettingsRefused(f"{settings.instance / SECRET_FILE}: {wrong}") from None
    return settings.model_copy(update={"secret_key": made})


def line_of(location: tuple[int | str, ...], message: str) -> str:
    """Say what is wrong, with the name of the setting if it is one."""
    return f"{name_of(location)}: {message}" if location else message


def name_of(location: tuple[int | str, ...]) -> str:
    """Give a setting the name that somebody would type in the environment."""
    return "VISITS_" + "_".join(str(part) for part in location).upper()


def secret(instance: Path) -> str:
    """Give the secret of this instance; the first start makes it, for the owner's eyes only."""
    path = instance / SECRET_FILE
    if not path.exists():
        fresh = instance / f"{SECRET_FILE}.{os.getpid()}"
        try:
            fresh.write_text(secrets.token_urlsafe(48), "ascii")
            # A link appears whole or not at all, and never over an older secret.
            with suppress(FileExistsError):
                os.link(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    return path.read_text("ascii").strip()
