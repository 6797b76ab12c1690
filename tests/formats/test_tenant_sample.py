"""The samples are read row for row and tenant for tenant as the files beside them say."""

import json
from typing import Any

import pytest

from tests.formats.tenant_cases import SAMPLES, TODAY, report
from visits.formats.tenant import read_tenants


def expected_of(name: str) -> dict[str, Any]:
    """Give what a sample should become, without the remarks for people."""
    expected: dict[str, Any] = json.loads((SAMPLES / f"{name}.expected.json").read_text("utf-8"))
    for row in expected["rows"]:
        row.pop("case", None)
        row.pop("nl", None)
        row["codes"] = sorted(row["codes"])
    return expected


def report_of(name: str) -> dict[str, Any]:
    """Give what a sample becomes."""
    data = (SAMPLES / name).read_bytes()
    return report(read_tenants(data, file_name=name, today=TODAY))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("clean.csv", {"total": 201, "of_several": []}),
        ("messy.csv", {"total": 265, "of_several": [[209, 209, 210]]}),
    ],
)
def test_a_sample_is_read_as_the_file_beside_it_says(name: str, lines: dict[str, Any]) -> None:
    expected = expected_of(name)

    found = report_of(name)

    assert found == expected | {"lines": lines}


def test_a_workbook_is_read_as_the_same_list_in_csv() -> None:
    expected = expected_of("clean.csv")

    found = report_of("clean.xlsx")

    # A workbook has sheets, and no delimiter and no encoding.
    sheets = [{"name": "Huurders", "rows": 201, "read": True}]
    own = {"file": "clean.xlsx", "delimiter": None, "encoding": None, "sheets": sheets}
    assert found == expected | own


def test_nothing_of_a_forbidden_column_is_in_what_comes_of_a_file() -> None:
    found = json.dumps(report_of("messy.csv"), ensure_ascii=False)

    for secret in ("999902040", "12-05-1939", "Huurschuld", "slecht ter been"):
        assert secret not in found


def test_a_report_can_be_kept_as_json() -> None:
    found = report_of("messy.csv")

    assert json.loads(json.dumps(found)) == found
