"""Every code of a list has its sentence, and no sentence is left over."""

from itertools import chain

from flask import Flask

from visits.formats.tenant import Bound, FileRefused, Notice, Question
from visits.formats.tenant.outcome import Doubt, Fault, FileRefusal, Merge, Skip
from visits.words.intake import BOUNDS, FILES, NOTICES, ROWS, notice, why_refused


def test_every_code_has_its_sentence_and_no_other_has_one() -> None:
    rows = {code.value for code in chain(Doubt, Fault, Merge, Skip)}
    # Where a second list begins is said with its row.
    files = {code.value for code in chain(FileRefusal, Question)} - {FileRefusal.SECOND_HEADER}

    assert set(ROWS) == rows
    assert set(FILES) == files
    assert set(BOUNDS) == {bound.value for bound in Bound}
    assert set(NOTICES) == {code.value for code in Notice}


def test_what_is_worth_knowing_names_sheets_and_lines(app: Flask) -> None:
    with app.test_request_context():
        sheets = notice({"code": "other_sheets", "read": "Noord", "names": ["Zuid", "100%"]})
        lines = notice({"code": "quotes_as_text", "lines": [3, 7]})

    assert "Noord" in sheets
    assert "Zuid en 100%" in sheets
    assert "3 en 7" in lines


def test_a_second_list_is_refused_with_the_row_where_it_begins(app: Flask) -> None:
    refusal = FileRefused(FileRefusal.SECOND_HEADER, Bound.PLACE, 12)

    with app.test_request_context():
        assert "rij 12" in why_refused(refusal)
