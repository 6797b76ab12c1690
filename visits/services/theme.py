"""Themes: the closed list in two levels."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.models.theme import Theme


@dataclass(frozen=True, slots=True)
class Group:
    """A group of themes with what belongs to it."""

    theme: Theme
    parts: list[Theme]


def list_themes(session: Session) -> list[Theme]:
    """List all themes in their order."""
    return list(session.scalars(select(Theme).order_by(Theme.position)))


def list_groups(session: Session) -> list[Group]:
    """List the groups, each with its themes."""
    themes = list_themes(session)
    return [
        Group(theme, [part for part in themes if part.parent == theme.code])
        for theme in themes
        if theme.parent is None
    ]


def names(session: Session, language: str) -> dict[str, str]:
    """Give the name of every theme in one language, by code."""
    return {
        theme.code: theme.name_nl if language == "nl" else theme.name_en
        for theme in list_themes(session)
    }
