"""The draw as anybody can do it again, and what it promises to tenants and districts."""

import hashlib
import hmac
import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import tries
from visits.domain.draw import (
    CHAIN_LENGTH,
    HORIZON,
    SEALED,
    SHOWN,
    UNIT,
    UNKNOWN_DISTRICT,
    ChainExhausted,
    Draw,
    Earlier,
    Month,
    NotListable,
    Pool,
    PoolEmpty,
    allowed_districts,
    anchor_of,
    balances,
    canonical,
    clean_pool,
    control_code,
    draw_again,
    draw_month,
    in_fours,
    lot_of,
    order_of,
    pressing,
    seed_of,
    shares,
    short_code,
)

SAMPLE = Path(__file__).parents[1] / "data" / "draw"
ROOT = bytes(32)
VILLAGE: Pool = {
    "H1001": ("Overdie", 1),
    "H1002": ("Overdie", 1),
    "H1003": ("Huiswaard", 1),
    "H1004": ("Huiswaard", 2),
    "H1005": ("De Mare", 1),
    "H1006": ("Overdie", 1),
}
# The upper thousandth of chi-square with 19 degrees of freedom.
CHI_SQUARE_19 = 43.82

districts = st.sampled_from([f"Wijk {letter}" for letter in "ABCDEFGHIJKLMN"])
some_lots = st.dictionaries(districts, st.integers(1, 300), min_size=1, max_size=14)
histories = st.lists(st.tuples(some_lots, st.none() | districts), max_size=40)
pools = st.dictionaries(
    st.text("0123456789H", min_size=1, max_size=6),
    st.tuples(districts, st.integers(1, 3)),
    min_size=1,
    max_size=40,
)


def make_draw(pool: Pool = VILLAGE, **changes: object) -> Draw:
    """Hold the first draw in the village, but for what a test changes."""
    known: dict[str, Any] = {"period": "2026-01", "rules": {}}
    return draw_month(ROOT, pool, Month(**known | changes))


def hold_three_draws() -> list[Draw]:
    """Hold three draws in the village; who is drawn is visited and leaves the list."""
    pool = dict(VILLAGE)
    earlier: list[Earlier] = []
    held: list[Draw] = []
    for period in ("2026-01", "2026-02", "2026-03"):
        previous = held[-1].control_code if held else ""
        held.append(make_draw(pool, period=period, earlier=tuple(earlier), previous=previous))
        visited, _ = pool.pop(held[-1].order[0])
        earlier.append((held[-1].record["lots"], visited))
    return held


def read_list(listed: bytes) -> dict[str, tuple[str, int]]:
    """Read a list back the way a checker does."""
    rows = [line.split("\t") for line in listed.decode().splitlines()]
    return {tenant: (district, int(lots)) for tenant, district, lots in rows}


