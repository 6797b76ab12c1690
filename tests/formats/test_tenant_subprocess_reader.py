"""A file is read in a process of its own: the same answers, and nothing of it anywhere else."""

import json
from io import StringIO
from itertools import chain
from typing import Any

import pytest

from tests.formats.tenant_cases import SAMPLES, TODAY, make_csv, make_rows, make_sheet, report
from visits.formats import tenant as files
from visits.formats.tenant import Bound, FileRefused, Limits, NeedsMapping, Reading, read_apart


def read(data: bytes, **more: Any) -> Reading:
    """Read a file apart on the day of the tests."""
    return read_apart(data, file_name="messy.csv", today=TODAY, **more)


def whole(reading: Reading) -> dict[str, Any]:
    """Give the report of a file as its parts tell it."""
    out = StringIO()
    for _ in files.reported(reading.head, reading.parts, out):
        pass
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_a_file_that_is_read_apart_gives_the_same_report() -> None:
    data = (SAMPLES / "messy.csv").read_bytes()

    apart = whole(read(data))

    near = report(files.read_tenants(data, file_name="messy.csv", today=TODAY))
    assert apart == near
    assert list(apart) == list(near)


def test_a_row_that_was_rejected_says_its_number_unless_it_may_be_a_bsn() -> None:
    bad = {"postcode": "fout"}
    reading = read(make_csv(bad, {"external_id": "999990019"}, {}))

    given = [row["given"] for part in reading.parts for row in part.get("rows", [])]

    assert given == ["T1", None, None]


def test_progress_is_told_while_rows_are_read() -> None:
    seen: list[int] = []

    read(make_csv(*[{}] * 2500), seen=seen.append)

    assert seen == [1000, 2000]


def test_whoever_stops_listening_ends_the_reading() -> None:
    class Stopped(Exception):
        pass

    def stop(_rows: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        read(make_csv(*[{}] * 2500), seen=stop)


@pytest.mark.parametrize(
    ("limits", "bound", "most"),
    [
        (Limits(size=100), Bound.BYTES, 100),
        (Limits(rows=2), Bound.ROWS, 2),
        (Limits(columns=10), Bound.COLUMNS, 10),
    ],
)
def test_a_file_over_a_bound_is_refused_with_that_bound(
    limits: Limits, bound: Bound, most: int
) -> None:
    with pytest.raises(FileRefused) as refused:
        read(make_csv({}, {}, {}), limits=limits)

    assert (refused.value.bound, refused.value.most) == (bound, most)


def test_what_must_be_asked_comes_with_the_header() -> None:
    with pytest.raises(NeedsMapping) as asked:
        read(make_csv({}).replace(b"Buurt", b"Naam"))

    columns = asked.value.columns
    assert columns.problems[0].headers == ("Achternaam", "Naam")
    assert {column.header for column in columns.columns} >= {"Achternaam", "Postcode"}


def test_a_mapping_that_was_chosen_before_counts_for_the_same_header_only() -> None:
    data = make_csv({}).replace(b"Buurt", b"Naam")
    with pytest.raises(NeedsMapping) as asked:
        read(data)
    columns = asked.value.columns
    chosen = {one.index: one.field for one in columns.columns if one.header != "Naam"}
    chosen[next(one.index for one in columns.columns if one.header == "Naam")] = None

    reading = read(data, known={columns.signature: chosen, "other": {0: None}})

    tenants = chain.from_iterable(part.get("tenants", []) for part in reading.parts)
    assert [tenant["surname"] for tenant in tenants] == ["Bos"]


def test_a_reader_that_is_ended_by_the_system_refuses_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")

    with pytest.raises(FileRefused, match="too_large"):
        read(make_csv({}))


def test_many_who_begin_on_one_day_are_worth_a_look() -> None:
    converted = [{"tenancy_start": "01-01-2004"}] * 20
    others = [{"tenancy_start": f"{day}-03-1985"} for day in range(1, 28)]

    reading = read(make_sheet(make_rows(*converted, *others)))

    assert reading.notices == [{"code": "conversion_date", "day": "2004-01-01", "count": 20}]
    assert reading.head["warnings"] == ["conversion_date"]


def test_a_list_in_which_everybody_begins_on_another_day_is_not() -> None:
    assert read((SAMPLES / "clean.xlsx").read_bytes()).notices == []
