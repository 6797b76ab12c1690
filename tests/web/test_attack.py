"""The attacks on the board find what there is to find, so that finding nothing means something."""

from collections.abc import Mapping
from datetime import date

from tests.web import attack
from tests.web.attack import Reading
from visits.domain.month import first_day

MONTHS = [f"2027-{month:02}" for month in range(1, 10)]
ROWS = "¶Wijk | ¶Huurders | ¶Bezoeken |"


def live_page(counts: list[int]) -> list[Reading]:
    """Read a page that counts each no as soon as it is there, at the start of each month."""
    return [
        Reading(first_day(month), {"/": f"¶Uitkomst | ¶Huurders |\nLiever niet | {count} |"})
        for month, count in zip(MONTHS, counts, strict=False)
    ]


def test_a_page_that_moves_with_each_no_tells_its_month() -> None:
    readings = live_page([0, 1, 1, 1, 3])

    counts = attack.counted_from_the_start(readings, MONTHS, "Liever niet")

    assert attack.months_known(counts) == {"2027-01": 1, "2027-04": 2}
    assert ("/", "2027-04") in attack.moved(readings)


def test_a_page_that_moves_once_a_quarter_tells_no_month() -> None:
    readings = live_page([0, 0, 0, 3, 3, 3, 4])

    counts = attack.counted_from_the_start(readings, MONTHS, "Liever niet")

    assert attack.months_known(counts) == {}
    assert attack.moved(readings) == []
    assert attack.small_steps(readings, ["Liever niet"], 3) == [(("/", "Liever niet"), 4)]


def test_a_quarter_with_one_draw_follows_from_a_year_less_its_other_quarters() -> None:
    late, rest = frozenset(MONTHS[2:3]), frozenset(MONTHS[3:6])

    assert attack.months_known({late | rest: 4, rest: 3}) == {"2027-03": 1}


def test_visits_of_districts_at_the_start_of_a_quarter_tell_where_a_draw_led() -> None:
    lots = [{"Overdie": 10, "De Mare": 10}] * 4
    tables = {3: {"Overdie": 2, "De Mare": 1}}

    def known(draws: int, visits: Mapping[str, int]) -> bool:
        return all(visits[name] == count for name, count in tables.get(draws, {}).items())

    assert attack.districts_known(lots, known, {}) == ["", "", "Overdie", "De Mare"]
    assert attack.districts_known(lots, lambda *_: True, {}) == ["", "", "", ""]


def test_tables_of_districts_are_read_from_the_page() -> None:
    page = {"/hoe-wij-loten/": f"{ROWS}\nOverdie | 12 | 2 |\nDe Mare | 7 | 1 |"}

    told = attack.visits_told([Reading(date(2027, 5, 1), page)], MONTHS, ["Overdie", "De Mare"])

    assert told == {3: {"Overdie": 2, "De Mare": 1}}


def test_lines_in_the_order_of_visits_tell_that_order() -> None:
    assert attack.order_tells([[1, 2, 3], [4, 4, 5]]) == (5, 5)


def test_an_open_promise_that_is_not_late_beside_one_that_is_was_made_last() -> None:
    page = "¶Belofte | ¶Stand | ¶Weet |\nAa | Loopt, te laat | Nog niet |\nBb | Loopt | Nog niet |"
    readings = [Reading(date(2027, 4, 1), {"/wat-we-deden": page})]

    lines = attack.months_of_lines(readings, {"aa": 1, "bb": 2})

    assert lines == {"aa": {"2027-01", "2027-02", "2027-03"}, "bb": {"2027-03"}}


def test_a_later_page_with_one_visit_more_is_a_small_step() -> None:
    pages = [f"¶Onderwerp | ¶2027 |\nWoning | {count} |" for count in (4, 5)]
    readings = [Reading(date(2028, 1, day), {"/": page}) for day, page in enumerate(pages, 1)]

    assert attack.small_steps(readings, ["Woning"], 3) == [(("2027", "Woning"), 5)]
