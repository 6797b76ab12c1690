"""Checks the record of a draw (`loting/1`) with nothing but Python's standard library.

This file shares no line with the rest of the app, so that a fault there cannot hide here. It can
be copied elsewhere and run by itself: `python verify.py DIR [CODE]`, where DIR holds `record.json`,
`list.tsv`, `earlier.jsonl` and `anchor.txt`. It ends with status 0 when everything holds, 1 when
something does not, 2 when the files cannot be read.
"""

import hashlib
import hmac
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UNIT = 1_000_000_000
KEPT_MONTHS = 24
HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
CODE = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
LOTS = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])", re.ASCII)
DAY = re.compile(r"(20[0-9]{2}-(?:0[1-9]|1[0-2]))-[0-9]{2}", re.ASCII)
SEALED = (
    "algorithm number period rules anchor seed list_sha256 lots counted balance allowed order "
    "previous"
).split()
NEXT = {"declined", "not_now", "no_reply", "not_eligible"}
BESIDE = ("deleted_on", "control_code")
LAST = {"invited", "accepted", "visited", "lapsed"}

Record = dict[str, Any]


def _(text: str) -> str:
    """Mark a sentence, so that the app can say it in another language."""
    return text


class Unreadable(Exception):
    """The files are not those of a draw; `sentence` and `values` say why."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True)
class Finding:
    """Something that does not hold, in a sentence with its holes."""

    sentence: str
    values: dict[str, object]

    def __str__(self) -> str:
        return self.sentence % self.values


@dataclass(frozen=True)
class Files:
    """What was handed over, as it was read."""

    record: Record
    earlier: list[Record]
    anchor: str
    listed: bytes | None


@dataclass(frozen=True)
class Result:
    """What came out: everything that does not hold, and what is known of the draw."""

    period: str
    code: str
    deleted_on: str = ""
    compared: bool = False
    findings: list[Finding] = field(default_factory=list)


def verify(folder: Path, code: str | None = None) -> Result:
    """Check the files of a draw; Unreadable when they are not there or not what they should be.

    `code` is the control code as it stands in the mail or on paper: its first sixteen characters or
    more, in whatever groups somebody typed them.
    """
    if code is not None:
        code = whole_code(code)
    files = read(folder)
    findings = [Finding(sentence, values) for sentence, values in faults(files, code)]
    record = files.record
    deleted_on = "" if files.listed is not None else str(record.get("deleted_on", ""))
    compared = code is not None
    return Result(str(record.get("period")), code_of(record), deleted_on, compared, findings)


def whole_code(typed: str) -> str:
    """Give a code that was typed; a shorter one could be met by chance, so that is refused."""
    code = re.sub(r"[\W_]", "", typed).lower()
    if not CODE.fullmatch(code):
        raise Unreadable(
            _("“%(code)s” is no control code: that has sixteen characters, 0-9 and a-f."),
            code=typed,
        )
    return code


def read(folder: Path) -> Files:
    """Read the files of a draw."""
    record = parsed(text_of(folder, "record.json"), "record.json")
    lines = text_of(folder, "earlier.jsonl").split("\n")
    earlier = [parsed(line, "earlier.jsonl") for line in lines if line.strip()]
    anchor = text_of(folder, "anchor.txt").strip()
    path = folder / "list.tsv"
    if "deleted_on" in record and not path.exists():
        return Files(record, earlier, anchor, None)
    text_of(folder, "list.tsv")
    return Files(record, earlier, anchor, path.read_bytes())


def text_of(folder: Path, name: str) -> str:
    """Give the text of a file."""
    try:
        return (folder / name).read_bytes().decode("utf-8")
    except OSError:
        raise Unreadable(_("The file %(file)s cannot be opened."), file=name) from None
    except UnicodeDecodeError:
        raise Unreadable(_("The file %(file)s is not text in UTF-8."), file=name) from None


class Twice(Exception):
    """A name stands twice in one record, so that two readers may read two things."""


def once(pairs: list[tuple[str, Any]]) -> Record:
    """Give the fields of a record; Twice when one stands there twice."""
    record: Record = {}
    for name, value in pairs:
        if name in record:
            raise Twice(name)
        record[name] = value
    return record


def parsed(text: str, name: str) -> Record:
    """Give the record that a text holds."""
    try:
        value = json.loads(text, object_pairs_hook=once)
    except Twice as wrong:
        raise Unreadable(
            _("The file %(file)s holds “%(name)s” twice."), file=name, name=str(wrong)
        ) from None
    except (ValueError, RecursionError):
        raise Unreadable(_("The file %(file)s is not JSON."), file=name) from None
    if not isinstance(value, dict):
        raise Unreadable(_("The file %(file)s does not hold a record."), file=name)
    return value


Faults = Iterator[tuple[str, dict[str, object]]]


def faults(files: Files, code: str | None) -> Faults:
    """Give everything that does not hold, each with its sentence."""
    records = [*files.earlier, files.record]
    misshapen = [
        (_("Draw %(number)s: the field “%(field)s” is missing or is not what it should be."),
         {"number": place, "field": name})
        for place, record in enumerate(records, start=1)
        for name in (*SEALED, *BESIDE)
        if not has_shape(record, name)
    ]  # fmt: skip
    if misshapen:
        yield from misshapen
        return
    yield from chain_faults(files.anchor, records)
    for place, record in enumerate(records):
        for sentence in rule_faults(record, records[:place]):
            yield sentence, {"number": place + 1}
    orders = [record["order"] for record in records]
    if files.listed is not None:
        order = order_of_list(files.record, files.listed)
        if isinstance(order, str):
            yield order, {}
        else:
            orders[-1] = order
    elif not is_deleted(files.record):
        yield _("The list is missing, while it is not two years old."), {}
    for place, record in enumerate(records):
        for sentence in invitation_faults(record, orders[place]):
            yield sentence, {"number": place + 1}
    if code and not code_of(files.record).startswith(code):
        yield _("The control code is not the one that was sent: the record was changed."), {}


def has_shape(record: Record, name: str) -> bool:
    """Say whether a field is there and of its kind; a truth value is no number."""
    value = record.get(name)
    if name in BESIDE:
        return is_beside(record, name)
    if name == "number":
        return is_count(value)
    if name in {"lots", "balance"}:
        return isinstance(value, dict) and all(type(number) is int for number in value.values())
    if name == "rules":
        return isinstance(value, dict) and all(type(v) in {int, str, bool} for v in value.values())
    if name in {"allowed", "order"}:
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    if name == "counted":
        return isinstance(value, list) and all(v is None or isinstance(v, str) for v in value)
    if name in {"anchor", "seed", "list_sha256"}:
        return isinstance(value, str) and bool(HEX.fullmatch(value))
    return isinstance(value, str)


def is_beside(record: Record, name: str) -> bool:
    """Say whether what is told of a deletion can be: its day, and the code that was then counted.

    A record that still has its order was not deleted, and its code can be counted again.
    """
    value = record.get(name)
    if is_deleted(record):
        kind = HEX if name == "control_code" else DAY
        return isinstance(value, str) and bool(kind.fullmatch(value))
    return value is None or (name == "control_code" and value == code_of(record))


def is_count(value: object) -> bool:
    """Say whether a value is a number of a draw."""
    return type(value) is int and 1 <= value <= 1200


def chain_faults(anchor: str, records: list[Record]) -> Faults:
    """Check that the seeds lead to the anchor, and that each record seals the one before it."""
    if anchor != records[-1]["anchor"]:
        yield _("The anchor in the record is not the anchor in the minutes."), {}
    previous = ""
    for number, record in enumerate(records, start=1):
        here: dict[str, object] = {"number": number}
        if record["number"] != number:
            yield _("Draw %(number)s is missing, or stands in another place."), here
        if record["anchor"] != records[-1]["anchor"]:
            yield _("Draw %(number)s: the anchor is another one."), here
        if hashed(bytes.fromhex(record["seed"]), number) != record["anchor"]:
            yield _("Draw %(number)s: the seed does not lead to the anchor."), here
        if record["previous"] != previous:
            yield (
                _("Draw %(number)s does not seal the draw before it: one of them was changed."),
                here,
            )
        if number > 1 and record["period"] <= records[number - 2]["period"]:
            yield _("Draw %(number)s is of a month before the last draw."), here
        previous = code_of(record)


def hashed(value: bytes, times: int) -> str:
    """Give SHA-256 applied so many times, in hexadecimal."""
    for _turn in range(times):
        value = hashlib.sha256(value).digest()
    return value.hex()


def code_of(record: Record) -> str:
    """Give the control code of a record; of one whose order was deleted, the code it states."""
    if is_deleted(record):
        return str(record.get("control_code", ""))  # nobody can count it again
    sealed = {name: record.get(name) for name in SEALED}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_deleted(record: Record) -> bool:
    """Say whether list and order were deleted, which may be done after two years."""
    match = DAY.fullmatch(str(record.get("deleted_on", "")))
    period = str(record.get("period", ""))
    if not match or not MONTH.fullmatch(period) or record.get("order") != []:
        return False
    months = [int(text[:4]) * 12 + int(text[5:]) for text in (period, match[1])]
    return months[1] - months[0] >= KEPT_MONTHS


def rule_faults(record: Record, before: list[Record]) -> Iterator[str]:
    """Check what a record says against the rule and the draws before it."""
    period, lots, counted = record["period"], record["lots"], record["counted"]
    if record["algorithm"] != "loting/1":
        yield _("Draw %(number)s: it was drawn by another rule than loting/1.")
    if not MONTH.fullmatch(period):
        yield _("Draw %(number)s: its month is not written as a month.")
    if record["rules"].get("reference_date", f"{period}-01") != f"{period}-01":
        yield _("Draw %(number)s: the years were not counted on the first day of the month.")
    if not lots or min(lots.values()) < 1:
        yield _("Draw %(number)s: a district without lots is in it.")
        return
    if len(counted) != len(before) or any(
        district is not None and district not in one["lots"]
        for district, one in zip(counted, before, strict=False)
    ):
        yield _("Draw %(number)s: the visits that it counts are not those of the draws before.")
        return
    balance = balance_of(lots, counted, before)
    if record["balance"] != balance:
        yield _("Draw %(number)s: what the districts are owed was not counted right.")
    if record["allowed"] != allowed_of(lots, balance):
        yield _("Draw %(number)s: other districts should have taken part.")
    order, most = record["order"], min(25, sum(lots.values()))
    if not is_deleted(record) and (len(set(order)) < len(order) or not 0 < len(order) <= most):
        yield _("Draw %(number)s: the order holds a tenant twice, or too many.")


def balance_of(lots: dict[str, int], counted: list[Any], before: list[Record]) -> dict[str, int]:
    """Count what each district is owed of the visits before."""
    owed = dict.fromkeys(lots, 0)
    for then, visited in zip(before, counted, strict=True):
        if visited is not None:
            total = sum(then["lots"].values())
            for name in owed:
                owed[name] += UNIT * then["lots"].get(name, 0) // total
            if visited in owed:
                owed[visited] -= UNIT
    return owed


def allowed_of(lots: dict[str, int], balance: dict[str, int]) -> list[str]:
    """List the districts that may take part."""
    total = sum(lots.values())
    share = {name: UNIT * number // total for name, number in lots.items()}
    due = {name: balance[name] + share[name] for name in lots}
    ok = {name for name in due if due[name] > 0}
    ok = ok or {name for name in due if due[name] == max(due.values())}
    for spare in (0, UNIT // 10):
        for ahead in range(241):
            need = {n: max(0, (due[n] + ahead * share[n] + spare) // UNIT) for n in due}
            if sum(need.values()) > ahead:
                ok = {name for name in ok if need[name] >= 1} or ok
                break
    return sorted(ok)


def invitation_faults(record: Record, order: list[str]) -> Iterator[str]:
    """Check that who was invited, and when the next was, follows from the lots."""
    invited = record.get("invitations")
    if not isinstance(invited, list) or not all(isinstance(one, dict) for one in invited):
        yield _("Draw %(number)s: the invitations are missing.")
        return
    if order and [one.get("tenant") for one in invited][: len(order)] != order[: len(invited)]:
        yield _("Draw %(number)s: somebody else was invited than the order of the lots says.")
    outcomes = [one.get("outcome") for one in invited]
    if not all(isinstance(word, str) and word in NEXT | LAST for word in outcomes):
        yield _("Draw %(number)s: an invitation has an outcome that does not exist.")
    elif not set(outcomes[:-1]) <= NEXT:
        yield _("Draw %(number)s: a next lot was called while the one before it was not over.")
    elif not invited or (outcomes[-1] in NEXT and len(invited) < sum(record["lots"].values())):
        yield _("Draw %(number)s: the next lot was not called, or an invitation is missing.")


def order_of_list(record: Record, listed: bytes) -> list[str] | str:
    """Draw the order of the lots again from the list, or say what does not hold."""
    lines = sorted(line for line in listed.split(b"\n") if line)
    text = b"".join(line + b"\n" for line in lines)
    if hashlib.sha256(text).hexdigest() != record["list_sha256"]:
        return _("The list is not the list that was drawn from.")
    written = text.decode()
    rows = [line.split("\t") for line in written.split("\n")[:-1]]
    if not are_rows(written, rows) or len({row[0] for row in rows}) < len(rows):
        return _("A line of the list is not a tenant, a district and a number of lots.")
    lots: dict[str, int] = {}
    for _tenant, district, number in rows:
        lots[district] = lots.get(district, 0) + int(number)
    if lots != record["lots"]:
        return _("The districts in the record do not have the lots of the list.")
    order = order_of(bytes.fromhex(record["seed"]), rows, set(record["allowed"]))
    if record["order"] != order[:25]:
        return _("The lots give another order than the record says.")
    return order


def are_rows(written: str, rows: list[list[str]]) -> bool:
    """Say whether each line holds a tenant, a district and a number of lots, written as agreed."""
    return (
        unicodedata.is_normalized("NFC", written)
        and all(len(row) == 3 and all(row) for row in rows)
        and all([part.strip() for part in row] == row for row in rows)
        and all(LOTS.fullmatch(number) for number in {row[2] for row in rows})
    )


def order_of(seed: bytes, rows: list[list[str]], allowed: set[str]) -> list[str]:
    """Put the tenants in the order of their lots, those of districts that sat out last."""
    places = []
    for tenant, district, lots in rows:
        lot = min(
            [
                hmac.digest(seed, f"{tenant}#{place}".encode(), "sha256")
                for place in range(1, int(lots) + 1)
            ]
        )
        places.append((district not in allowed, lot, tenant))
    return [tenant for _sits_out, _lot, tenant in sorted(places)]


def main(words: list[str]) -> int:
    """Check a folder, say in sentences what came out, and give the status."""
    try:
        result = verify(Path(*words[:1]), words[1] if len(words) > 1 else None)
    except Unreadable as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    for finding in result.findings:
        sys.stdout.write(f"{finding}\n")
    if not result.findings:
        sys.stdout.write(f"{result.period}: everything holds. Control code {result.code[:16]}\n")
        if not result.compared:
            sys.stdout.write("Lay this code beside the one that was sent: it was not compared.\n")
        if result.deleted_on:
            sys.stdout.write(f"Not replayable: list and order deleted on {result.deleted_on}.\n")
    return 1 if result.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