def read_earlier() -> list[dict[str, Any]]:
    """Read the earlier records of the sample, first draw first."""
    lines = (SAMPLE / "earlier.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_three_published_draws_come_out_to_the_letter() -> None:
    first, second, third = hold_three_draws()

    assert first.record["anchor"].startswith("f22cf564f333d756")
    assert first.record["seed"].startswith("b380625a8790faf1")
    assert first.record["list_sha256"].startswith("29539ad06a16d5b1")
    assert first.record["allowed"] == ["De Mare", "Huiswaard", "Overdie"]
    assert " ".join(first.order) == "H1006 H1001 H1004 H1005 H1003 H1002"
    assert short_code(first.control_code) == "7f0af5ed5cb4d498"

    assert second.record["seed"].startswith("e26e43b41fab964b")
    assert second.record["list_sha256"].startswith("c8c44c8de8dc5e6b")
    assert second.record["balance"] == {
        "Overdie": -571428572,
        "Huiswaard": 428571428,
        "De Mare": 142857142,
    }
    assert second.record["allowed"] == ["Huiswaard"]
    assert " ".join(second.order) == "H1003 H1004 H1002 H1005 H1001"
    assert short_code(second.control_code) == "ecbc719ec028efe0"

    assert third.record["seed"].startswith("2af33106f90ffca9")
    assert third.record["list_sha256"].startswith("449b4941722a1b14")
    assert third.record["allowed"] == ["De Mare", "Huiswaard", "Overdie"]
    assert " ".join(third.order) == "H1004 H1001 H1005 H1002"
    assert short_code(third.control_code) == "a86efed29e556e3f"


def test_the_sample_is_drawn_again_from_its_files() -> None:
    record = json.loads((SAMPLE / "record.json").read_text("utf-8"))
    before = read_earlier()
    anchor = (SAMPLE / "anchor.txt").read_text("ascii")
    listed = (SAMPLE / "list.tsv").read_bytes()
    lots = [one["lots"] for one in before]
    earlier = list(zip(lots, record["counted"], strict=True))
    month = Month(record["period"], record["rules"], earlier, control_code(before[-1]))

    draw = draw_again(bytes.fromhex(record["seed"]), anchor, read_list(listed), month)

    assert draw.record == {field: record[field] for field in SEALED}
    assert draw.listed == listed
    assert short_code(draw.control_code) == "e1bb8d2e21942cf7"


def test_every_record_of_the_sample_seals_the_one_before_it() -> None:
    before = read_earlier()
    last = json.loads((SAMPLE / "record.json").read_text("utf-8"))

    sealed = [control_code(record) for record in before]

    assert [record["previous"] for record in [*before, last]] == ["", *sealed]


def test_every_balance_and_district_of_the_sample_follows_from_the_months_before() -> None:
    records = read_earlier()

    for record in records:
        lots = [one["lots"] for one in records[: record["number"] - 1]]
        balance = balances(record["lots"], list(zip(lots, record["counted"], strict=True)))

        assert balance == record["balance"]
        assert allowed_districts(record["lots"], balance) == record["allowed"]


@settings(max_examples=tries(40), deadline=None)
@given(some_lots, st.lists(st.integers(0, 13), min_size=80, max_size=150))
def test_no_district_is_ever_a_full_visit_off(lots: dict[str, int], picks: list[int]) -> None:
    total = sum(lots.values())
    visits: Counter[str] = Counter()
    balance = dict.fromkeys(lots, 0)
    share = shares(lots)

    for month, pick in enumerate(picks, 1):
        allowed = allowed_districts(lots, balance)
        visited = allowed[pick % len(allowed)]
        visits[visited] += 1
        balance = {d: balance[d] + share[d] - UNIT * (d == visited) for d in lots}

        assert all(abs(visits[d] * total - month * lots[d]) < total for d in lots)


@settings(max_examples=tries(100), deadline=None)
@given(some_lots, histories)
def test_somebody_takes_part_whatever_happened_before(
    lots: dict[str, int], history: list[Earlier]
) -> None:
    allowed = allowed_districts(lots, balances(lots, history))

    assert allowed
    assert set(allowed) <= set(lots)
    assert allowed == sorted(set(allowed))


@settings(max_examples=tries(50), deadline=None)
@given(pools, histories, st.randoms(use_true_random=False))
def test_the_order_in_which_tenants_come_in_changes_nothing(
    pool: dict[str, tuple[str, int]], history: list[Earlier], chance: Random
) -> None:
    shuffled = list(pool.items())
    chance.shuffle(shuffled)
    turned = [(dict(list(lots.items())[::-1]), visited) for lots, visited in history]

    one = make_draw(pool, earlier=history)
    other = make_draw(dict(shuffled), earlier=turned)

    assert json.dumps(one.record) == json.dumps(other.record)
    assert one == other


@given(pools, st.binary(min_size=32, max_size=32), st.sets(districts))
def test_every_tenant_has_one_place_and_who_sits_out_comes_last(
    pool: dict[str, tuple[str, int]], seed: bytes, allowed: set[str]
) -> None:
    order = order_of(seed, pool, allowed)

    sits_out = [pool[tenant][0] not in allowed for tenant in order]
    assert sorted(order) == sorted(pool)
    assert sits_out == sorted(sits_out)


@given(pools, st.binary(min_size=32, max_size=32), st.sets(districts), st.data())
def test_nobody_moves_when_somebody_else_leaves_the_list(
    pool: dict[str, tuple[str, int]], seed: bytes, allowed: set[str], data: st.DataObject
) -> None:
    leaves = data.draw(st.sampled_from(sorted(pool)))
    smaller = {tenant: place for tenant, place in pool.items() if tenant != leaves}

    order = order_of(seed, smaller, allowed)

    assert order == [tenant for tenant in order_of(seed, pool, allowed) if tenant != leaves]


@settings(max_examples=tries(25), deadline=None)
@given(st.binary(min_size=32, max_size=32), st.integers(1, CHAIN_LENGTH))
def test_every_seed_leads_to_the_anchor(root: bytes, number: int) -> None:
    value = seed_of(root, number)

    for _ in range(number):
        value = hashlib.sha256(value).digest()

    assert value.hex() == anchor_of(root)


def test_no_seed_is_used_twice() -> None:
    seeds = {seed_of(ROOT, number) for number in range(1, CHAIN_LENGTH + 1)}

    assert len(seeds) == CHAIN_LENGTH


def test_every_lot_has_the_same_chance() -> None:
    pool = {f"H{number}": ("Overdie", 1) for number in range(19)} | {"H19": ("Overdie", 3)}
    seeds = [hashlib.sha256(number.to_bytes(4)).digest() for number in range(22_000)]

    won = Counter(order_of(seed, pool, ["Overdie"])[0] for seed in seeds)

    expected = {tenant: 1000 * lots for tenant, (_, lots) in pool.items()}
    off = sum((won[tenant] - count) ** 2 / count for tenant, count in expected.items())
    assert off < CHI_SQUARE_19


def test_a_month_without_a_visit_counts_as_if_it_never_was() -> None:
    lots = {"Overdie": 3, "De Mare": 1}

    lapsed = balances(lots, [(lots, "Overdie"), (lots, None)])

    assert lapsed == balances(lots, [(lots, "Overdie")])


def test_a_new_district_starts_at_nothing_and_a_vanished_one_keeps_its_claim() -> None:
    before = {"Overdie": 1, "Huiswaard": 1}

    balance = balances({"Overdie": 1, "Nieuwland": 1}, [(before, "Overdie")])

    assert balance == {"Overdie": -UNIT // 2, "Nieuwland": 0}


@pytest.mark.parametrize(
    ("lots", "tenths_owed", "allowed"),
    [
        ((1, 1), (0, 0), "AB"),  # the first month of two equal districts
        ((1, 1, 1, 1), (-2.5, 0.8, 0.8, 0.9), "BCD"),  # A is owed exactly nothing, so sits out
        ((1, 1), (4, 6), "B"),  # A can wait a month, B is owed a whole visit
        ((1, 1), (-20, -10), "B"),  # nobody is owed anything: who is owed most
        ((4, 1, 8, 8), (0, 0, 0, 0), "ACD"),  # the months up to a far one are all spoken for
        ((9, 2, 9), (0, 0, 0), "AC"),  # so they are with a tenth to spare, if not without
    ],
)
def test_a_district_takes_part_while_it_is_owed_something_and_others_can_wait(
    lots: tuple[int, ...], tenths_owed: tuple[float, ...], allowed: str
) -> None:
    balance = [int(tenths * UNIT) // 10 for tenths in tenths_owed]

    taking_part = allowed_districts(
        dict(zip("ABCD", lots, strict=False)), dict(zip("ABCD", balance, strict=False))
    )

    assert taking_part == list(allowed)


def plainly_pressing(due: dict[str, int], share: dict[str, int], spare: int) -> set[str]:
    """Find the districts that cannot wait as the rule is written, month by month."""
    for months in range(HORIZON + 1):
        need = {d: max(0, (due[d] + months * share[d] + spare) // UNIT) for d in due}
        if sum(need.values()) > months:
            return {district for district, visits in need.items() if visits}
    return set()


@settings(max_examples=tries(300), deadline=None)
@given(
    some_lots,
    st.lists(st.integers(-3 * UNIT, 3 * UNIT), min_size=14, max_size=14),
    st.sampled_from([0, UNIT // 10]),
)
def test_the_short_way_to_find_who_cannot_wait_gives_what_the_rule_says(
    lots: dict[str, int], owed: list[int], spare: int
) -> None:
    share = shares(lots)
    due = dict(zip(lots, owed, strict=False))

    assert pressing(due, share, spare) == plainly_pressing(due, share, spare)


def test_one_tenant_alone_is_drawn_even_if_the_district_has_had_its_share() -> None:
    crowd = {"Overdie": 1, "De Mare": 99}

    draw = make_draw({"H1": ("Overdie", 1)}, earlier=[(crowd, "Overdie")] * 3)

    assert draw.order == ("H1",)
    assert draw.record["allowed"] == ["Overdie"]


def test_tenants_without_a_district_form_one_of_their_own() -> None:
    draw = make_draw({"H1": ("", 1), "H2": (" ", 1)})

    assert draw.record["lots"] == {UNKNOWN_DISTRICT: 2}
    assert sorted(draw.order) == ["H1", "H2"]


def test_the_record_shows_the_first_places_and_the_draw_knows_all() -> None:
    draw = make_draw({f"H{number}": ("Overdie", 1) for number in range(30)})

    assert draw.record["order"] == list(draw.order[:SHOWN])
    assert len(draw.order) == 30


def test_two_ways_to_write_an_accent_give_the_same_draw() -> None:
    composed = make_draw({"H1": ("Caf\u00e9-kwartier", 1)})
    decomposed = make_draw({" H1 ": ("Cafe\u0301-kwartier ", 1)})

    assert composed == decomposed


def test_the_list_is_sorted_by_its_bytes() -> None:
    pool = {"é1": ("Overdie", 1), "z1": ("Café", 1), "z1\x01": ("Overdie", 2)}

    lines = make_draw(pool).listed.splitlines(keepends=True)

    assert lines == sorted(lines)
    assert lines[1:] == ["z1\tCafé\t1\n".encode(), "é1\tOverdie\t1\n".encode()]


def test_nobody_eligible_is_refused() -> None:
    with pytest.raises(PoolEmpty):
        make_draw({})


@pytest.mark.parametrize("number", [0, CHAIN_LENGTH + 1])
def test_a_number_outside_the_chain_has_no_seed(number: int) -> None:
    with pytest.raises(ChainExhausted):
        seed_of(ROOT, number)


@pytest.mark.parametrize(
    ("tenant", "district"),
    [
        ("H1\t", "Overdie"),  # a tab starts the next field
        ("H\n1", "Overdie"),  # a line feed starts the next line
        ("H1", "Over\rdie"),  # a carriage return does so for some readers
        ("  ", "Overdie"),  # nothing is left of the number
    ],
)
def test_what_would_break_a_line_of_the_list_is_refused(tenant: str, district: str) -> None:
    with pytest.raises(NotListable):
        make_draw({tenant: (district, 1)})


def test_two_numbers_that_become_one_are_refused() -> None:
    with pytest.raises(NotListable):
        clean_pool({"H1": ("Overdie", 1), "H1 ": ("De Mare", 1)})


@pytest.mark.parametrize("field", SEALED)
def test_the_control_code_changes_with_every_sealed_field(field: str) -> None:
    record = make_draw().record

    assert control_code(record | {field: "changed"}) != control_code(record)


def test_the_control_code_leaves_the_invitations_out() -> None:
    draw = make_draw()

    code = control_code(draw.record | {"invitations": [{"tenant": "H1006"}]})

    assert code == draw.control_code


def test_the_sealed_text_has_sorted_keys_no_spaces_and_plain_accents() -> None:
    text = canonical(make_draw({"H1": ("Café", 1)}).record).decode()

    assert text.startswith('{"algorithm":"loting/1","allowed":["Café"],"anchor":"f22cf564')
    assert text.endswith(f'"rules":{{}},"seed":"{seed_of(ROOT, 1).hex()}"}}')


@pytest.mark.parametrize("lots", [1, 2, 3, 7])
@given(seed=st.binary(min_size=32, max_size=32))
def test_a_tenant_draws_the_lowest_of_as_many_lots_as_they_hold(lots: int, seed: bytes) -> None:
    held = [hmac.new(seed, f"H1#{lot}".encode(), "sha256").digest() for lot in range(1, lots + 1)]

    assert lot_of(seed, "H1", lots) == min(held)


def test_a_control_code_is_read_aloud_as_four_groups_of_four() -> None:
    assert in_fours("7f0af5ed5cb4d498" + "0" * 48) == "7f0a f5ed 5cb4 d498"
