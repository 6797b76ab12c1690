"""When a month is drawn by itself, what keeps it waiting, and who hears of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, make_tenant, set_up, tenant_record
from tests.services.village import (
    AFTER,
    DAY,
    PERIOD,
    SENDER,
    Office,
    add_person,
    add_tenants,
    deeds,
    held,
    hold_draw,
    import_file,
    write_note,
)
from visits.domain.account import Role
from visits.domain.draw import in_fours
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.draw import due
from visits.services.journal.note import NewPromise
from visits.services.organisation import change_organisation

DECEMBER, JANUARY = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2027, 1, 4, 9, tzinfo=UTC)


def furnish(session: Session, *, now: datetime = NOW, **choices: object) -> None:
    """Fill in the settings, and store a whole list of tenants."""
    set_up(session, **choices)
    import_file(session, [tenant_record() for _ in range(3)], now=now)


def promised(session: Session, office: Office, *days: date) -> Visit:
    """Give a visit at which something was promised by each of these days."""
    visit = held(session, office)
    several = [NewPromise("Lamp maken", day, office.director.id) for day in days]
    write_note(session, visit, office, promises=several)
    return visit


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2026, 12, 31, 9, tzinfo=UTC), "2026-12"),
        (datetime(2027, 1, 1, 9, tzinfo=UTC), None),  # a holiday
        (datetime(2027, 1, 3, 9, tzinfo=UTC), None),  # a Sunday
        (JANUARY, "2027-01"),
    ],
)
def test_a_month_is_drawn_by_itself_from_its_first_working_day(
    session: Session, now: datetime, month: str | None
) -> None:
    furnish(session, import_days=60)

    assert due.draw_is_due(session, now=now) == month


def test_a_month_that_was_drawn_is_not_drawn_by_itself_again(session: Session) -> None:
    furnish(session)
    hold_draw(session)

    assert due.draw_is_due(session, now=NOW) is None


def test_without_a_list_of_tenants_nothing_is_drawn_and_nothing_waits(session: Session) -> None:
    set_up(session)

    assert (due.draw_is_due(session, now=NOW), due.draw_waits(session, now=NOW)) == (
        None,
        None,
    )


@pytest.mark.parametrize(("age", "kept_back"), [(35, False), (36, True)])
def test_nothing_is_drawn_by_itself_from_an_old_list(
    session: Session, age: int, kept_back: bool
) -> None:
    furnish(session, now=DECEMBER - age * DAY)

    assert due.draw_is_due(session, now=DECEMBER) == (None if kept_back else "2026-12")
    assert due.draw_waits(session, now=DECEMBER) == ("2026-12" if kept_back else None)


def test_nothing_is_drawn_by_itself_while_a_letter_could_not_go_out(session: Session) -> None:
    furnish(session, phone="")

    assert due.draw_is_due(session, now=DECEMBER) is None
    assert due.draw_waits(session, now=DECEMBER) == "2026-12"


@pytest.mark.parametrize(("brake", "kept_back"), [(2, False), (1, True)])
def test_nothing_is_drawn_by_itself_while_too_many_wait_for_an_answer(
    session: Session, office: Office, brake: int, kept_back: bool
) -> None:
    visit = held(session, office)
    day = AFTER.date() + 60 * DAY
    promises = [NewPromise("Lamp maken", day), NewPromise("Haag snoeien", day)]
    write_note(session, visit, office, promises=promises)
    furnish(session, now=JANUARY, promise_brake=brake)

    assert (due.draw_is_due(session, now=JANUARY) is None) is kept_back


def test_that_a_month_waits_is_told_once(session: Session, office: Office) -> None:
    furnish(session, phone="")

    due.tell_waiting(session, "2026-12", sender=SENDER, now=DECEMBER)
    session.flush()

    assert due.draw_waits(session, now=DECEMBER + DAY) is None
    recipients = session.scalars(select(Mail.recipient)).all()
    assert recipients == [office.assistant.email]


def test_a_month_is_told_of_when_it_is_drawn_and_not_again(
    session: Session, office: Office
) -> None:
    add_tenants(session, 3)
    for _ in range(2):
        due.draw_and_tell(session, "2026-11", sender=SENDER, by=office.assistant.id, now=NOW)

    session.flush()
    assert session.scalar(select(func.count(Mail.id))) == 1


@pytest.mark.parametrize(("day", "by_hand"), [(1, False), (2, True)])
def test_a_draw_on_another_day_was_made_by_hand(day: int, by_hand: bool) -> None:
    assert due.is_by_hand("2026-12", date(2026, 12, day)) is by_hand


@pytest.mark.parametrize(
    ("day", "by_hand"),
    [(date(2026, 10, 30), True), (date(2026, 11, 1), True), (date(2026, 11, 2), False),
     (date(2026, 11, 3), True)],
)  # fmt: skip
def test_any_day_but_the_first_working_day_is_by_hand(day: date, by_hand: bool) -> None:
    assert due.is_by_hand(PERIOD, day) is by_hand


@pytest.fixture
def fresh(session: Session, office: Office) -> Session:
    """An association that is set up, with a list of the first of November."""
    set_up(session)
    import_file(session, [tenant_record() for _ in range(3)], now=datetime(2026, 11, 1, tzinfo=UTC))
    return session


def asked(session: Session, now: datetime) -> tuple[str | None, str | None]:
    """Give the month that is drawn by itself, and the one that waits for the assistant."""
    return due.draw_is_due(session, now=now), due.draw_waits(session, now=now)


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2026, 11, 1, 22, 59, tzinfo=UTC), None),  # a minute before Monday the second
        (datetime(2026, 11, 1, 23, 0, tzinfo=UTC), PERIOD),
        (NOW, PERIOD),
    ],
)
def test_a_month_is_drawn_by_itself_from_its_first_working_day_on(
    fresh: Session, now: datetime, month: str | None
) -> None:
    assert asked(fresh, now) == (month, None)


def test_a_month_that_was_drawn_is_not_due_again(fresh: Session) -> None:
    hold_draw(fresh)

    assert asked(fresh, NOW) == (None, None)


def test_without_a_list_of_tenants_no_month_is_due_and_none_waits(session: Session) -> None:
    set_up(session)
    make_tenant(session)

    assert asked(session, NOW) == (None, None)


@pytest.mark.parametrize(
    ("choices", "held_back"),
    [
        ({"import_days": 23}, False),  # the list is 23 days old
        ({"import_days": 22}, True),
        ({"promise_brake": 1}, False),  # one promise is open
        ({"promise_brake": 0}, True),
        ({"phone": ""}, True),  # the letter cannot be made
        ({"board_label": ""}, False),
    ],
)
def test_an_old_list_too_many_promises_or_no_letter_leave_the_draw_to_the_assistant(
    fresh: Session, office: Office, choices: dict[str, Any], held_back: bool
) -> None:
    promised(fresh, office, date(2027, 2, 1))
    change_organisation(fresh, choices, by=None, now=NOW)
    december = datetime(2026, 12, 1, 9, tzinfo=UTC)
    import_file(fresh, [tenant_record()], now=december - 23 * DAY)

    expected = (None, "2026-12") if held_back else ("2026-12", None)

    assert asked(fresh, december) == expected


def test_the_assistant_hears_once_that_a_month_waits_and_why(
    fresh: Session, office: Office
) -> None:
    change_organisation(fresh, {"import_days": 7, "promise_brake": 3}, by=None, now=NOW)
    before = due.draw_waits(fresh, now=NOW)

    due.tell_waiting(fresh, PERIOD, sender=SENDER, now=NOW)

    fresh.flush()
    (mail,) = fresh.scalars(select(Mail)).all()
    said = " ".join(mail.body.split())
    assert (before, due.draw_waits(fresh, now=NOW + DAY)) == (PERIOD, None)
    assert due.draw_waits(fresh, now=NOW + 10 * DAY) == "2026-12"  # another month is another mail
    assert mail.recipient == office.assistant.email
    assert "hoogstens 7 dagen oud. Nu is zij 23 dagen oud" in said
    assert "hoogstens 3 beloften open. Nu zijn het er 0." in said
    assert f"{SENDER.base_url}/loting/" in said


def test_every_assistant_hears_of_a_draw_once_in_a_language_of_their_own(
    fresh: Session, office: Office
) -> None:
    add_person(fresh, Role.BOARD)
    add_person(fresh, Role.ASSISTANT).active = False
    english = add_person(fresh, Role.ASSISTANT, email="zoe@waterhof.example")
    english.language = "en"

    draw = due.draw_and_tell(fresh, PERIOD, sender=SENDER, by=office.assistant.id, now=NOW)
    again = due.draw_and_tell(fresh, PERIOD, sender=SENDER, by=office.assistant.id, now=NOW + DAY)

    fresh.flush()
    subjects = dict(fresh.execute(select(Mail.recipient, Mail.subject)).all())
    bodies = fresh.scalars(select(Mail.body)).all()
    assert again is draw
    assert subjects == {
        office.assistant.email: "Loting november 2026: er is een kandidaat",
        english.email: "Draw of November 2026: there is a candidate",
    }
    for body in bodies:
        assert in_fours(draw.control_code) in body
        assert f"{SENDER.base_url}/loting/{PERIOD}" in body
        assert "Meer" not in body


def test_a_month_opened_by_hand_keeps_why_and_by_whom(fresh: Session, office: Office) -> None:
    draw = due.draw_and_tell(
        fresh, PERIOD, reason="De lijst kwam laat", sender=SENDER, by=office.assistant.id, now=NOW
    )

    assert (draw.reason, draw.drawn_by) == ("De lijst kwam laat", office.assistant.id)
    assert "draw.hold" in deeds(fresh)
