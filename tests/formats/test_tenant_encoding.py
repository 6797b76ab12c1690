"""Which encoding a list is in: the one in which names are names; where two are, a person says."""

import pytest

from tests.formats.tenant_cases import TODAY, lined, read, read_row
from tests.formats.test_tenant_lines import read_case
from visits.formats.tenant import FileRefused, NeedsMapping, read_tenants

NAMES = "Perézia Brontë-Proef Çelikproef Müllerproef".split()


@pytest.mark.parametrize(
    ("name", "encoding"), [("a01_macroman.csv", "mac_roman"), ("a02_cp850_dos.csv", "cp850")]
)
def test_a_list_of_a_mac_or_of_dos_has_the_names_that_people_have(name: str, encoding: str) -> None:
    file = read_case(name)

    assert file.table.encoding == encoding
    assert [tenant.surname for tenant in file.tenants] == NAMES
    assert file.summary == {"accepted": 4}


def in_encoding(encoding: str, *surnames: str) -> bytes:
    """Make a list with these surnames."""
    return "".join(lined(*({"surname": name} for name in surnames))).encode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "cp437"])
@pytest.mark.parametrize(
    "surnames",
    [
        ("José", "Müller"),
        ("ANDRÉ", "ÖZTÜRK"),  # in capitals
        ("Renée", "Ångström", "Muñoz"),
        ("Jörg", "Zoë", "Hélène", "François"),
        ("Privé", "Weiß"),
    ],
)
def test_a_list_with_a_few_names_is_read_in_its_own_encoding(
    surnames: tuple[str, ...], encoding: str
) -> None:
    file = read(in_encoding(encoding, *surnames))

    found = [tenant.surname.casefold() for tenant in file.tenants]
    assert found == [name.casefold() for name in surnames]


@pytest.mark.parametrize("text", ["‘s-Gravenhage", "d’Ancona", "Boven…", "“De Hoek”", "NOËL"])
def test_signs_of_word_processors_are_no_reason_to_ask(text: str) -> None:
    file = read("".join(lined({"neighbourhood": text})).encode("cp1252"))

    assert file.table.encoding == "cp1252"


@pytest.mark.parametrize(
    ("encoding", "surname", "other"),
    [
        ("cp850", "König", "mac_roman"),  # or Kînig
        ("cp850", "Joël", "mac_roman"),
        ("mac_roman", "König", "cp1252"),  # or Kšnig
        ("cp1252", "Tomaš", "mac_roman"),  # or Tomaö
    ],
)
def test_where_two_encodings_have_names_a_person_says_which_is_right(
    encoding: str, surname: str, other: str
) -> None:
    data = in_encoding(encoding, surname)

    with pytest.raises(NeedsMapping) as asked:
        read(data)
    file = read_tenants(data, file_name="x", today=TODAY, answers={"encoding": encoding})

    (problem,) = asked.value.columns.problems
    assert dict(problem.options)[encoding] == surname
    assert other in dict(problem.options)
    assert surname not in str(asked.value)
    assert file.tenants[0].surname == surname


def test_an_answer_that_was_not_offered_is_asked_again() -> None:
    with pytest.raises(NeedsMapping):
        read_tenants(
            in_encoding("cp850", "König"), file_name="x", today=TODAY, answers={"encoding": "latin"}
        )


@pytest.mark.parametrize(
    "surname", ["Per‚zia", "Bront‰", "M€ller", "Per„zia", "PerŽzia", "MŸller", "Jos¿", "Þorn"]
)
def test_signs_that_no_name_holds_are_a_doubt(surname: str) -> None:
    assert read_row(surname=surname).codes == ("character_odd",)


@pytest.mark.parametrize(
    "surname", ["Żółć", "Özdemir", "ÇELIK", "D’Ancona", "Bos–Vries", "李", "Ильин", "Bos🌻"]
)
def test_letters_of_other_languages_are_none(surname: str) -> None:
    assert read_row(surname=surname).codes == ()


def test_a_list_of_several_encodings_is_read_as_far_as_that_goes() -> None:
    header, one, two, three = lined(
        {"surname": "Müller"}, {"surname": "Çelik"}, {"surname": "José"}
    )
    data = header.encode() + one.encode() + two.encode("cp1252") + three.encode()

    file = read(data)

    assert [tenant.surname for tenant in file.tenants] == ["Müller", "Çelik", "José"]
    assert [row.codes for row in file.rows] == [("mojibake_repaired",), (), ("mojibake_repaired",)]


def test_a_mark_of_utf_8_before_broken_bytes_is_a_doubt_and_not_another_encoding() -> None:
    data = b"\xef\xbb\xbf" + "".join(lined({"surname": "M@ller"}, {})).encode().replace(
        b"@", b"\xfc"
    )

    file = read(data)

    assert file.table.encoding == "utf-8-sig"
    assert [row.codes for row in file.rows] == [("character_lost",), ()]


def test_utf_32_is_read() -> None:
    assert read(in_encoding("utf-32", "Çelik")).tenants[0].surname == "Çelik"


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_what_a_database_cannot_keep_never_leaves_a_cell(sign: str) -> None:
    data = "".join(lined({"surname": f"Bos{sign}", "city": f"{sign}Alkmaar"}))
    encoded = data.encode("utf-16", "surrogatepass")

    try:
        file = read(encoded)
    except FileRefused:
        return

    assert sign not in f"{file.tenants}{file.columns}"
