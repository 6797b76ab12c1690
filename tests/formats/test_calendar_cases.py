"""Calendar files and mails as people met them: each is read as it is meant."""

import json
from datetime import datetime
from typing import Any

import pytest

from tests.formats.calendar_cases import SAMPLES
from visits.formats.ical import read_answer, read_busy

CASES = SAMPLES / "cases"
EXPECTED: dict[str, Any] = json.loads((CASES / "expected.json").read_text())
FILES: dict[str, Any] = EXPECTED["files"]
ASIDE = {"note", "source"}


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("answers/")])
def test_an_answer_of_a_known_kind_is_read_or_put_before_a_person(name: str) -> None:
    want = {key: value for key, value in FILES[name].items() if key not in ASIDE}

    decision = read_answer((CASES / name).read_bytes(), EXPECTED["state"])

    assert {key: decision[key] for key in want} == want


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("busy/")])
def test_a_busy_calendar_of_a_known_kind_gives_its_hours(name: str) -> None:
    first, last = map(datetime.fromisoformat, EXPECTED["window"])
    want = {key: value for key, value in FILES[name].items() if key not in ASIDE}

    decision = read_busy(
        (CASES / name).read_bytes(),
        window=(first, last),
        zone=EXPECTED["zone"],
        owner=EXPECTED["owner"],
    )

    assert {key: decision[key] for key in want} == want
