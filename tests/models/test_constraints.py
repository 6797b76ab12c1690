"""What the tables hold to be true, whatever a service does."""

from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, make_tenant
from tests.services.village import count
from visits.domain.eligibility import ExclusionReason
from visits.domain.insight import Stage
from visits.domain.promise import Progress
from visits.models import Base
from visits.models.account import Account, Team
from visits.models.appointment import Appointment, Guest, GuestRole
from visits.models.draw import Chain, Draw, Exclusion
from visits.models.insight import Insight, InsightTheme
from visits.models.note import Note, NoteDraft
from visits.models.promise import Promise
from visits.models.tenant import Tenant
from visits.models.theme import Theme
from visits.models.visit import Visit

HOUR = timedelta(hours=1)
Row = TypeVar("Row", bound=Base)


def add(session: Session, row: Row) -> Row:
    """Store a row now, so that the database says what it thinks of it."""
    session.add(row)
    session.flush()
    return row


def make_draw(session: Session, number: int = 1, period: str = "2026-11") -> Draw:
    """Make a draw without a lottery."""
    return add(
        session,
        Draw(
            number=number,
            period=period,
            record="{}",
            control_code=f"{number:064}",
            tenants=b"",
            eligible=0,
            excluded={},
            drawn_at=NOW,
        ),
    )


def make_visit(session: Session, lot: int = 1, tenant: Tenant | None = None) -> Visit:
    """Make a visit of the first draw."""
    if session.get(Draw, 1) is None:
        make_draw(session)
    row = Visit(
        draw_number=1,
        lot=lot,
        tenant_id=tenant.id if tenant else None,
        district="Overdie",
        tenure_band="30_39",
        state_since=NOW,
        seen_at=NOW,
    )
    return add(session, row)


def make_appointment(session: Session, visit: Visit, uid: str, **fields: Any) -> Appointment:
    """Make an appointment of an hour."""
    known = {"starts_at": NOW, "ends_at": NOW + HOUR, "created_at": NOW, "modified_at": NOW}
    return add(session, Appointment(visit_id=visit.id, uid=uid, **known | fields))


def make_person(session: Session, name: str = "a") -> Account:
    """Make an account without a role."""
    return add(
        session,
        Account(
            email=f"{name}@waterhof.example",
            name=name,
            password="-",
            fs_uniquifier=name,
            created_at=NOW,
        ),
    )


def make_promise(session: Session, visit: Visit, **fields: Any) -> Promise:
    """Make a promise."""
    known = {"what": "Lamp", "promised_on": TODAY, "due": TODAY, "made_at": NOW}
    return add(session, Promise(visit_id=visit.id, **known | fields))


def test_a_visit_has_one_open_appointment(session: Session) -> None:
    visit = make_visit(session)
    make_appointment(session, visit, "a")

    with pytest.raises(IntegrityError):
        make_appointment(session, visit, "b")


def test_a_visit_keeps_every_cancelled_appointment(session: Session) -> None:
    visit = make_visit(session)
    make_appointment(session, visit, "a", cancelled_at=NOW)
    make_appointment(session, visit, "b", cancelled_at=NOW)

    make_appointment(session, visit, "c")

    assert count(session, Appointment) == 3


