"""Telephone numbers and addresses: kept when they are good, dropped with a warning when not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.tenant_cases import read_row, read_tenant


@pytest.mark.parametrize(
    "written",
    [
        "0600123456",
        "06-00123456",
        "06 00 12 34 56",
        "+31 6 00123456",
        "0031600123456",
        "+31(0)600123456",
        "31600123456",  # the plus was lost
    ],
)
def test_a_number_is_written_in_one_way(written: str) -> None:
    assert read_tenant(mobile=written).mobile == "+31600123456"
    assert read_row(mobile=written).codes == ()


@given(st.integers(100_000_000, 999_999_999))
def test_every_dutch_number_comes_back_with_its_own_digits(digits: int) -> None:
    tenant = read_tenant(phone=f"0{digits}")

    assert f"+31{digits}" in {tenant.phone, tenant.mobile}


@pytest.mark.parametrize(
    ("written", "number", "codes"),
    [
        ("600123456", "+31600123456", ("phone_zero_restored",)),  # Excel took the zero
        ("06-00123456 (dochter)", "+31600123456", ("phone_note_removed",)),
        ("zoon 0600123456", "+31600123456", ("phone_note_removed",)),
        ("0600123456 / 0725111122", "+31600123456", ("phone_note_removed",)),
        ("0600123456 of 0725111122", "+31600123456", ("phone_note_removed",)),
        ("0600123456 en 0725111122", "+31600123456", ("phone_note_removed",)),
        (
            "0600123456\n0725111122",
            "+31600123456",
            ("line_break_removed", "phone_note_removed"),
        ),
        ("0000000000", None, ("phone_dropped",)),  # to please a required field
        ("+49 30 123456", "+4930123456", ()),
        ("6,00E+08", None, ("phone_dropped",)),
        ("06-12", None, ("phone_dropped",)),
        ("112", None, ("phone_dropped",)),
        ("zie dossier", None, ("phone_dropped",)),
        ("geen", None, ()),
    ],
)
def test_a_number_that_cannot_be_used_is_dropped(
    written: str, number: str | None, codes: tuple[str, ...]
) -> None:
    assert read_tenant(mobile=written).mobile == number
    assert read_row(mobile=written).codes == codes


def test_a_mobile_number_moves_to_the_empty_place_for_it() -> None:
    moved = read_tenant(phone="06 00123456")
    stayed = read_tenant(phone="06 00123456", mobile="06 00654321")

    assert (moved.phone, moved.mobile) == (None, "+31600123456")
    assert (stayed.phone, stayed.mobile) == ("+31600123456", "+31600654321")


@pytest.mark.parametrize(
    ("written", "email", "codes"),
    [
        ("J.Bakker@Example.ORG", "J.Bakker@example.org", ()),  # the part before @ is theirs
        ("A. Bos <a.bos@example.org>", "a.bos@example.org", ()),
        ("a@example.org; b@example.org", "a@example.org", ("email_first_of_many",)),
        ("a@example.org|b@example.org", "a@example.org", ("email_first_of_many",)),
        ("a@example.org/b@example.org", "a@example.org", ("email_first_of_many",)),
        ("ünï@example.org", "ünï@example.org", ()),
        ("jbakker(at)example.org", None, ("email_dropped",)),
        ("a..b@example.org", None, ("email_dropped",)),
        ("a@b", None, ("email_dropped",)),
        ("geen@geen.nl", None, ("email_dropped",)),  # to please a required field
        ("Onbekend@example.org", None, ("email_dropped",)),
        ("a@" + "b" * 260 + ".nl", None, ("email_dropped",)),
        ("geen", None, ()),
    ],
)
def test_an_address_that_cannot_be_used_is_dropped(
    written: str, email: str | None, codes: tuple[str, ...]
) -> None:
    assert read_tenant(email=written).email == email
    assert read_row(email=written).codes == codes


@pytest.mark.parametrize(
    ("written", "preference"),
    [
        ("Brief", "letter"),
        ("Letter", "letter"),
        ("per post", "letter"),
        ("Telefoon", "phone"),
        ("bellen", "phone"),
        ("E-mail", "email"),
        ("digitaal", "email"),
        ("duif", None),
    ],
)
def test_a_preference_is_one_of_three(written: str, preference: str | None) -> None:
    assert read_tenant(contact_preference=written).contact_preference == preference


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_number_and_no_address_ever_rejects_a_row(phone: str, email: str) -> None:
    written = {"phone": phone.replace("\0", ""), "email": email.replace("\0", "")}
    sendable = {name: text.encode("utf-8", "ignore").decode() for name, text in written.items()}

    assert read_row(**sendable).outcome.startswith("accepted")


@pytest.mark.parametrize(
    ("local", "domain", "kept"),
    [
        ("a" * 64, "example.org", True),
        ("a" * 64, f"{'b' * 63}.{'c' * 63}.{'d' * 58}.nl", True),  # 254 signs in all
        ("a" * 64, f"{'b' * 63}.{'c' * 63}.{'d' * 59}.nl", False),
    ],
)
def test_an_address_is_kept_up_to_its_longest(local: str, domain: str, kept: bool) -> None:
    written = f"{local}@{domain}"

    assert read_tenant(email=written).email == (written if kept else None)
