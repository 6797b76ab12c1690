"""What a text gives away: sensitive words, and signs of who is meant; found, and not imagined."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.effort import floors
from visits.domain.privacy import Finding, Sign, findings, sensitive_kinds, sensitive_words
from visits.domain.privacy.finding import overlap
from visits.domain.privacy.known import read_name
from visits.domain.privacy.text import value_of

TEXTS = Path(__file__).parents[1] / "data/texts"
SAMPLES = json.loads((TEXTS / "sensitive_tests.json").read_text())
NAMES = (
    "A.M. van der Meer", "Bakker", "Jong, K. de", "Jansen-de Vries", "Çelik", "El Idrissi",
    "van den Berg", "Groen", "de Boer", "Jan Smits", "van Alkmaar", "'t Hart",
)  # fmt: skip
PLACES = ("Kwakelpad", "Overdie", "Centrum", "Jan Evertsenstraat", "De Mare")


MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


class Marked(NamedTuple):
    """A sentence in which a person marked what could tell who is meant: "bij [Beek|name]"."""

    line: str
    names: tuple[str, ...]
    places: tuple[str, ...]


def marked_sentences() -> Iterator[Marked]:
    """Read the sentences that people marked, with the names and places known to them."""
    known: dict[str, tuple[str, ...]] = {}
    for line in (TEXTS / "identifiable_nl.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            word, _, given = line.removeprefix("# ").partition(": ")
            known[word] = tuple(given.split("; "))
        else:
            yield Marked(line, known["Known"], known["Places"])


def sensitive_sentences() -> Iterator[tuple[str, set[str]]]:
    """Read the sentences of which a person said what in them is better left unwritten."""
    for line in (TEXTS / "sensitive_nl.txt").read_text("utf-8").splitlines():
        text, _, kinds = line.partition(" | ")
        yield text, set(kinds.split(", ")) if kinds else set()


def found(text: str) -> list[tuple[str, str]]:
    """Give each finding as what stands there and what it tells."""
    return [(text[start:end], kind.value) for start, end, kind in findings(text, NAMES, PLACES)]


@pytest.mark.parametrize("marked", list(marked_sentences()), ids=lambda marked: marked.line)
def test_exactly_what_a_person_marked_is_found_in_a_sentence(marked: Marked) -> None:
    text = MARK.sub(r"\1", marked.line)

    signs = findings(text, marked.names, marked.places)

    for start, end, kind in reversed(signs):
        text = f"{text[:start]}[{text[start:end]}|{kind}]{text[end:]}"
    assert text == marked.line


@pytest.mark.parametrize(("text", "kinds"), list(sensitive_sentences()))
def test_a_sentence_is_sensitive_in_the_ways_that_a_person_said(text: str, kinds: set[str]) -> None:
    assert sensitive_kinds(text) == kinds


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["text"])
def test_the_kinds_of_sensitive_words_are_those_that_the_association_listed(
    sample: dict[str, list[str]],
) -> None:
    assert sensitive_kinds(str(sample["text"])) == set(sample["expect"])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("De zieke boom moet weg.", set()),
        ("Twee zieken in huis.", {"health"}),
        ("Patiënten wachten.", {"health"}),
        ("De moskeeën zitten vol.", {"religion_belief"}),
        ("Ik geloof dat het beter kan.", set()),
        ("Haar geloof is belangrijk.", {"religion_belief"}),
        ("Ik denk dat het goed komt.", set()),
        ("Stemt op DENK.", {"politics_union"}),
        ("Stemt in met het plan.", set()),
        ("De Syriërs beneden.", {"origin"}),
        ("Woont in de Jodenbreestraat.", set()),
        ("Het is hun eigen schuld.", set()),
        ("Zij heeft schulden.", {"finance"}),
        ("Rekening NL91 ABNA 0417 1643 00.", {"identifiers"}),
        ("Twee zonen en een dochtertje.", {"third_party"}),
        ("Contract 123456789.", set()),  # nine digits that fail the eleven test
        ("Nummer 9999.90.019.", {"identifiers"}),  # nine that pass it, however they are written
        ("Klantnummer 47114711.", set()),  # one of ours
        ("Het is hun eigen schuld, maar zij heeft schulden.", {"finance"}),  # the second word
    ],
)
def test_word_forms_and_accents_are_known_and_other_words_left_alone(
    text: str, kinds: set[str]
) -> None:
    assert sensitive_kinds(text) == kinds


def test_a_sensitive_word_is_shown_where_it_stands() -> None:
    (word,) = sensitive_words("Kan door haar reumá de trap niet op.")

    assert (word.start, word.end, word.kind.value) == (14, 19, "health")


def test_sensitive_words_stand_in_the_order_of_the_text() -> None:
    words = sensitive_words("Zij heeft schulden, en reuma.")

    assert [word.kind.value for word in words] == ["finance", "health"]


def test_what_the_state_or_a_bank_knows_a_person_by_is_shown_where_it_stands() -> None:
    (word,) = sensitive_words("Mail aan j.bakker@example.org graag.")

    assert (word.start, word.end, word.kind.value) == (9, 29, "identifiers")


@pytest.mark.parametrize(
    ("text", "hit", "kind"),
    [
        ("Mevrouw Van der Meer wil een leuning.", "Van der Meer", "name"),
        ("mevrouw van der meer wil dat.", "van der meer", "name"),
        ("Van der Meers tuin is mooi.", "Van der Meers", "name"),
        ("mw. v.d. Meer belde.", "v.d. Meer", "name"),
        ("Bakker's tuin is mooi.", "Bakker", "name"),
        ("De tuin van Bakker is groot.", "Bakker", "name"),
        ("Volgens De Jong kan het.", "De Jong", "name"),
        ("De Jongs zijn aardig.", "De Jongs", "name"),
        ("Celik belde.", "Celik", "name"),
        ("Dat zei çelik ook.", "çelik", "name"),
        ("Familie Jansen wacht.", "Jansen", "name"),  # half of a double name
        ("De heer J.P. de Wit klaagt.", "J.P. de Wit", "name"),  # nobody we know
        ("Buurvrouw Annie helpt.", "Annie", "name"),
        ("MEVROUW BAKKER WIL EEN LIFT.", "BAKKER", "name"),
        ("Mevrouw van Alkmaar lacht.", "van Alkmaar", "name"),
        ("Dat zei ’t Hart.", "’t Hart", "name"),
        ("Woont op Kwakelpad 12a.", "Kwakelpad", "street"),
        ("Woont op kwakelpad 12a.", "12a", "house_number"),
        ("Aan de Jan Evertsenstraat 3-B.", "Jan Evertsenstraat", "street"),
        ("In de Kerkstraat is het druk.", "Kerkstraat", "street"),
        ("De Overdiese buurt is fijn.", "Overdiese", "place"),
        ("De buurman op 14 maakt lawaai.", "14", "house_number"),
        ("De buren van nummer 16 en 18.", "16 en 18", "house_number"),
        ("huisnummer twaalf", "twaalf", "house_number"),
        ("Bel 072-555 01 89.", "072-555 01 89", "phone"),
        ("+31 (0)6 1234 5678", "+31 (0)6 1234 5678", "phone"),
        ("Mail j.bakker@example.org.", "j.bakker@example.org", "email"),
        ("Op 1823 AB.", "1823 AB", "postcode"),
        ("postcode: 1823ab", "1823ab", "postcode"),
        ("NL91 ABNA 0417 1643 00", "NL91 ABNA 0417 1643 00", "iban"),
        ("BSN 999990019.", "999990019", "number"),
        ("Mevrouw is 83 jaar oud.", "83 jaar oud", "age"),
        ("Een drieëntachtigjarige.", "drieëntachtigjarige", "age"),
        ("Ze is 91.", "91", "age"),
        ("Zij wordt volgende maand 90.", "90", "age"),
        ("Een tachtiger die alles zelf doet.", "tachtiger", "age"),
        ("Is eind zeventig.", "eind zeventig", "age"),
        ("Haar zoon van 8 speelt buiten.", "8", "age"),
        ("Haar negentigste verjaardag.", "negentigste verjaardag", "age"),
        ("Woont hier sinds 1971.", "1971", "year"),
        ("Woont hier sinds ’71.", "’71", "year"),
        ("Huurt al vijfenvijftig jaar.", "vijfenvijftig jaar", "year"),
        ("Al vijf jaar woont zij hier.", "vijf jaar", "year"),
        ("Een halve eeuw in dit huis.", "Een halve eeuw", "year"),
        ("Kwam op 12 maart 1971.", "12 maart 1971", "date"),
        ("Op 12-03-1971.", "12-03-1971", "date"),
        ("Is de enige vrouw in het portiek.", "enige", "only"),
        ("De oudste bewoner van de flat.", "oudste", "only"),
        ("Kwam als eerste wonen.", "eerste", "only"),
        ("The oldest tenant in the street.", "oldest", "only"),
        ("She is the oldest here.", "oldest", "only"),
        ("Een 1-jarige.", "1-jarige", "age"),
        ("Een 119-jarige.", "119-jarige", "age"),  # the oldest person ever was 122
        ("Woont hier 1 jaar.", "1 jaar", "year"),  # who lives there that short is known
        ("Woont hier 119 jaar.", "119 jaar", "year"),
        ("Al 12 jaar klaagt zij niet.", "12 jaar", "year"),
        ("De Overdieer komt ook.", "Overdieer", "place"),
        ("Overdies is leuk.", "Overdies", "place"),
        ("Overdieers zijn aardig.", "Overdieers", "place"),
        ("Dat zei Annie", "Annie", "name"),  # the last word of a text
        ("Dat zei Van der Molenkamp ook.", "Van der Molenkamp", "name"),  # nobody we know
    ],
)
def test_what_could_tell_who_is_meant_is_found_in_its_place(text: str, hit: str, kind: str) -> None:
    assert (hit, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "De bakker om de hoek is weg.",
        "Meer groen in de buurt graag.",
        "Groen is belangrijk voor iedereen.",
        "Het centrum is goed te bereiken.",
        "Een jong gezin zoekt een huis.",
        "De boer verkoopt melk aan de deur.",
        "Van de berg afval is nog niets weg.",
        "Het stadhuis van Alkmaar is dichtbij.",
        "De reparatie duurde 3 weken.",
        "De keuken is 20 jaar oud.",
        "Kwam 4 keer langs voor dezelfde kraan.",
        "De eerste verdieping is gehorig.",
        "Enige tijd geleden was het beter.",
        "Het enige wat zij mist is een bankje.",
        "De monteur kwam voor het eerst op tijd.",
        "De bus komt om de 10 minuten.",
        "De verwarming staat op 18.",
        "Garantie van 15 jaar op de ketel.",
        "De wijk is van de jaren zestig.",
        "Wij willen in 2030 van het gas af.",
        "Per 1 juli gaat de huur omhoog.",
        "Het schoolplein is donker.",
        "Onderweg naar de winkel is het donker.",
        "Een 8 op 10 voor de service.",
        "Zij praat met de buurman. Lampen zijn stuk.",
        "Er zijn 12 woningen in het portiek.",
        "Een 120-jarige.",
        "Woont hier 120 jaar.",
        "Na 120 jaar is het klaar.",
        "Al 11 jaar klaagt zij niet.",
        "Zij ging naar Alkmaar.",  # a town, and half of the name of a tenant
        "Van Alkmaar naar Heiloo is ver.",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Bakker", ["bakker"]),
        ("mevrouw A.M. Bakker", ["bakker"]),  # titles and initials tell nobody apart
        ("dr. J. Bakker", ["bakker"]),
        ("Bakker, Jan", ["bakker"]),  # nor does a first name
        ("Jansen, A. de", ["(de) jansen"]),
        ("van den Berg", ["(van den) berg"]),
        ("Maria de Wit", ["(de) wit"]),
        ("Çelik", ["celik"]),
        ("Jan", ["jan"]),  # but for who has no other name
        ("van der", ["(van) der"]),
        ("Jansen-de Vries", ["(de) vries", "jansen"]),  # each half of a double name
        ("Bakker-Smit", ["bakker", "bakker smit", "smit"]),
        ("Pietersen Wilmink", ["pietersen", "pietersen wilmink", "wilmink"]),
        ("Groot Wassink", ["groot wassink", "wassink"]),  # an ordinary word needs the other
        ("Groen Bakker", ["groen bakker"]),
        ("Pietersen Alkmaar", ["pietersen", "pietersen alkmaar"]),  # so does a town
        ("Pietersen Kox", ["pietersen", "pietersen kox"]),  # and a short word
        ("Pietersen Wilm", ["pietersen", "pietersen wilm", "wilm"]),
        ("Ng", ["ng"]),
        ("O.", []),  # one letter names nobody
        ("-", []),
        ("", []),
    ],
)
def test_a_name_is_known_by_the_words_that_tell_who_is_meant(name: str, forms: list[str]) -> None:
    known = {
        f"({' '.join(one.prefix)}) {' '.join(one.core)}" if one.prefix else " ".join(one.core)
        for one in read_name(name)
    }

    assert sorted(known) == forms


@pytest.mark.parametrize(
    ("name", "text", "hits"),
    [
        ("Pietersen Wilmink", "De tuin van Pietersen Wilminks moeder.", ["Pietersen Wilminks"]),
        ("Groen Bakker", "Groen Bakker wil dat.", ["Groen Bakker"]),  # two ordinary words
        ("Groen Bakker", "Dat de Groen Bakker komt.", ["Groen Bakker"]),
        ("Groen", "Dat de Groen komt.", []),  # an article makes one word a thing
        ("Wassink", "Dat de Wassink komt.", ["Wassink"]),  # which this word never is
        ("Wassink", "dat zei wassink ook", ["wassink"]),
        ("Kox", "Dat zei Kox ook.", ["Kox"]),
        ("Kox", "Dat zei kox ook.", []),  # too short to be a name without its capital
        ("Wassink", "de tuin van de wassinks", []),
        ("van Alkmaar", "Dat zei Van Alkmaar ook.", ["Van Alkmaar"]),
        ("Bakker", "Bakker belde", ["Bakker"]),  # a verb of people makes it a name
        ("Bakker", "Bakker", []),  # a sentence of one word says nothing
    ],
)
def test_a_known_name_is_found_where_it_can_be_nothing_else(
    name: str, text: str, hits: list[str]
) -> None:
    signs = findings(text, [name])

    assert [text[start:end] for start, end, _ in signs] == hits


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("83", 83),
        ("een", 1),
        ("negen", 9),
        ("tien", 10),
        ("negentien", 19),
        ("twintig", 20),
        ("eenentwintig", 21),
        ("negenennegentig", 99),
        ("honderd", 100),
        ("honderdeen", 101),
        ("honderdnegentien", 119),
    ],
)
def test_a_number_in_dutch_words_has_its_value(number: str, value: int) -> None:
    assert value_of(number) == value


def test_two_findings_side_by_side_share_nothing() -> None:
    one, other = Finding(0, 3, Sign.NAME), Finding(3, 5, Sign.AGE)

    assert not overlap(one, other)
    assert not overlap(other, one)
    assert overlap(one, Finding(2, 5, Sign.AGE))


@given(st.text(max_size=300))
def test_findings_stand_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    spans = [(start, end) for start, end, _ in findings(text, NAMES, PLACES)]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(
    before=st.text("abcdefg é.,\n", max_size=30),
    surname=st.text("abcdefghijklmnopqrstuvwxyzéçü", min_size=2, max_size=12),
    ending=st.sampled_from(["", "s", "'s", ".", ","]),
)
@example(before="", surname="ln", ending=".")
def test_a_name_behind_a_title_is_found_whatever_stands_around_it(
    before: str, surname: str, ending: str
) -> None:
    surname = "X" + surname
    text = f"{before} mevrouw {surname}{ending} wacht"

    signs = findings(text, [f"van {surname}"])

    at = text.index("mevrouw ") + len("mevrouw ")
    # "Xln." may be a lane too: a word is found once, as one or the other.
    kinds = {kind for start, end, kind in signs if start <= at < end}
    assert kinds == {Sign.NAME} or (kinds == {Sign.STREET} and ending == ".")


@given(digits=st.text("0123456789", min_size=8, max_size=8), gap=st.sampled_from(["", " ", "-"]))
def test_a_mobile_number_is_found_however_it_is_written(digits: str, gap: str) -> None:
    number = f"06{gap}{digits}"

    assert (number, "phone") in found(f"Bel {number} morgen.")


@given(st.integers(18, 109))
def test_an_age_in_digits_is_found(age: int) -> None:
    assert (f"{age}-jarige", "age") in found(f"Een {age}-jarige die helpt.")


def test_all_tenants_of_a_large_association_cost_little_the_second_time() -> None:
    names = [f"van {chr(65 + n % 26)}ar{n:05}k" for n in range(100_000)]
    text = "Mevrouw Aar00000k wil een lagere drempel. " * 8
    findings(text, names)

    signs, work = floors(lambda: findings(text, names))

    assert len(signs) == 8
    # Reading all names anew takes 150 times the floor; a hundredth of that is the point here.
    assert work < 30


def test_a_very_long_word_is_read_in_a_moment() -> None:
    _, work = floors(lambda: findings("A" * 20_000 + " " + "a@" * 5_000 + "1 " * 5_000))

    assert work < 400  # today 40
