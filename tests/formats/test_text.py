"""Mails in words: to a colleague in either language, to a tenant in Dutch."""

import pytest

from visits.formats.text import ENDINGS, FOLDER, HOLE, mail_text

NAMES = sorted(path.name.removesuffix(".txt") for path in FOLDER.glob("*.txt"))
DUTCH = [name for name in NAMES if not name.endswith(".en")]
VALUES = dict.fromkeys(
    {hole for path in FOLDER.glob("*.txt") for hole in HOLE.findall(path.read_text("utf-8"))}, "x"
)


def holes(name: str, language: str) -> set[str]:
    """Give what a mail has filled in."""
    return set(HOLE.findall((FOLDER / f"{name}{ENDINGS[language]}").read_text("utf-8")))


@pytest.mark.parametrize("name", [name for name in DUTCH if not name.endswith("_tenant")])
def test_a_mail_to_a_colleague_says_the_same_in_both_languages(name: str) -> None:
    assert holes(name, "en") == holes(name, "nl")


@pytest.mark.parametrize("name", [name for name in DUTCH if name.endswith("_tenant")])
def test_a_tenant_is_written_to_in_dutch(name: str) -> None:
    assert f"{name}.en" not in NAMES


@pytest.mark.parametrize("name", DUTCH)
def test_a_mail_is_whole_sentences_and_no_line_ends_in_a_blank(name: str) -> None:
    for language in ("nl", "en") if f"{name}.en" in NAMES else ("nl",):
        text = mail_text(name, VALUES | {"meekomer_zin": ""}, language)

        assert text.language == language
        assert text.subject
        assert not text.subject.startswith(("Onderwerp", "Subject"))
        assert all(line == line.rstrip() for line in text.body.splitlines())
