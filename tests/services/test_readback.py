"""The letter after a visit: written by a person first, and complete before it goes."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import set_up
from tests.services.village import AFTER, DAY, Office, held, write_note
from visits.domain.note import Permission
from visits.models.visit import Visit
from visits.services import readback
from visits.services.refusals import NotFound, Refused


def noted(session: Session, office: Office) -> Visit:
    """Give a visit with a note."""
    set_up(session)
    visit = held(session, office)
    write_note(session, visit, office)
    return visit


def test_the_letter_in_the_post_is_noted_with_its_day(session: Session, office: Office) -> None:
    visit, by = noted(session, office), office.director.id
    readback.write(session, visit, " Dank u wel. ", by=by, now=AFTER)

    note = readback.send(session, visit, by=by, now=AFTER + DAY)

    assert (note.letter, note.letter_sent_on) == ("Dank u wel.", (AFTER + DAY).date())


def test_a_letter_that_nobody_wrote_does_not_go(session: Session, office: Office) -> None:
    visit = noted(session, office)

    with pytest.raises(Refused, match="letter_missing"):
        readback.send(session, visit, by=office.director.id, now=AFTER)


def test_the_letter_does_not_go_while_a_setting_that_it_prints_is_empty(
    session: Session, office: Office
) -> None:
    visit, by = noted(session, office), office.director.id
    note = readback.write(session, visit, "Dank u wel.", by=by, now=AFTER)
    set_up(session, director_name="")

    with pytest.raises(Refused) as refused:
        readback.send(session, visit, by=by, now=AFTER)

    assert (refused.value.code, refused.value.values) == (
        "letter_incomplete",
        {"missing": ["director_name"]},
    )
    assert note.letter_sent_on is None


def test_of_a_visit_without_notes_there_is_no_letter(session: Session, office: Office) -> None:
    set_up(session)
    visit = held(session, office)
    write_note(session, visit, office, Permission.NOTHING)

    with pytest.raises(NotFound):
        readback.write(session, visit, "Dank u wel.", by=office.director.id, now=AFTER)
