"""The files of a draw are those that a checker reads."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from visits.domain.draw import Month, control_code, draw_month
from visits.formats.draw import draw_files

SAMPLE = Path(__file__).parents[1] / "data" / "draw"
SEEN = {"at": "2027-02-01T08:00:00Z", "by": "assistent"}


class Went(StrEnum):
    """An outcome as the rest of the app holds it."""

    VISITED = "visited"


def apart(exported: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Take a record of the sample apart, as the database keeps it."""
    sealed = {field: value for field, value in exported.items() if field != "invitations"}
    return sealed, [one | SEEN for one in exported["invitations"]]


def sample_files() -> dict[str, bytes]:
    """Write the files of the sample again from what they say."""
    record = json.loads((SAMPLE / "record.json").read_text("utf-8"))
    lines = (SAMPLE / "earlier.jsonl").read_text("utf-8").splitlines()
    earlier = [apart(json.loads(line)) for line in lines]
    listed = (SAMPLE / "list.tsv").read_bytes()
    return draw_files(*apart(record), listed, earlier, record["anchor"])


@pytest.mark.parametrize("name", ["record.json", "list.tsv", "earlier.jsonl", "anchor.txt"])
def test_the_files_are_those_of_the_sample_to_the_byte(name: str) -> None:
    assert sample_files()[name] == (SAMPLE / name).read_bytes()


def test_there_is_no_other_file() -> None:
    assert set(sample_files()) == {path.name for path in SAMPLE.iterdir()}


def test_who_took_a_step_and_when_stays_inside() -> None:
    files = sample_files()

    for exported in [files["record.json"], *files["earlier.jsonl"].splitlines()]:
        invitations = json.loads(exported)["invitations"]
        assert all(list(one) == ["tenant", "outcome"] for one in invitations)


def test_the_first_draw_has_no_earlier_ones_and_keeps_its_code() -> None:
    draw = draw_month(bytes(32), {"H1": ("Café", 1)}, Month("2026-01", {"min_years": 25}))
    went = [{"tenant": "H1", "outcome": Went.VISITED}]

    files = draw_files(draw.record, went, draw.listed, [], draw.record["anchor"])

    assert files["earlier.jsonl"] == b""
    assert json.loads(files["record.json"])["invitations"] == went
    assert control_code(json.loads(files["record.json"])) == draw.control_code
