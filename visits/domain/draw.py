"""The monthly draw, algorithm `loting/1`: one lottery in which a district may sit a month out.

- Seeds form a hash chain: the seed of draw k is SHA-256 applied 1200 - k times to the root. The
  anchor, 1200 times, is in the board's minutes before draw 1, so no seed can be chosen later.
- A district's share of a month is its part of all lots. Its balance is the sum of its shares in
  the earlier draws that led to a visit, less the visits it had. A district takes part while it
  is owed something; when the months ahead are full, only those that cannot wait take part.
- A tenant's lot is the lowest HMAC-SHA256(seed, "tenant#j"); the lowest lot is invited first and
  districts that sit out come last, so the order never runs dry.
- Only integers, sorted texts and hashes: anybody can do the draw again from its record.
"""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

ALGORITHM = "loting/1"
UNIT = 10**9
CHAIN_LENGTH = 1200
HORIZON = 240
SHOWN = 25
SHORT = 16
UNKNOWN_DISTRICT = "Onbekend"
SEPARATORS = frozenset("\t\r\n")

RuleValue = int | str | bool
Lots = Mapping[str, int]
Pool = Mapping[str, tuple[str, int]]
Earlier = tuple[Lots, str | None]


class DrawRefused(Exception):
    """A draw cannot be held."""


class PoolEmpty(DrawRefused):
    """Nobody is eligible."""


class ChainExhausted(DrawRefused):
    """The chain of seeds has no seed for a draw of this number."""


class NotListable(DrawRefused):
    """A tenant number or a district cannot stand on a line of the list."""


class Record(TypedDict):
    """The sealed fields of a draw, in the order in which they are shown."""

    algorithm: str
    number: int
    period: str
    rules: dict[str, RuleValue]
    anchor: str
    seed: str
    list_sha256: str
    lots: dict[str, int]
    counted: list[str | None]
    balance: dict[str, int]
    allowed: list[str]
    order: list[str]
    previous: str


SEALED = tuple(Record.__annotations__)


@dataclass(frozen=True, slots=True)
class Month:
    """What was known and agreed when a month was drawn.

    `earlier` holds the lots of every draw before this one and the district visited, if any;
    `previous` is the control code of the last.
    """

    period: str
    rules: Mapping[str, RuleValue]
    earlier: Sequence[Earlier] = ()
    previous: str = ""

    @property
    def number(self) -> int:
        """Number of the draw: sequential, so a month that is skipped uses no seed."""
        return len(self.earlier) + 1


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it was held: what is sealed, everybody's place, and the list it was held over."""

    record: Record
    order: tuple[str, ...]
    listed: bytes
    control_code: str


def draw_month(root: bytes, pool: Pool, month: Month) -> Draw:
    """Draw the tenants of one month; raises PoolEmpty, ChainExhausted or NotListable."""
    return draw_again(seed_of(root, month.number), anchor_of(root), pool, month)


def draw_again(seed: bytes, anchor: str, pool: Pool, month: Month) -> Draw:
    """Draw with a seed that is known already: the same draw, for who checks it without the root."""
    pool = clean_pool(pool)
    listed = list_text(pool)
    lots = lots_by_district(pool)
    balance = balances(lots, month.earlier)
    allowed = allowed_districts(lots, balance)
    order = order_of(seed, pool, allowed)
    record: Record = {
        "algorithm": ALGORITHM,
        "number": month.number,
        "period": month.period,
        "rules": dict(month.rules),
        "anchor": anchor,
        "seed": seed.hex(),
        "list_sha256": hashlib.sha256(listed).hexdigest(),
        "lots": lots,
        "counted": [district for _, district in month.earlier],
        "balance": balance,
        "allowed": allowed,
        "order": order[:SHOWN],
        "previous": month.previous,
    }
    return Draw(record, tuple(order), listed, control_code(record))


def seed_of(root: bytes, number: int) -> bytes:
    """Give the seed of a draw: so many hashes of it make the anchor, none makes the next seed."""
    if not 1 <= number <= CHAIN_LENGTH:
        raise ChainExhausted(number)
    return hashed(root, CHAIN_LENGTH - number)


def anchor_of(root: bytes) -> str:
    """Give the end of the chain of seeds, which the board minutes before the first draw."""
    return hashed(root, CHAIN_LENGTH).hex()


def hashed(value: bytes, times: int) -> bytes:
    """Give SHA-256 applied so many times."""
    for _ in range(times):
        value = hashlib.sha256(value).digest()
    return value


def clean_pool(pool: Pool) -> dict[str, tuple[str, int]]:
    """Give the pool by tenant number, in texts that look the same to every computer."""
    if not pool:
        raise PoolEmpty
    names = {district: clean(district) or UNKNOWN_DISTRICT for district, _ in pool.values()}
    cleaned = {clean(tenant): (names[district], lots) for tenant, (district, lots) in pool.items()}
    if "" in cleaned or len(cleaned) < len(pool):
        raise NotListable("a tenant number is empty, or stands there twice")
    return {tenant: cleaned[tenant] for tenant in sorted(cleaned)}


