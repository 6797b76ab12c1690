"""Dates as people and programs write them, and what a tenancy makes of three of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.tenant_cases import TODAY, make_csv, read, read_row, read_tenant
from visits.domain.month import same_day
from visits.formats.tenant import NeedsMapping, read_tenants
from visits.formats.tenant.date import read_day

MARCH = date(1971, 3, 1)
SHAPES = [
    "{d}-{m}-{y}",
    "{d:02}/{m:02}/{y}",
    "{d:02}.{m:02}.{y}",
    "{d:02} {m:02} {y}",
    "{y}-{m:02}-{d:02}",
    "{y}-{m:02}-{d:02}T00:00:00",
    "{d:02}-{m:02}-{y} 00:00",
    "{y}{m:02}{d:02}",
]


@given(st.dates(date(1910, 1, 1), TODAY), st.sampled_from(SHAPES))
def test_a_day_comes_back_from_every_way_of_writing_it(day: date, shape: str) -> None:
    written = shape.format(d=day.day, m=day.month, y=day.year)

    found = read_day(written, TODAY)

    assert found == (day, (), False)


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_a_day_number_of_excel_is_the_day_that_excel_shows(day: date) -> None:
    number = (day - date(1899, 12, 30)).days

    found = read_day(str(number), TODAY)

    assert (found.value, found.doubts) == (day, ("date_from_serial",))


@given(st.text(max_size=12))
def test_any_text_is_a_day_a_blank_or_a_fault(text: str) -> None:
    found = read_day(text, TODAY)

    assert not (found.faulty and found.value)


@pytest.mark.parametrize(
    ("written", "day", "doubts"),
    [
        ("1 maart 1971", MARCH, ()),
        ("1-mrt-1971", MARCH, ()),
        ("1 March 1971", MARCH, ()),
        ("1 maart, 1971", MARCH, ()),
        ("maandag 1 maart 1971", MARCH, ()),
        ("01\u201303\u20131971", MARCH, ()),  # dashes of a word processor
        ("1-03-'71", MARCH, ("date_two_digit_year",)),
        ("mrt-71", MARCH, ("date_day_missing", "date_two_digit_year")),
        ("1971/03", MARCH, ("date_day_missing",)),
        ("9600", date(1926, 4, 13), ("date_from_serial",)),  # no plausible year
        ("maart 1971", MARCH, ("date_day_missing",)),
        ("3-1971", MARCH, ("date_day_missing",)),
        ("1971", date(1971, 1, 1), ("date_year_only",)),  # a year, not day 1971 of Excel
        ("25993,0", MARCH, ("date_from_serial",)),
        ("01-03-71", MARCH, ("date_two_digit_year",)),
        ("01-03-30", date(1930, 3, 1), ("date_two_digit_year",)),  # Dynamics: from 30 on 19yy
        ("01-03-09", date(2009, 3, 1), ("date_two_digit_year",)),
        ("01-03-29", date(1929, 3, 1), ("date_two_digit_year",)),  # 2029 is ahead
        ("15-01-26", TODAY, ("date_two_digit_year",)),  # today is not ahead
        ("16-01-26", date(1926, 1, 16), ("date_two_digit_year",)),  # tomorrow is
    ],
)
def test_a_day_that_was_guessed_is_said_to_be(
    written: str, day: date, doubts: tuple[str, ...]
) -> None:
    found = read_day(written, TODAY)

    assert (found.value, found.doubts) == (day, doubts)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "00-00-0000",
        "0",
        "-",
        "n.v.t.",
        "01-01-1753",
        "30-12-1899",
        "01-01-1900",
        "31-12-9999",
        "2958465",
    ],
)
def test_a_date_that_says_there_is_none_is_blank(written: str) -> None:
    assert read_day(written, TODAY) == (None, (), False)


@pytest.mark.parametrize(
    "written",
    [
        "03/25/1971",  # American order is not guessed
        "31-02-1971",
        "29-02-1971",  # no leap year
        "01-03-971",
        "00-00-1971",
        "01031971",  # eight digits begin with the year
        "onbekend",
        "99999",  # beyond any day of Excel that we know
    ],
)
def test_what_is_no_day_is_a_fault(written: str) -> None:
    assert read_day(written, TODAY).faulty


def test_the_end_of_a_contract_may_lie_ahead_with_two_digits() -> None:
    assert read_day("31-12-27", TODAY, may_be_ahead=True).value == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("dates", "start", "since", "codes"),
    [
        (("01-09-2019", "15-04-1968"), "2019-09-01", "1968-04-15", ()),  # moved, or a widow
        (("01-03-1971", "01-01-1998"), "1971-03-01", "1971-03-01", ("since_after_start",)),
        (("01-03-1971", "??"), "1971-03-01", "1971-03-01", ("invalid_since_ignored",)),
        (("01-03-1971", "01-01-2027"), "1971-03-01", "1971-03-01", ("invalid_since_ignored",)),
        (("", "01-06-1968"), "1968-06-01", "1968-06-01", ("tenancy_start_from_since",)),
        (("15-01-1946", ""), "1946-01-15", "1946-01-15", ()),  # 80 years to the day
        (("14-01-1946", ""), "1946-01-14", "1946-01-14", ("tenure_over_80_years",)),
    ],
)
def test_the_earliest_day_counts(
    dates: tuple[str, str], start: str, since: str, codes: tuple[str, ...]
) -> None:
    change = {"tenancy_start": dates[0], "tenant_since": dates[1]}

    tenant = read_tenant(**change)

    assert (tenant.tenancy_start.isoformat(), tenant.tenant_since.isoformat()) == (start, since)
    assert read_row(**change).codes == codes


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tenancy_start": ""}, "missing_tenancy_start"),
        ({"tenancy_start": "", "tenant_since": "??"}, "missing_tenancy_start"),
        ({"tenancy_start": "onbekend"}, "invalid_date"),
        ({"tenancy_end": "onbekend"}, "invalid_date"),  # running or not, nobody knows
        ({"tenancy_start": "14-01-1926"}, "implausible_date"),  # a day over 100 years
        ({"tenancy_end": "28-02-1971"}, "end_before_start"),
        ({"tenancy_end": "14-01-2026"}, "ended"),  # yesterday
        ({"tenancy_end": "15-01-2026"}, "ending"),  # today
        ({"tenancy_start": "16-01-2026"}, "not_started"),
        ({"lease_status": "VOO"}, "not_started"),  # VERA: being prepared
        ({"lease_status": "goe"}, "not_started"),
    ],
)
def test_a_contract_that_does_not_run_is_no_tenant(change: dict[str, str], code: str) -> None:
    assert read_row(**change).codes == (code,)


@pytest.mark.parametrize(
    "end", ["31-12-9999", "31-12-2999", "9999", "2958465", "401768", "01-01-1900", "01-01-1753"]
)
def test_an_open_end_is_no_end(end: str) -> None:
    assert read_row(tenancy_end=end).outcome == "accepted"


def test_a_hundred_years_before_a_leap_day_is_the_day_before_march() -> None:
    assert same_day(date(2000, 2, 29), -100) == date(1900, 2, 28)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-05-31T22:00:00Z", "2020-06-01"),  # midnight here, in summer
        ("2020-05-31T21:59:59Z", "2020-05-31"),
        ("1984-02-29T23:00:00Z", "1984-03-01"),  # midnight here, in winter
        ("1984-02-29T23:00:00.000+00:00", "1984-03-01"),
        ("1984-02-29 23:00:00 UTC", "1984-03-01"),
        ("1984-02-29T23:00Z", "1984-03-01"),
        ("1984-03-01T00:00:00+01:00", "1984-03-01"),  # ours already
        ("1984-03-01T00:00:00+0100", "1984-03-01"),
        ("1984-02-29T18:00:00-05:00", "1984-03-01"),
        ("29-02-1984 23:00:00Z", "1984-03-01"),
        ("1984-02-29T23:00:00", "1984-02-29"),  # no zone: as it stands
        ("29-02-1984 23:00", "1984-02-29"),
    ],
)
def test_a_moment_elsewhere_is_the_day_that_it_was_here(written: str, day: str) -> None:
    assert read_day(written, TODAY) == (date.fromisoformat(day), (), False)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_moment_that_says_there_is_none_is_blank(written: str) -> None:
    assert read_day(written, TODAY).value is None
    assert not read_day(written, TODAY).faulty


@pytest.mark.parametrize("written", ["1984-02-29T25:00:00Z", "1984-02-29T23:00:00+99:00"])
def test_a_moment_that_does_not_exist_is_a_fault(written: str) -> None:
    assert read_day(written, TODAY).faulty


AMERICAN = [{"tenancy_start": day} for day in ("03/25/1971", "03/04/1984", "12-31-1999")]


def test_a_list_in_which_dates_have_the_month_first_is_asked_about() -> None:
    data = make_csv({}, *AMERICAN, {"tenancy_start": "05-06-1990"})

    with pytest.raises(NeedsMapping) as asked:
        read(data)

    (problem,) = asked.value.columns.problems
    assert problem.code == "date_order"
    assert problem.options == (("day_first", "03/25/1971"), ("month_first", "03/25/1971"))


def test_the_answer_counts_for_the_list_as_a_whole() -> None:
    data = make_csv(*AMERICAN)

    months, days = (
        read_tenants(data, file_name="x", today=TODAY, answers={"date_order": order})
        for order in ("month_first", "day_first")
    )

    starts = [tenant.tenancy_start for tenant in months.tenants]
    assert starts == [date(1971, 3, 25), date(1984, 3, 4), date(1999, 12, 31)]
    assert [row.codes for row in days.rows] == [("invalid_date",), (), ("invalid_date",)]


def test_one_typing_error_among_many_days_is_no_reason_to_ask() -> None:
    days = [{"tenancy_start": f"{day}-03-1984"} for day in range(13, 31)]

    assert read(make_csv(*days, AMERICAN[0])).rows[-1].codes == ("invalid_date",)


def test_an_answer_that_is_none_is_asked_again() -> None:
    with pytest.raises(NeedsMapping):
        read_tenants(make_csv(*AMERICAN), file_name="x", today=TODAY, answers={"date_order": "x"})
