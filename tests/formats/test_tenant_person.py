"""Names taken apart and put right, salutations, and the co-tenant beside the tenant."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.formats.tenant_cases import TODAY, make_rows, read_row, read_tenant
from visits.domain.name import Person
from visits.formats.tenant import read_tenants
from visits.formats.tenant.case import recased_name, recased_place
from visits.formats.tenant.title import read_initials, read_salutation

BOER = Person("heer", "J.", "de", "Boer")
letters = st.text("aeijbBEIJVvanddeER -'éÉß", max_size=20)


@pytest.mark.parametrize(
    ("cells", "initials", "prefix", "surname"),
    [
        (("A.M.", "", "de Vries"), "A.M.", "de", "Vries"),
        (("A.M.", "", "De Vries"), "A.M.", "de", "Vries"),
        (("A.M.", "VAN DER", "MEER"), "A.M.", "van der", "Meer"),
        (("A.M.", "van", "der Meer"), "A.M.", "van der", "Meer"),  # half here, half there
        (("A.M.", "van der", "van der Meer"), "A.M.", "van der", "Meer"),  # twice
        (("A.M.", "", "Vries, de"), "A.M.", "de", "Vries"),
        (("", "", "Vries, A.M. de"), "A.M.", "de", "Vries"),
        (("", "", "Vries, Mevr. A.M. de"), "A.M.", "de", "Vries"),
        (("A.M.", "", "Vries (de)"), "A.M.", "de", "Vries"),
        (("", "", "Mevr. A.M. van der Meer"), "A.M.", "van der", "Meer"),
        (("", "", "Mevr. drs. A.M. Bos"), "A.M.", None, "Bos"),  # no titles
        (("A.M.", "", "in 't Veld"), "A.M.", "in 't", "Veld"),
        (("A.M.", "van \u2019t", "Hof"), "A.M.", "van 't", "Hof"),  # a curly apostrophe
        (("A.M.", "DE", "VRIES-VAN DEN BERG"), "A.M.", "de", "Vries-van den Berg"),
        (("A.M.", "de", "Vries - Bakker"), "A.M.", "de", "Vries-Bakker"),
        (("A.M.", "", "Vries-Op De Beek"), "A.M.", None, "Vries-op de Beek"),  # two words small
        (("", "", "Mevr. Jansen-de Wit"), None, None, "Jansen-de Wit"),  # no first name
        (("", "", "Mevr. Bos - Smid"), None, None, "Bos-Smid"),
        (("", "", "Fam. Bos-van Dam"), None, None, "Bos-van Dam"),
        (("", "", "MEVR. BOS-VAN DER WAL"), None, None, "Bos-van der Wal"),
        (("-", "", "Wit, A.B. de"), "A.B.", "de", "Wit"),  # a blank gives way
        (("geen", "", "Wit, A.B. de"), "A.B.", "de", "Wit"),
        (("#N/B", "", "Bos"), None, None, "Bos"),
        (("", "", "Bos, A.B. mevr."), "A.B.", None, "Bos"),
        (("", "", "A.B. Bos (mevr.)"), "A.B.", None, "Bos"),
        (("", "", "Mr. A.B. Bos"), "A.B.", None, "Bos"),
        (("", "", "De hr. A.B. Bos"), "A.B.", None, "Bos"),
        (("", "", "Meneer A.B. Bos"), "A.B.", None, "Bos"),
        (("", "", "Heer, A.B. de"), "A.B.", "de", "Heer"),  # here it is a surname
        (("A.M.", "", "Bos/Smid"), "A.M.", None, "Bos/Smid"),  # one surname, not two people
        (("A.M.", "", "Wit e/v Bos"), "A.M.", None, "Wit e/v Bos"),  # wife of, not "van"
        (("A.M.", "", "IJSBRANDY"), "A.M.", None, "IJsbrandy"),
        (("A.M.", "", "Ijsbrandy"), "A.M.", None, "IJsbrandy"),
        (("A.M.", "", "McDonald"), "A.M.", None, "McDonald"),  # mixed case is somebody's choice
        (("A.M.", "", "O'BRIEN"), "A.M.", None, "O'Brien"),
        (("A.M.", "El", "Idrissi"), "A.M.", "El", "Idrissi"),  # a foreign prefix keeps its case
        (("A.M.", "el", "Idrissi"), "A.M.", "el", "Idrissi"),
        (("A.M.", "De La", "Cruz"), "A.M.", "de la", "Cruz"),
        (("A.M.", "", "De Heer"), "A.M.", "de", "Heer"),  # a surname, not a salutation
        (("", "", "a Campo"), None, None, "a Campo"),  # a letter without a dot
        (("", "", "Vries, B.V. de"), "B.V.", "de", "Vries"),  # not a company
        (("J.", "van", "Erven"), "J.", "van", "Erven"),  # not somebody's heirs
    ],
)
def test_a_name_is_taken_apart_and_put_right(
    cells: tuple[str, str, str], initials: str | None, prefix: str | None, surname: str
) -> None:
    change = dict(zip(("initials", "prefix", "surname"), cells, strict=True))

    tenant = read_tenant(**change)

    assert (tenant.initials, tenant.prefix, tenant.surname) == (initials, prefix, surname)
    assert read_row(**change).codes == ()


@pytest.mark.parametrize(
    ("change", "prefix"),
    [
        ({"prefix": "v.d."}, "van der"),
        ({"surname": "v.d. Bos"}, "van der"),
        ({"surname": "V.D. BOS"}, "van der"),  # the initials have a column of their own
        ({"surname": "V/D WAL"}, "van der"),
        ({"surname": "Vd Wal"}, "van der"),
        ({"surname": "v.d.Wal"}, "van der"),
        ({"surname": "v. d. Wal"}, "van der"),
        ({"surname": "Wal, v/d"}, "van der"),
        ({"prefix": "v."}, "van"),
        ({"prefix": "v d"}, "van der"),
        ({"prefix": "v. d."}, "van der"),
        ({"prefix": "v.den"}, "van den"),
        ({"prefix": "v.der"}, "van der"),
    ],
)
def test_a_short_prefix_is_written_out_with_a_warning(change: dict[str, str], prefix: str) -> None:
    assert read_tenant(**change).prefix == prefix
    assert read_row(**change).codes == ("prefix_expanded",)


def test_a_short_prefix_of_the_second_surname_is_written_out_too() -> None:
    assert read_tenant(surname="Bos-v.d. Wal").surname == "Bos-van der Wal"
    assert read_row(surname="Bos-v.d. Wal").codes == ("prefix_expanded",)


@pytest.mark.parametrize(
    ("written", "initials"),
    [
        ("AM", "A.M."),
        ("A M", "A.M."),
        ("a.m.", "A.M."),
        ("A. M.", "A.M."),
        ("A.M", "A.M."),
        ("Th", "Th."),  # one initial
        ("Chr.J", "Chr.J."),
        ("IJ", "IJ."),
        ("JWA", "J.W.A."),
        ("JCHMA", "J.C.H.M.A."),  # nobody can say it
        ("AHTKS", "A.H.T.K.S."),  # nor this: its one vowel comes first
        ("PJTRE", "P.J.T.R.E."),  # or last
        ("PJAT", "P.J.A.T."),
        ("ATh", "A.Th."),
        ("ThJ", "Th.J."),
        ("JCh", "J.Ch."),
        ("", None),
    ],
)
def test_initials_get_their_dots(written: str, initials: str | None) -> None:
    assert read_initials(written) == (initials, False)


@pytest.mark.parametrize(
    ("written", "initials"),
    [
        ("Annemarie", "A."),
        ("ANNEMARIE", "A."),
        ("FRANK", "F."),  # one vowel, but inside
        ("KEES", "K."),
        ("BERND", "B."),
        ("Jan-Willem", "J.W."),
        ("IJsbrand", "IJ."),  # IJ is one letter
        ("Bo", "B."),
    ],
)
def test_a_first_name_becomes_an_initial_with_a_warning(written: str, initials: str) -> None:
    assert read_tenant(initials=written).initials == initials
    assert read_row(initials=written).codes == ("first_name_reduced_to_initial",)


@given(letters)
@example("ß'")
def test_putting_capitals_right_twice_changes_nothing_more(text: str) -> None:
    assert recased_name(recased_name(text)) == recased_name(text)
    assert recased_place(recased_place(text)) == recased_place(text)


@given(letters.filter(str.isalpha))
def test_putting_capitals_right_changes_capitals_only(text: str) -> None:
    assert recased_name(text).casefold() == text.casefold()


@pytest.mark.parametrize(
    ("written", "salutation"),
    [
        ("Mevr.", "mw"),
        ("Mejuffrouw", "mw"),  # never written that way again
        ("V", "mw"),
        ("De heer", "heer"),
        ("Hr.", "heer"),
        ("M", "heer"),
        ("Mevr. mr.", "mw"),  # a lawyer, not a couple
        ("X", "neutral"),
        ("O", None),  # unknown
        ("Fam.", None),
        ("", None),
    ],
)
def test_a_salutation_is_read_and_never_guessed(written: str, salutation: str | None) -> None:
    assert read_salutation(written) == (salutation, None)


@pytest.mark.parametrize(
    "change",
    [
        {"salutation": "Dhr./Mevr."},
        {"salutation": "Mr./Mrs."},  # English, no lawyer
        {"salutation": "Mr. en Mrs."},
        {"salutation": "", "surname": "Dhr. en mevr. Bos"},
        {"salutation": "", "surname": "Dhr./Mevr. Bos"},
        {"salutation": "", "initials": "", "surname": "De heer en mevrouw A.M. Bos"},
    ],
)
def test_a_salutation_for_two_is_for_nobody_in_particular(change: dict[str, str]) -> None:
    tenant = read_tenant(**change)

    assert (tenant.salutation, tenant.initials, tenant.surname) == (None, "A.M.", "Bos")
    assert read_row(**change).codes == ("salutation_couple",)


@pytest.mark.parametrize("blank", ["-", "geen", "n.v.t."])
def test_a_blank_salutation_gives_way_to_the_title_before_the_surname(blank: str) -> None:
    assert read_tenant(salutation=blank, surname="Dhr. A.M. Bos").salutation == "heer"


@pytest.mark.parametrize(
    ("surname", "code"),
    [
        ("", "missing_surname"),
        ("-", "missing_surname"),
        ("123", "invalid_surname"),
        ("<script>alert(1)</script>", "invalid_surname"),
        ("Bos\\", "invalid_surname"),
        ('=HYPERLINK("http://example.org")', "suspicious_formula"),
        ("@SUM(1+1)", "suspicious_formula"),
        ("B" * 121, "too_long"),
    ],
)
def test_what_is_no_surname_has_to_be_repaired(surname: str, code: str) -> None:
    assert read_row(surname=surname).codes == (code,)


@pytest.mark.parametrize(
    ("written", "co_tenant", "codes"),
    [
        ("Dhr. J. de Boer", Person("heer", "J.", "de", "Boer"), ()),
        ("DHR. J. DE BOER", Person("heer", "J.", "de", "Boer"), ()),
        ("J. de Boer", Person(None, "J.", "de", "Boer"), ()),
        ("Boer, J. de", Person(None, "J.", "de", "Boer"), ()),
        ("de Boer", Person(None, None, "de", "Boer"), ()),
        ("nee", None, ()),
        ("geen", None, ()),
        ("Ja", None, ("co_tenant_unnamed",)),
        ("Jan Bos", Person(None, "J.", None, "Bos"), ("first_name_reduced_to_initial",)),
        # The first of two people.
        (
            "Dhr. J. de Boer; Mevr. K. Bos",
            BOER,
            ("more_than_one_co_tenant",),
        ),
        ("Dhr. J. de Boer, Mevr. K. Bos", BOER, ("more_than_one_co_tenant",)),
        ("Dhr. J. de Boer\nMevr. K. Bos", BOER, ("line_break_removed", "more_than_one_co_tenant")),
        ("J. Bos, K. Wit", Person(None, "J.", None, "Bos"), ("more_than_one_co_tenant",)),
        ("Bos, J.", Person(None, "J.", None, "Bos"), ()),  # a comma inside one name
        ("Dhr. en mevr. Bos", Person(None, None, None, "Bos"), ("salutation_couple",)),
        ("Dhr.", None, ("co_tenant_unnamed",)),
        ("Dhr. J. Bos (overleden)", None, ()),  # never invite the dead
        ("Erven J. Bos", None, ()),
        ("overleden", None, ()),
        ("wijlen J. Bos", None, ()),
        ("Jansen-de Wit", Person(None, None, None, "Jansen-de Wit"), ()),
        ("Bos - Smid", Person(None, None, None, "Bos-Smid"), ()),
        (
            "Anna Bos-van Dam",
            Person(None, "A.", None, "Bos-van Dam"),
            ("first_name_reduced_to_initial",),
        ),
        ("Dhr. J. v/d Wal", Person("heer", "J.", "van der", "Wal"), ("prefix_expanded",)),
    ],
)
def test_a_co_tenant_is_read_from_one_cell(
    written: str, co_tenant: Person | None, codes: tuple[str, ...]
) -> None:
    assert read_tenant(co_name=written).co_tenant == co_tenant
    assert read_row(co_name=written).codes == codes


@pytest.mark.parametrize("blank", ["-", "n.v.t.", "nvt", "NULL", "(leeg)", "#N/B", ".", "geen"])
def test_a_blank_in_the_columns_of_a_co_tenant_is_no_co_tenant(blank: str) -> None:
    cells = dict.fromkeys(("salutation", "initials", "prefix", "surname"), blank)

    co_tenant, codes = read_with_co_tenant(**cells)

    assert (co_tenant, codes) == (None, ())


@pytest.mark.parametrize(
    ("cells", "co_tenant", "codes"),
    [
        ({"surname": "nee"}, None, ()),
        ({"surname": "ja"}, None, ("co_tenant_unnamed",)),
        ({"initials": "geen"}, None, ()),
        ({"initials": "J."}, None, ("co_tenant_unnamed",)),
        # The one cell has the surname, the columns the rest.
        ({"salutation": "Dhr.", "initials": "J.", "prefix": "de", "name": "Boer"}, BOER, ()),
    ],
)
def test_a_co_tenant_is_read_from_columns(
    cells: dict[str, str], co_tenant: Person | None, codes: tuple[str, ...]
) -> None:
    assert read_with_co_tenant(**cells) == (co_tenant, codes)


def read_with_co_tenant(**cells: str) -> tuple[Person | None, tuple[str, ...]]:
    """Give the co-tenant and the codes of a row that has columns for the co-tenant."""
    headers, row = make_rows({"co_name": cells.pop("name", "")})
    headers += [f"co_tenant_{part}" for part in cells]
    file = read_tenants(
        ";".join(headers).encode() + b"\n" + ";".join([*row, *cells.values()]).encode(),
        file_name="x.csv",
        today=TODAY,
        mapping={place: f"co_{part}" for place, part in enumerate(cells, start=len(row))},
    )
    return file.tenants[0].co_tenant, file.rows[0].codes


@pytest.mark.parametrize(
    ("change", "co_tenant", "codes"),
    [
        ({"surname": "Dhr. A.M. Bos en Dhr. J. de Boer"}, BOER, ()),
        ({"surname": "A.M. Bos / Dhr. J. de Boer"}, BOER, ()),
        (
            {"surname": "A.M. Bos en K. Wit", "co_name": "Dhr. J. de Boer"},
            BOER,
            ("more_than_one_co_tenant",),
        ),
    ],
)
def test_a_second_person_in_the_cell_of_the_surname_is_the_co_tenant(
    change: dict[str, str], co_tenant: Person, codes: tuple[str, ...]
) -> None:
    tenant = read_tenant(**change)

    assert (tenant.initials, tenant.surname, tenant.co_tenant) == ("A.M.", "Bos", co_tenant)
    assert read_row(**change).codes == codes


def test_a_name_in_another_script_is_a_name() -> None:
    assert read_tenant(surname="Иванов").surname == "Иванов"


@pytest.mark.parametrize(
    ("field", "longest"),
    [("surname", "B" + "o" * 119), ("prefix", "v" * 30), ("initials", "A." * 10)],
)
def test_a_name_is_kept_whole_up_to_its_longest(field: str, longest: str) -> None:
    longer = "A." * 9 + "Th." if field == "initials" else f"{longest}o"

    assert getattr(read_tenant(**{field: longest}), field) == longest
    assert read_row(**{field: longer}).codes == ("too_long",)


def test_initials_in_brackets_behind_a_name_belong_to_it() -> None:
    tenant = read_tenant(surname="van der Meer (A.M.)", initials="")

    assert (tenant.initials, tenant.prefix, tenant.surname) == ("A.M.", "van der", "Meer")
