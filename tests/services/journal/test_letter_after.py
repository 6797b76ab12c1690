"""The letter after a visit: thanks, and what only the director writes: heard and promised."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import set_up
from tests.services.village import AFTER, DAY, Office, add_person, deeds, held, write_note
from visits.domain.account import Role
from visits.domain.letter import Kind
from visits.domain.note import Permission
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer
from visits.formats.text import Text
from visits.models.letter import Letter
from visits.models.note import Note
from visits.models.visit import Visit
from visits.services.journal.letter_after import Parts, find_parts, write_parts
from visits.services.journal.note import NewInsight, NewPromise, set_permission
from visits.services.journal.promise import answer, end, list_of_visit
from visits.services.refusals import NotFound, Refused
from visits.services.visit import letter as letters
from visits.services.visit import step as steps

OWN = Parts("U bent trots op uw tuin.", "- De lamp in de hal.")
HEARD, PROMISED, NOTED = "Wat ik van u hoorde", "Wat ik u beloofde", "Ik heb kort opgeschreven"


@pytest.fixture
def visit(session: Session, office: Office) -> Visit:
    """A visit with a note, of which something was heard and something promised."""
    set_up(session)
    visit = held(session, office)
    made = NewPromise("Lamp in de hal maken.", (AFTER + 30 * DAY).date(), office.director.id)
    insights = [NewInsight("De hal is donker."), NewInsight("De tuin is een feest.")]
    write_note(session, visit, office, insights=insights, promises=[made])
    return visit


def begun(session: Session, visit: Visit, office: Office) -> Parts | None:
    """Give the parts as the director finds them."""
    return find_parts(session, visit, by=office.director.id, now=AFTER)


def write(session: Session, visit: Visit, office: Office, parts: Parts = OWN) -> None:
    """Keep what the director writes."""
    write_parts(session, visit, parts, by=office.director.id, now=AFTER)


def send(session: Session, visit: Visit, office: Office) -> str:
    """Put the letter in the post, and read its paper on one line."""
    letter = letters.send(session, visit, Kind.AFTER, by=office.assistant.id, now=AFTER)
    return " ".join(PdfReader(BytesIO(letter.paper or b"")).pages[0].extract_text().split())


def test_the_parts_begin_with_what_was_heard_and_promised_and_by_when(
    session: Session, office: Office, visit: Visit
) -> None:
    assert begun(session, visit, office) == Parts(
        "- De hal is donker.\n- De tuin is een feest.",
        "- Lamp in de hal maken. U hoort van ons vóór 8 januari 2027.",
    )


def test_a_promise_that_ended_is_told_with_its_answer(
    session: Session, office: Office, visit: Visit
) -> None:
    (promise,) = list_of_visit(session, visit)
    by = office.director.id
    end(session, promise, Progress.DONE, "Gemaakt", by=by, now=AFTER)
    told = TenantAnswer(AFTER.date(), AnswerChannel.PHONE, "De lamp\nbrandt.")
    answer(session, promise, told, by=by, now=AFTER)

    parts = begun(session, visit, office)

    assert parts is not None
    assert parts.promised == "- Lamp in de hal maken. De lamp brandt."


def test_a_visit_without_insights_begins_with_the_note_itself(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    write_note(session, visit, office, texts={"wish": "Een bankje voor de deur."})

    assert begun(session, visit, office) == Parts("- Een bankje voor de deur.", "")


def test_the_letter_says_thanks_what_was_heard_and_what_was_promised(
    session: Session, office: Office, visit: Visit
) -> None:
    write(session, visit, office)

    words = send(session, visit, office)

    for part in ("Bedankt dat ik", HEARD, OWN.heard, PROMISED, "De lamp in de hal.", NOTED):
        assert part in words
    assert deeds(session)[-2:] == ["note.letter", "letter.send"]


def test_until_the_director_writes_the_letter_only_says_thanks(
    session: Session, office: Office, visit: Visit
) -> None:
    words = send(session, visit, office)

    assert "Bedankt dat ik" in words
    assert "donker" not in words
    assert HEARD not in words
    assert PROMISED not in words


@pytest.mark.parametrize(
    ("parts", "there", "gone"),
    [
        (Parts("", OWN.promised), PROMISED, HEARD),
        (Parts(OWN.heard, " \n"), HEARD, PROMISED),
    ],
)
def test_each_part_can_be_left_out(
    session: Session, office: Office, visit: Visit, parts: Parts, there: str, gone: str
) -> None:
    write(session, visit, office, parts)

    words = send(session, visit, office)

    assert there in words
    assert gone not in words
    # It stays left out: the app does not begin anew.
    assert begun(session, visit, office) == Parts(parts.heard.strip(), parts.promised.strip())


def test_the_thanks_can_be_left_out_too(session: Session, office: Office, visit: Visit) -> None:
    write(session, visit, office)
    by = office.assistant.id
    bare = Text("Van ons gesprek", "{aanhef}\n\n{gehoord}\n\n{directeur_naam}")
    letters.keep_text(session, visit, Kind.AFTER, bare, large=False, by=by, now=AFTER)

    words = send(session, visit, office)

    assert "Bedankt" not in words
    assert OWN.heard in words


def test_only_the_director_who_made_the_visit_writes_them(
    session: Session, office: Office, visit: Visit
) -> None:
    for other in (add_person(session, Role.DIRECTOR), office.assistant):
        assert find_parts(session, visit, by=other.id, now=AFTER) is None
        with pytest.raises(Refused, match="not_yours"):
            write_parts(session, visit, OWN, by=other.id, now=AFTER)


def test_under_no_notes_there_is_only_the_thanks(session: Session, office: Office) -> None:
    set_up(session)
    visit = held(session, office)
    steps.wish_no_note(session, visit, by=office.director.id, now=AFTER)

    assert begun(session, visit, office) is None
    with pytest.raises(NotFound):
        write(session, visit, office)
    words = send(session, visit, office)
    assert "Bedankt dat ik" in words
    assert not [part for part in (HEARD, PROMISED, NOTED) if part in words]


def test_who_takes_the_story_back_takes_the_letter_back_too(
    session: Session, office: Office, visit: Visit
) -> None:
    write(session, visit, office)
    send(session, visit, office)
    note = session.scalars(select(Note)).one()

    set_permission(session, note, Permission.NOTHING, by=office.director.id, now=AFTER)

    kinds = session.scalars(select(Letter.kind)).all()
    assert (note.letter_heard, note.letter_promised) == (None, None)
    assert Kind.AFTER not in kinds
    assert begun(session, visit, office) is None
    words = send(session, visit, office)
    assert not [part for part in (HEARD, PROMISED, NOTED) if part in words]