def test_two_appointments_never_share_a_uid(session: Session) -> None:
    make_appointment(session, make_visit(session), "a")

    with pytest.raises(IntegrityError):
        make_appointment(session, make_visit(session, lot=2), "a")


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": NOW},  # it must last
        {"ends_at": NOW - HOUR},
        {"sequence": -1},
    ],
)
def test_an_appointment_lasts_and_counts_up(session: Session, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make_appointment(session, make_visit(session), "a", **wrong)


def test_an_address_is_invited_once(session: Session) -> None:
    appointment = make_appointment(session, make_visit(session), "a")
    guest = {"appointment_id": appointment.id, "email": "a@b.example", "name": "A"}
    add(session, Guest(role=GuestRole.HOST, **guest))

    with pytest.raises(IntegrityError):
        add(session, Guest(role=GuestRole.TENANT, **guest))


def test_a_month_is_drawn_once(session: Session) -> None:
    make_draw(session)

    with pytest.raises(IntegrityError):
        make_draw(session, number=2)


def test_a_lot_of_a_draw_is_one_visit(session: Session) -> None:
    make_visit(session)

    with pytest.raises(IntegrityError):
        make_visit(session)


def test_a_draw_with_a_visit_cannot_be_thrown_away(session: Session) -> None:
    make_visit(session)

    with pytest.raises(IntegrityError):
        session.execute(delete(Draw))


def test_there_is_one_chain_of_seeds(session: Session) -> None:
    add(session, Chain(id=1, root="a", anchor="b", made_at=NOW))

    with pytest.raises(IntegrityError):
        add(session, Chain(id=2, root="a", anchor="b", made_at=NOW))


def test_a_hold_ends_after_it_begins(session: Session) -> None:
    tenant = make_tenant(session)

    with pytest.raises(IntegrityError):
        add(
            session,
            Exclusion(tenant_id=tenant.id, reason=ExclusionReason.WORKS, since=TODAY, until=TODAY),
        )


def test_a_promise_closes_only_with_an_answer(session: Session) -> None:
    visit = make_visit(session)

    with pytest.raises(IntegrityError):
        make_promise(session, visit, progress=Progress.CLOSED, outcome=Progress.DONE)


@pytest.mark.parametrize("told", [{"answered_on": TODAY}, {"no_answer_wanted": True}])
def test_a_promise_closes_with_an_answer_or_the_wish_for_none(
    session: Session, told: dict[str, Any]
) -> None:
    promise = make_promise(session, make_visit(session), progress=Progress.CLOSED, **told)

    assert promise.id


def test_a_promise_has_a_person_or_a_team_and_not_both(session: Session) -> None:
    owner = make_person(session)
    team = add(session, Team(name="Proefteam"))

    with pytest.raises(IntegrityError):
        make_promise(session, make_visit(session), owner_id=owner.id, team_id=team.id)


def test_a_visit_has_one_note(session: Session) -> None:
    note = {"visit_id": make_visit(session).id, "permission": 1}
    add(session, Note(finished_at=NOW, changed_at=NOW, **note))

    with pytest.raises(IntegrityError):
        add(session, Note(finished_at=NOW, changed_at=NOW, **note))


def test_somebody_has_one_draft_of_a_note(session: Session) -> None:
    key = {"visit_id": make_visit(session).id, "account_id": make_person(session).id}
    add(session, NoteDraft(fields={}, saved_at=NOW, **key))

    with pytest.raises(IntegrityError):
        add(session, NoteDraft(fields={}, saved_at=NOW, **key))


def test_a_theme_that_is_used_cannot_be_thrown_away(session: Session) -> None:
    insight = Insight(ref="a", visit_id=make_visit(session).id, statement="Zin", made_at=NOW)
    add(session, insight)
    add(session, InsightTheme(insight_id=insight.id, position=0, code="WON.vocht"))

    with pytest.raises(IntegrityError):
        session.execute(delete(Theme).where(Theme.code == "WON.vocht"))


def test_erasing_a_tenant_leaves_the_visit_and_what_was_heard(session: Session) -> None:
    tenant = make_tenant(session)
    visit = make_visit(session, tenant=tenant)
    add(
        session,
        Insight(ref="a", visit_id=visit.id, statement="Zin", stage=Stage.RELEASED, made_at=NOW),
    )

    session.execute(delete(Tenant))
    session.expire_all()

    assert session.get_one(Visit, visit.id).tenant_id is None
    assert count(session, Insight) == 1


@pytest.mark.parametrize("number", [0, 100_000])
def test_a_house_has_a_number_that_exists(session: Session, number: int) -> None:
    with pytest.raises(IntegrityError):
        make_tenant(session, house_number=number)


def test_a_tenant_number_is_there_once(session: Session) -> None:
    make_tenant(session, external_id="1")

    with pytest.raises(IntegrityError):
        make_tenant(session, external_id="1")
