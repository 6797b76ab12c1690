"""Which column means what, which are never read, and when a person has to choose."""

import pytest

from tests.formats.tenant_cases import TODAY, make_csv, read, read_columns
from visits.formats.tenant import (
    FIELDS,
    Columns,
    FileRefused,
    NeedsMapping,
    Problem,
    Question,
    read_tenants,
)
from visits.formats.tenant.record import Record


def columns_of(header: str) -> Columns:
    """Give the columns of a header with one row below it."""
    return read_columns(f"{header}\n1;2;3\n".encode())


def test_every_field_that_a_header_may_name_has_its_place_in_a_record() -> None:
    assert Record._fields[: len(FIELDS)] == FIELDS


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Tel. privé", "phone"),  # only a-z and 0-9 count
        ("HUURDERNR", "external_id"),
        ("Zip code", "postcode"),  # English
        ("Relatie.idExtern", "external_id"),  # VERA: the whole name first
        ("NatuurlijkPersoon.voorletters", "initials"),  # then the last part
        ("Woonplaats.naam", "city"),
        ("Eenheid.naam", None),  # "naam" alone would be a surname
        ("Huurovereenkomst.status", "lease_status"),
        ("Huurovereenkomst.soort", "lease_kind"),
        ("Zaak.status", None),  # and "status" nothing at all
        ("Adres. nr", None),  # an abbreviation, not a dotted name
        ("Kleur", None),  # nobody knows
    ],
)
def test_a_header_names_a_field(header: str, field: str | None) -> None:
    found = columns_of(f"{header};Wijk;Buurt")

    assert found.columns[0].field == field


@pytest.mark.parametrize(
    "header",
    [
        "BSN",
        "Geb.datum",  # parts that say nothing, a whole that does
        "BSN-nummer",  # begins with it
        "NatuurlijkPersoon.geboorteplaats",
        "AanvullendeDoelgroep.soort",  # one of the parts
        "Partner geboortedatum",  # a word in the middle
        "E-mail bewindvoerder",  # a known word beside a forbidden one
        "Kale huur",
    ],
)
def test_a_forbidden_word_wins(header: str) -> None:
    found = columns_of(f"{header};Wijk;Buurt")

    assert found.columns[0].forbidden
    assert found.columns[0].field is None
    assert found.dropped == (header,)


def test_the_header_is_found_below_titles_and_counted_as_excel_does() -> None:
    data = b"Lijst van huurders\n\n" + make_csv({})

    found = read_columns(data)

    assert found.header_row == 3
    assert found.fields["external_id"] == 0


def test_a_file_without_known_headers_asks_for_the_columns() -> None:
    found = columns_of("een;twee;drie")

    assert found.problems == (Problem(Question.NO_KNOWN_HEADERS),)
    assert [column.header for column in found.columns] == ["een", "twee", "drie"]


def test_missing_columns_are_named_and_since_may_stand_for_the_start() -> None:
    with_start = columns_of("Huurdernummer;Naam;Straat;Postcode")
    with_since = columns_of("Huurdernummer;Naam;Straat;Huurder sinds")

    missing = [problem.fields for found in (with_start, with_since) for problem in found.problems]
    assert missing == [("city", "tenancy_start"), ("postcode", "city")]


def test_two_columns_for_one_field_are_asked_about() -> None:
    data = make_csv({}).replace(b"Buurt", b"Naam")

    with pytest.raises(NeedsMapping) as refused:
        read(data)

    (problem,) = refused.value.columns.problems
    assert problem == Problem(Question.DUPLICATE_HEADER, ("surname",), ("Achternaam", "Naam"))


def test_a_choice_settles_which_of_two_columns_counts() -> None:
    data = make_csv({}).replace(b"Buurt", b"Naam")
    place = read_columns(data).columns[15].index

    file = read_tenants(data, file_name="x", today=TODAY, mapping={place: None})

    assert file.tenants[0].surname == "Bos"


def test_a_choice_never_opens_a_forbidden_column() -> None:
    data = make_csv({"neighbourhood": "999902040"}).replace(b"Buurt", b"BSN")

    file = read_tenants(data, file_name="x", today=TODAY, mapping={15: "phone"})

    assert file.columns.dropped == ("BSN",)
    assert file.tenants[0].phone is None


def test_a_file_of_unknown_words_is_read_with_a_mapping() -> None:
    data = b"a;b;c;d;e;f\n7;Bos;Weg 2;1823AB;Alkmaar;1-1-1980\n"
    fields = ("external_id", "surname", "street", "postcode", "city", "tenancy_start")

    file = read_tenants(data, file_name="x", today=TODAY, mapping=dict(enumerate(fields)))

    assert (file.tenants[0].street, file.tenants[0].house_number) == ("Weg", 2)


def test_a_mapping_that_leaves_a_required_field_out_is_not_enough() -> None:
    with pytest.raises(NeedsMapping):
        read_tenants(make_csv({}), file_name="x", today=TODAY, mapping={0: "no such field"})


def test_the_signature_of_a_header_depends_on_its_words_only() -> None:
    one = columns_of("Huurdernummer;Naam;Straat")
    other = columns_of("HUURDERNUMMER ;naam;Straat")
    different = columns_of("Huurdernummer;Straat;Naam")

    assert one.signature == other.signature
    assert one.signature != different.signature


def test_what_needs_choosing_names_no_cell_of_the_file() -> None:
    with pytest.raises(NeedsMapping) as refused:
        read(b"Huurdernummer;Naam\n1;Geheim\n")

    assert "Geheim" not in f"{refused.value} {refused.value.columns}"


def test_a_header_alone_is_no_file_of_tenants() -> None:
    with pytest.raises(FileRefused, match="no_data_rows"):
        read_columns(make_csv())