def clean(text: str) -> str:
    """Trim a number or a name and write its accents in one way; refuse what would break a line."""
    if not SEPARATORS.isdisjoint(text):
        raise NotListable(text)
    return unicodedata.normalize("NFC", text).strip()


def list_text(pool: Pool) -> bytes:
    """Write the list that the draw is held over, one tenant on a line."""
    lines = [f"{tenant}\t{district}\t{lots}\n" for tenant, (district, lots) in pool.items()]
    # Code points and their UTF-8 bytes sort alike.
    return "".join(sorted(lines)).encode()


def lots_by_district(pool: Pool) -> dict[str, int]:
    """Count the lots in each district."""
    counted: dict[str, int] = {}
    for district, lots in pool.values():
        counted[district] = counted.get(district, 0) + lots
    return counted


def shares(lots: Lots) -> dict[str, int]:
    """Give each district its part of one visit, in billionths."""
    total = sum(lots.values())
    return {district: UNIT * count // total for district, count in lots.items()}


def balances(lots: Lots, earlier: Sequence[Earlier]) -> dict[str, int]:
    """Say what each district that is there now is still owed of the earlier visits.

    A district that is gone keeps its claim to itself, a new one starts at nothing, and a month
    without a visit counts as if it never was.
    """
    balance = dict.fromkeys(lots, 0)
    for lots_then, visited in earlier:
        if visited is None:
            continue
        share = shares(lots_then)
        for district in balance:
            balance[district] += share.get(district, 0) - UNIT * (district == visited)
    return balance


def allowed_districts(lots: Lots, balance: Lots) -> list[str]:
    """List the districts that take part this month, by name."""
    share = shares(lots)
    due = {district: balance[district] + share[district] for district in lots}
    most = max(due.values())
    allowed = {d for d in due if due[d] > 0} or {d for d in due if due[d] == most}
    # Still's quota rule keeps every district within a visit of its share. A tenth of a visit to
    # spare keeps that true when lists shrink and grow.
    for spare in (0, UNIT // 10):
        allowed = allowed & pressing(due, share, spare) or allowed
    return sorted(allowed)


def pressing(due: Lots, share: Lots, spare: int) -> set[str]:
    """Find the districts that need this month's visit, because the months ahead are full.

    In h months a district needs floor((due + h * share + spare) / UNIT) visits, if that is more
    than none. All needs together are more than h in the first month that is full.
    """
    # A need grows by one in the months in which it passes a whole visit; only those are counted.
    grows = [0] * (HORIZON + 1)
    first: dict[str, int] = {}
    for district, owed in due.items():
        need = max(0, (owed + spare) // UNIT)
        grows[0] += need
        first[district] = 0 if need else HORIZON + 1
        while share[district]:
            month = -((owed + spare - (need + 1) * UNIT) // share[district])
            if month > HORIZON:
                break
            grows[month] += 1
            need += 1
            first[district] = min(first[district], month)
    needed = 0
    for month, more in enumerate(grows):
        needed += more
        if needed > month:
            return {district for district, start in first.items() if start <= month}
    return set()


def order_of(seed: bytes, pool: Pool, allowed: Collection[str]) -> list[str]:
    """Put all tenants in order of their lots, those of districts that sit out after the others."""
    takes_part = frozenset(allowed)
    places = sorted(
        (district not in takes_part, lot_of(seed, tenant, lots), tenant)
        for tenant, (district, lots) in pool.items()
    )
    return [tenant for _, _, tenant in places]


def lot_of(seed: bytes, tenant: str, lots: int) -> bytes:
    """Give the lowest lot that a tenant holds."""
    lowest = hmac.digest(seed, f"{tenant}#1".encode(), "sha256")
    for lot in range(2, lots + 1):
        lowest = min(lowest, hmac.digest(seed, f"{tenant}#{lot}".encode(), "sha256"))
    return lowest


def canonical(record: Mapping[str, object]) -> bytes:
    """Write the sealed fields of a record in the one way that is hashed."""
    sealed = {field: record[field] for field in SEALED}
    return json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def control_code(record: Mapping[str, object]) -> str:
    """Give the code that changes with any sealed field of a record."""
    return hashlib.sha256(canonical(record)).hexdigest()


def short_code(code: str) -> str:
    """Give the part of a control code that is shown, mailed and printed."""
    return code[:SHORT]


def in_fours(code: str) -> str:
    """Give that part in groups of four, for reading aloud."""
    return grouped(short_code(code), 4)


def grouped(code: str, size: int) -> str:
    """Give a code in groups, so that no eye gets lost in it."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))
