"""The checker of records: it accepts what was drawn, and says in a sentence what was changed."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visits import verify
from visits.domain import draw as lottery
from visits.verify import Unreadable

SAMPLE = Path(__file__).parent / "data" / "draw"
CODE = "e1bb8d2e21942cf7"
Record = dict[str, Any]


class Handed:
    """The files of a draw as somebody hands them over, perhaps after changing them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record: Record = json.loads((folder / "record.json").read_text("utf-8"))
        lines = (folder / "earlier.jsonl").read_text("utf-8").splitlines()
        self.earlier: list[Record] = [json.loads(line) for line in lines]
        self.list = (folder / "list.tsv").read_text("utf-8").splitlines()
        self.anchor = (folder / "anchor.txt").read_text("ascii")

    def write(self) -> Path:
        """Write the files as they are now."""
        (self.folder / "record.json").write_text(json.dumps(self.record), "utf-8")
        lines = "".join(json.dumps(one) + "\n" for one in self.earlier)
        (self.folder / "earlier.jsonl").write_text(lines, "utf-8")
        (self.folder / "list.tsv").write_text("".join(f"{row}\n" for row in self.list), "utf-8")
        (self.folder / "anchor.txt").write_text(self.anchor, "ascii")
        return self.folder

    def replaced(self, old: str, new: str) -> None:
        """Replace a row of the list."""
        self.list[self.list.index(old)] = new


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    """A copy of the sample."""
    shutil.copytree(SAMPLE, tmp_path / "draw")
    return Handed(tmp_path / "draw")


def said(folder: Path, code: str | None = None) -> list[str]:
    """Give what the checker finds."""
    return [str(finding) for finding in verify.verify(folder, code).findings]


def test_the_sample_holds_with_its_code() -> None:
    result = verify.verify(SAMPLE, "e1bb 8d2e 2194 2cf7")

    assert result.findings == []
    assert result.code.startswith(CODE)


def test_a_list_in_another_order_is_the_same_list(handed: Handed) -> None:
    handed.list.sort(key=lambda row: row[::-1])

    assert said(handed.write()) == []


def swap(values: list[Any], one: int = 0, other: int = 1) -> None:
    """Let two values change places."""
    values[one], values[other] = values[other], values[one]


