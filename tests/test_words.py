"""The words of the work: what was said better once does not come back in another sentence."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PO = ROOT / "visits" / "translations" / "nl" / "LC_MESSAGES" / "messages.po"
# What no Dutch sentence says, and what the work says for it.
DUTCH = {
    "toezegging": "belofte",
    "trekking": "loting",
    "bewoner": "huurder",
    "respondent": "huurder",
    "klant": "huurder",
    "doelgroep": "huurders",
    "we": "wij",
    "je": "u",
    "jij": "u",
    "jouw": "uw",
    "ticket": "belofte",
    "dashboard": "deze maand",
    "item": "regel",
    "record": "regel",
    "valideren": "nakijken",
    "succesvol": "gelukt",
    "ongeldig": "wat er niet klopt",
    "helaas": "wat er is",
    "gelieve": "wat iemand doet",
    "middels": "met",
    "er is een fout opgetreden": "dat lukte niet",
    "kan niet terug": "kunt u niet ongedaan maken",
    "achter de rug": "afgerond",
    "merkbaar leger": "te kort",
    "bij een ander$": "doorgegeven",
    "SEQUENCE": "niets",
}
# The same in English.
ENGLISH = {
    r"^Keep\b(?! them\.| what happened)": "Save",
    r"\bKept\b": "Saved",
    r"^Take .*\baway\b": "Delete",
    r"\bPut (it away|together)\b": "Archive, Merge",
    r"\blapsed?\b(?=.*month)|month.*\blaps": "Skip this month",
    r"\bseen? to by\b|\bsees to it\b": "Owner, Who will handle this?",
    r"\bMails that were made\b": "Outbox",
    r"^Read in\b": "Import",
    r"\bsigns\b(?! in)": "characters",
    r"\bdoes not go on\b": "is cancelled",
    r"^Deed$|^Record$": "Action, Item",
    r"\bBehind us\b": "Finished",
    r"\bare no sample\b": "are not a survey",
    r"\bThis we heard\b": "What we heard",
    r"\bSEQUENCE\b": "nothing",
}


def sentences() -> tuple[list[str], list[str]]:
    """Give every sentence on the screen, in English and in Dutch."""
    with PO.open("rb") as file:
        known = [message for message in read_po(file, locale="nl") if message.id]
    english = [one for message in known for one in each(message.id)]
    return english, [one for message in known for one in each(message.string)]


def each(words: object) -> list[str]:
    """Give the forms of a sentence."""
    return [str(one) for one in words] if isinstance(words, list | tuple) else [str(words)]


@pytest.mark.parametrize("word", DUTCH)
def test_no_dutch_sentence_has_a_word_that_the_work_does_not_use(word: str) -> None:
    pattern = re.compile(rf"\b{word}(?:\b|$)", re.IGNORECASE)

    found = [sentence for sentence in sentences()[1] if pattern.search(sentence)]

    assert not found, f"{word}: {DUTCH[word]}"


@pytest.mark.parametrize("pattern", ENGLISH)
def test_no_english_sentence_has_a_word_that_a_product_would_not_use(pattern: str) -> None:
    found = [sentence for sentence in sentences()[0] if re.search(pattern, sentence)]

    assert not found, f"{pattern}: {ENGLISH[pattern]}"


@pytest.mark.parametrize("word", ["toezegging", "trekking", "bewoner", "we", "je", "gelieve"])
def test_no_letter_or_mail_to_a_tenant_has_one_either(word: str) -> None:
    texts = [path for path in (ROOT / "templates").rglob("*.txt") if ".en." not in path.name]
    pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)

    assert texts
    assert not [path.name for path in texts if pattern.search(path.read_text())]
