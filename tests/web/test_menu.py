"""The menu: few words for each role, and every screen is found under one of them."""

import re
from itertools import combinations

import pytest
from flask import Flask, g

from tests.client import PageClient
from tests.factories import Cast
from visits.domain.account import Role
from visits.web.kit.menu import AT_HAND, menu

NAV = re.compile(r'<nav aria-label="Hoofdmenu">(.*?)</nav>', re.DOTALL)
WORD = re.compile(r"<a [^>]*>([^<]+)</a>")
WORDS = {
    Role.ASSISTANT: ["Deze maand", "Huurders", "Inzichten", "Beloften", "Bestuur"],
    Role.BOARD: [
        "Wat wij hoorden",
        "Wat wij deden",
        "Waar wij waren",
        "Rapporten",
        "Hoe wij loten",
    ],
}


def words(text: str) -> list[str]:
    """List the words of the menu on a page."""
    (nav,) = NAV.findall(text)
    return WORD.findall(nav)


@pytest.mark.parametrize("role", WORDS)
def test_a_role_has_its_own_few_words(client: PageClient, cast: Cast, role: Role) -> None:
    client.sign_in(cast.of(role))

    assert words(client.get("/").text) == WORDS[role]


@pytest.mark.parametrize("count", [2, 3, len(Role)])
def test_somebody_with_many_roles_has_eight_words_at_hand_and_loses_none(
    app: Flask, count: int
) -> None:
    alone = {role: words_of(app, role) for role in Role}
    for roles in combinations(Role, count):
        at_hand, further = words_of(app, *roles)

        assert len(at_hand) <= AT_HAND
        every = at_hand + further
        assert len(set(every)) == len(every)
        assert {one for role in roles for one in alone[role][0]} - {"/"} <= {*every}, roles


def words_of(app: Flask, *roles: Role) -> tuple[list[str], list[str]]:
    """Give the addresses at hand, and further, for somebody with some roles."""
    with app.test_request_context("/"):
        g.my_roles = frozenset(roles)
        at_hand, further = menu()
        return [one.address for one in at_hand], [one.address for one in further]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/", "Deze maand"),
        ("/loting/", "Deze maand"),
        ("/antwoorden/", "Deze maand"),
        ("/huurders/inlezen/", "Huurders"),
        ("/rapporten/", "Bestuur"),
        ("/wat-we-deden", "Bestuur"),
    ],
)
def test_a_screen_without_a_word_of_its_own_stands_under_another(
    client: PageClient, cast: Cast, path: str, word: str
) -> None:
    client.sign_in(cast.assistant)

    text = client.get(path).text

    assert re.findall(r'aria-current="page">([^<]+)</a>', text) == [word]