TAMPERINGS: dict[str, Callable[[Handed], object]] = {
    "another rule": lambda h: h.record.update(algorithm="loting/2"),
    "another number": lambda h: h.record.update(number=15),
    "a number that is a truth value": lambda h: h.earlier[0].update(number=True),
    "another month": lambda h: h.record.update(period="2027-03"),
    "years counted on another day": lambda h: h.record["rules"].update(reference_date="2027-02-02"),
    "a rule that is a fraction": lambda h: h.record["rules"].update(min_years=20.5),
    "another anchor": lambda h: h.record.update(anchor="0" * 64),
    "another anchor in the minutes": lambda h: setattr(h, "anchor", "0" * 64),
    "a seed that was chosen": lambda h: h.record.update(seed="0" * 64),
    "the seed of another draw": lambda h: h.record.update(seed=h.earlier[-1]["seed"]),
    "a seed in capitals": lambda h: h.record.update(seed=h.record["seed"].upper()),
    "another hash of the list": lambda h: h.record.update(list_sha256="0" * 64),
    "somebody left off the list": lambda h: h.list.pop(),
    "somebody added to the list": lambda h: h.list.append("H999999\tOverdie\t1"),
    "somebody twice on the list": lambda h: h.list.append(h.list[0]),
    "a tenant in another district": lambda h: h.replaced(
        "H100000\tOverdie\t1", "H100000\tDaalmeer\t1"
    ),
    "a tenant with two lots": lambda h: h.replaced("H100000\tOverdie\t1", "H100000\tOverdie\t2"),
    "more lots for a district": lambda h: h.record["lots"].update(Overdie=165),
    "a district that is not there": lambda h: h.record["lots"].update(Nergens=1),
    "a visit elsewhere": lambda h: h.record["counted"].__setitem__(0, "Oudorp"),
    "a visit that is not counted": lambda h: h.record["counted"].__setitem__(0, None),
    "a visit too few": lambda h: h.record["counted"].pop(),
    "a balance of one more": lambda h: h.record["balance"].update(Overdie=-361010298),
    "a district that may not take part": lambda h: h.record["allowed"].append("Overdie"),
    "a district that may take part": lambda h: h.record["allowed"].pop(),
    "districts in another order": lambda h: swap(h.record["allowed"]),
    "two lots that change places": lambda h: swap(h.record["order"]),
    "a lot that is skipped": lambda h: h.record["order"].pop(0),
    "an order that is too short": lambda h: h.record["order"].pop(),
    "an order with a stranger": lambda h: h.record["order"].__setitem__(24, "H999999"),
    "another record before it": lambda h: h.record.update(previous="0" * 64),
    "no record before it": lambda h: h.record.update(previous=""),
    "an earlier rule": lambda h: h.earlier[3]["rules"].update(min_years=10),
    "an earlier order": lambda h: swap(h.earlier[3]["order"], 5, 6),
    "an earlier record left out": lambda h: h.earlier.pop(5),
    "earlier records that change places": lambda h: swap(h.earlier, 5, 6),
    "a winner who was not invited": lambda h: h.record["invitations"].pop(0),
    "somebody else invited": lambda h: h.record["invitations"][1].update(tenant="H100411"),
    "a next lot without an outcome": lambda h: h.record["invitations"][0].update(outcome="invited"),
    "an outcome that does not exist": lambda h: h.record["invitations"][1].update(outcome="ill"),
    "a no after which nobody was called": lambda h: h.record["invitations"].pop(),
    "somebody else invited earlier": lambda h: h.earlier[0]["invitations"][0].update(
        tenant="H100469"
    ),
    "no invitations": lambda h: h.record.pop("invitations"),
    "a field that is gone": lambda h: h.record.pop("balance"),
    "a code in a record that was not deleted": lambda h: h.record.update(control_code="0" * 64),
    "a day of deletion and an order": lambda h: h.record.update(deleted_on="2029-03-01"),
    "an order that was deleted too early": lambda h: h.earlier[0].update(
        order=[], deleted_on="2026-06-01", control_code=h.earlier[1]["previous"]
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_changed_afterwards_is_refused_in_a_sentence(
    handed: Handed, tampering: str
) -> None:
    TAMPERINGS[tampering](handed)

    found = said(handed.write())

    assert found
    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in found)


def test_a_rule_of_the_last_draw_shows_in_its_code(handed: Handed) -> None:
    handed.record["rules"]["min_years"] = 10

    assert said(handed.write(), CODE)
    assert said(SAMPLE, CODE) == []


def test_somebody_who_leaves_a_name_out_and_draws_again_is_found(handed: Handed) -> None:
    winner = handed.record["order"][0]
    handed.list = [row for row in handed.list if not row.startswith(winner)]
    pool = {one: (where, int(lots)) for one, where, lots in (r.split("\t") for r in handed.list)}
    earlier = list(
        zip((one["lots"] for one in handed.earlier), handed.record["counted"], strict=True)
    )
    month = lottery.Month("2027-02", handed.record["rules"], earlier, handed.record["previous"])
    again = lottery.draw_again(bytes.fromhex(handed.record["seed"]), handed.anchor, pool, month)
    handed.record |= {**again.record, "invitations": handed.record["invitations"][1:]}

    without, with_code = said(handed.write()), said(handed.folder, CODE)

    # Without the code nothing shows it: that is why the code goes to the board by mail.
    assert (without, len(with_code)) == ([], 1)


def forget(record: Record, day: str) -> None:
    """Delete list and order of a record, as after two years."""
    record |= {"deleted_on": day, "control_code": verify.code_of(record), "order": []}
    record["invitations"] = [{**one, "tenant": None} for one in record["invitations"]]


def test_a_record_without_its_list_holds_while_the_chain_does(handed: Handed) -> None:
    for record in (*handed.earlier, handed.record):
        forget(record, "2029-02-02")
    folder = handed.write()
    (folder / "list.tsv").unlink()

    result = verify.verify(folder, CODE)

    assert (result.findings, result.deleted_on) == ([], "2029-02-02")


def test_a_deleted_order_does_not_hide_a_change_elsewhere(handed: Handed) -> None:
    forget(handed.earlier[0], "2029-02-02")
    handed.earlier[0]["control_code"] = "0" * 64

    assert said(handed.write())


@pytest.mark.parametrize("code", [None, "", 5, "0" * 63, "geen code"])
def test_a_deleted_record_states_a_whole_code(handed: Handed, code: object) -> None:
    for record in (*handed.earlier, handed.record):
        forget(record, "2029-02-02")
    handed.record["control_code"] = code
    folder = handed.write()
    (folder / "list.tsv").unlink()

    assert said(folder)


@pytest.mark.parametrize(
    "typed",
    [
        "e1bb 8d2e 2194 2cf7",
        "E1BB8D2E21942CF7",
        "e1bb-8d2e\u00a02194 2cf7.",
        " e1bb8d2e_21942cf7\n",
    ],
)
def test_a_code_may_be_typed_in_any_groups(typed: str) -> None:
    result = verify.verify(SAMPLE, typed)

    assert (result.findings, result.compared) == ([], True)


@pytest.mark.parametrize(
    "typed", ["", " ", "e", "e1bb 8d2e 2194 2cf", "geen code van zestien", "0" * 65]
)
def test_what_is_no_whole_code_is_not_compared_by_half(typed: str) -> None:
    with pytest.raises(Unreadable, match="sixteen"):
        verify.verify(SAMPLE, typed)


def test_without_a_code_the_checker_says_that_none_was_compared() -> None:
    assert not verify.verify(SAMPLE).compared


def test_a_list_that_is_missing_is_no_deleted_list(handed: Handed) -> None:
    handed.record["deleted_on"] = "2027-05-01"
    folder = handed.write()
    (folder / "list.tsv").unlink()

    assert said(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("record.json", None),  # not there
        ("record.json", b"{"),  # broken off
        ("record.json", b"[]"),  # no record
        ("record.json", b'{"number": 1, "number": 2}'),  # a name that stands there twice
        ("record.json", b"[" * 100_000),  # too deep for any reader
        ("record.json", b'{"number": ' + b"9" * 5000 + b"}"),  # a number nobody writes
        ("earlier.jsonl", b"{}\nx\n"),  # a line that is none
        ("earlier.jsonl", None),
        ("list.tsv", None),
        ("list.tsv", b"\xff\xfe"),  # not UTF-8
        ("anchor.txt", None),
    ],
)
def test_what_cannot_be_read_is_not_judged(
    handed: Handed, name: str, content: bytes | None
) -> None:
    path = handed.folder / name
    path.unlink() if content is None else path.write_bytes(content)

    with pytest.raises(Unreadable):
        verify.verify(handed.folder)


def test_the_file_runs_by_itself_and_ends_with_its_status(handed: Handed) -> None:
    def status() -> int:
        command = [sys.executable, verify.__file__, str(handed.folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    fine = status()
    handed.record["seed"] = "0" * 64
    handed.write()
    changed = status()
    (handed.folder / "record.json").write_text("x")

    assert (fine, changed, status()) == (0, 1, 2)


def test_the_checker_shares_nothing_with_the_app() -> None:
    tree = ast.parse(Path(verify.__file__).read_text())
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }

    assert {str(name).partition(".")[0] for name in modules} <= sys.stdlib_module_names


def test_the_command_needs_nothing_of_the_app() -> None:
    """Whoever checks a draw waits for no tables, and trusts no code of the app but the checker."""
    look = "import sys; from visits.cli import find; find('verify'); print(*sorted(sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )

    assert {"flask", "sqlalchemy", "pydantic"}.isdisjoint(loaded.stdout.split())
    assert "visits.verify" in loaded.stdout.split()
