"""The invented visits and tenants: worth reading, harmless, and spread as the board pages need."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date

import pytest

from visits.demo.people import HEADERS, Row, make_people, to_csv
from visits.demo.story import SENTENCES, STORIES, Insight, Story, StoryPromise
from visits.demo.text import folded
from visits.domain.visit import LONGEST_DOOR

SUB_THEMES = {
    "THU": "gevoel herinnering toekomst trots",
    "WON": "comfort vocht energie geluid indeling buitenruimte veilig",
    "OND": "melding snelheid kwaliteit planmatig renovatie vakman",
    "DVL": "bereik bejegening afspraken informatie digitaal klacht",
    "BUU": "contact hulp samenstelling ontmoeten overlast",
    "VEI": "gevoel inbraak verkeer donker",
    "OMG": "schoon groen parkeren algemeen",
    "VOO": "winkels vervoer zorgnabij ontmoetplek",
    "GEL": "huur energie service",
    "OUD": "toegankelijk langer doorstroom aandacht",
    "ZEG": "gehoord meedoen inzet vertrouwen",
}
CODES = {f"{group}.{sub}" for group, subs in SUB_THEMES.items() for sub in subs.split()}
SENSITIVE = {"BUU.overlast", "VEI.inbraak"} | {code for code in CODES if code.startswith("OUD.")}
SPREAD = {
    "BUU": (4, 7),
    "DVL": (4, 7),
    "WON": (4, 7),
    "OND": (4, 7),
    "THU": (4, 7),
    "OMG": (3, 3),
    "GEL": (1, 2),
    "VEI": (1, 2),
}
# Matched against whole words, in lower case and without accents.
FORBIDDEN = re.compile(
    r"\b(ziek\w*|kanker|dement\w*|reuma\w*|psych\w*|verslaaf\w*|alcohol\w*|drank|drugs|medicijn\w*|"
    r"pillen|huisarts|thuiszorg|rollator|rolstoel\w*|scootmobiel|handicap|beperking|blind|doof|"
    r"slechthorend\w*|operatie|mantelzorg\w*|geloof|gelovig\w*|kerk|moskee|dominee|pastoor|bijbel|"
    r"koran|bidden|ramadan|pvv|vvd|cda|pvda|sp|bbb|denk|stemt|stemde|politiek\w*|vakbond\w*|afkomst|"
    r"allochtoon|buitenlander\w*|marokkaan\w*|turks?\w*|surinaam\w*|pools?|vluchteling\w*|homo|"
    r"nationaliteit|seksue\w*|politie|aangifte|justitie|crimine\w*|inbraak|diefstal|gevangenis|"
    r"schuld(en)?|huurachterstand|deurwaarder|uitkering|inkomen|bijstand|bsn|paspoort|buurman|"
    r"buurvrouw|(klein)?zoon|(klein)?dochter)\b"
)
TODAY = date(2026, 1, 15)
PEOPLE = make_people(620)


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def texts(thing: Story | Insight | StoryPromise) -> Iterator[str]:
    for field in fields(thing):
        value = getattr(thing, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str):
                yield item
            elif isinstance(item, Insight | StoryPromise):
                yield from texts(item)


def groups(story: Story, *, main_only: bool, permission: int) -> set[str]:
    if story.permission < permission:
        return set()
    return {
        code.partition(".")[0]
        for insight in story.insights
        for code in (insight.themes[:1] if main_only else insight.themes)
    }


def test_there_are_twenty_six_stories() -> None:
    assert len(STORIES) == 26


def test_a_text_may_be_broken_into_lines_anywhere() -> None:
    found = folded({"wish": "\nEen bankje\n voor de deur.", "home_words": ["de\ntuin"], "days": 3})

    assert found == {"wish": "Een bankje voor de deur.", "home_words": ("de tuin",), "days": 3}


def test_every_insight_has_one_to_three_themes_of_the_list() -> None:
    for story in STORIES:
        for insight in story.insights:
            assert 1 <= len(insight.themes) <= 3
            assert set(insight.themes) <= CODES


@pytest.mark.parametrize("main_only", [True, False])
@pytest.mark.parametrize("permission", [0, 2])
@pytest.mark.parametrize("first", range(len(STORIES) - 11))
def test_every_twelve_visits_in_a_row_show_the_spread_of_a_year(
    first: int, permission: int, *, main_only: bool
) -> None:
    year = STORIES[first : first + 12]

    heard = Counter(
        group
        for story in year
        for group in groups(story, main_only=main_only, permission=permission)
    )

    for group, (least, most) in SPREAD.items():
        assert least <= heard[group] <= most, (group, heard[group])


def test_permission_decides_what_a_story_holds() -> None:
    permissions = Counter(story.permission for story in STORIES)
    assert permissions[0] == 1
    assert permissions[1] == 2
    assert permissions[3] > sum(permissions.values()) / 2

    for story in STORIES:
        if story.permission == 0:
            told = (story.one_line, story.then_now, story.goes_well, story.services)
            assert not any((*told, story.neighbourhood, story.wish, story.reflection))
            assert not any((story.home_words, story.insights, story.promises))
        if story.permission < 3:
            assert not any(insight.quote for insight in story.insights)


def test_sensitive_themes_have_no_exact_words() -> None:
    for story in STORIES:
        for insight in story.insights:
            assert not (insight.quote and SENSITIVE & set(insight.themes))


def test_nothing_is_written_that_does_not_belong_in_a_note() -> None:
    for story in STORIES:
        for text in texts(story):
            assert not FORBIDDEN.search(plain(text)), text


def test_no_story_says_who_told_it() -> None:
    for story in STORIES:
        for text in texts(story):
            assert not re.search(r"\b(mevrouw|meneer|de heer|(18|19|20)\d\d|\d+ jaar)\b", text), (
                text
            )


def test_no_sentence_is_written_twice() -> None:
    written = [text for story in STORIES for text in texts(story) if " " in text]

    assert [text for text, times in Counter(written).items() if times > 1] == []


def test_everything_fits_where_it_will_stand() -> None:
    for story in STORIES:
        assert 45 <= story.minutes <= 95
        assert len(story.home_words) <= 3
        assert len(story.insights) <= 3
        assert len(story.promises) <= 2
        assert len(story.one_line) <= 140
        assert len(f"{story.door} {SENTENCES['dog']}") <= LONGEST_DOOR
        assert all(len(insight.statement) <= 140 for insight in story.insights)
        assert all(len(insight.quote) <= 400 for insight in story.insights)
        assert all(len(promise.what) <= 120 for promise in story.promises)


def test_sentences_stay_short() -> None:
    words = [
        len(sentence.split())
        for story in STORIES
        for text in texts(story)
        for sentence in re.split(r"[.?!:] ?", text)
        if " " in sentence
    ]

    assert sum(words) / len(words) <= 12
    assert max(words) <= 22


def test_early_promises_are_answered_and_late_ones_may_be_open() -> None:
    for story in STORIES[:-4]:
        for promise in story.promises:
            assert promise.outcome in {"done", "not_possible", "handed_over"}
    for story in STORIES:
        for promise in story.promises:
            answered = promise.outcome not in {"running", "new"}
            said = (promise.outcome_text, promise.answer_channel, promise.answer_text)
            assert [bool(words) for words in said] == [answered] * 3
            assert (promise.answered_after is not None) == answered

    outcomes = Counter(promise.outcome for story in STORIES for promise in story.promises)
    assert outcomes["not_possible"] >= 2
    assert outcomes["handed_over"] >= 2
    assert outcomes["running"] >= 2
    assert outcomes["new"] >= 1


def test_the_same_seed_invents_the_same_people() -> None:
    assert make_people(620) == PEOPLE
    assert make_people(50, seed=21) != PEOPLE[:50]


@pytest.mark.parametrize("name", ["external_id", "contract_no"])
def test_numbers_are_unique(name: str) -> None:
    assert len({getattr(row, name) for row in PEOPLE}) == len(PEOPLE)


def test_no_two_households_share_an_address() -> None:
    homes = {(r.street, r.house_number, r.house_letter, r.house_suffix) for r in PEOPLE}

    assert len(homes) == len(PEOPLE)


def test_districts_differ_much_in_size() -> None:
    sizes = Counter(row.district for row in PEOPLE)

    assert len(sizes) == 8
    assert max(sizes.values()) > 5 * min(sizes.values())


def test_nearly_half_have_been_tenants_for_over_twenty_five_years() -> None:
    long = [row for row in PEOPLE if row.tenant_since < date(1999, 1, 1)]

    assert 0.40 <= len(long) / len(PEOPLE) <= 0.50
    assert min(row.tenant_since for row in PEOPLE) >= date(1966, 1, 1)
    assert all(row.tenant_since <= row.tenancy_start for row in PEOPLE)


def test_some_have_a_co_tenant_and_a_few_want_no_contact() -> None:
    def share(rows: list[Row]) -> float:
        return len(rows) / len(PEOPLE)

    assert 0.25 <= share([row for row in PEOPLE if row.co]) <= 0.35
    assert 0.01 <= share([row for row in PEOPLE if row.do_not_contact]) <= 0.04


def test_no_postcode_number_or_mail_address_can_belong_to_anybody() -> None:
    for row in PEOPLE:
        assert re.fullmatch(r"[1-9]\d{3} (?!SA|SD|SS)[A-Z]{2}", row.postcode)
        assert re.fullmatch(r"|072-000\d{4}", row.phone)
        assert re.fullmatch(r"|06 00 00 \d\d \d\d", row.mobile)
        assert re.fullmatch(r"|[a-z]+\.[a-z]+\d+@example\.org", row.email)


def test_a_preferred_way_of_contact_exists() -> None:
    for row in PEOPLE:
        assert row.contact_preference != "phone" or row.phone or row.mobile
        assert row.contact_preference != "email" or row.email


def test_the_export_reads_back_as_the_same_people() -> None:
    data = to_csv(PEOPLE, today=TODAY)

    assert data.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    assert tuple(header) == HEADERS
    assert ";".join(header) == (
        "Huurdernummer;Contractnummer;Aanhef;Voorletters;Tussenvoegsel;Achternaam;"
        "Medehuurder aanhef;Medehuurder voorletters;Medehuurder tussenvoegsel;"
        "Medehuurder achternaam;Straat;Huisnummer;Huisletter;Toevoeging;Postcode;Woonplaats;"
        "Wijk;Buurt;Telefoon;Mobiel;E-mail;Voorkeur contact;Ingangsdatum contract;Huurder sinds"
    )
    assert [line[0] for line in lines] == [row.external_id for row in PEOPLE]
    assert {len(line) for line in lines} == {len(HEADERS)}


def test_a_lease_that_has_not_started_is_not_exported() -> None:
    early = to_csv(PEOPLE, today=date(2020, 1, 1))

    assert early.count(b"\r\n") == 1 + sum(r.tenancy_start <= date(2020, 1, 1) for r in PEOPLE)
