"""Whose turn it is, on the pages: each thing that waits has a line with one button."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web import journey
from tests.web.journey import on
from visits.domain.letter import Kind
from visits.domain.turn import PATIENCE, Task, Turn
from visits.models import db
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.upkeep.worklist import Chore

ASKED = [task for task in Task if task not in {Task.DAY, Task.ELSEWHERE, Task.OVER}]


@pytest.mark.parametrize("task", [*ASKED, *Chore])
def test_what_waits_is_a_line_with_one_button(app: Flask, task: Task | Chore) -> None:
    subject = SimpleNamespace(
        id=1, tenant=None, doubts=["name"], letter_sent_on=NOW.date(), held_on=NOW.date(),
        due=NOW.date(), what="De lamp maken", last=NOW, why="ahead",
    )  # fmt: skip
    values = {
        "turn": Turn(None, Task.TELL, NOW, Kind.MOVED), "count": 2, "days": 40, "month": "2026-12",
        "day": NOW.date(),
        "appointment": SimpleNamespace(starts_at=NOW),
    }  # fmt: skip
    page = '{% import "home/_tasks.html" as tasks with context %}{{ tasks[one.task](one, true) }}'

    with app.test_request_context():
        said = render_template_string(
            page, one=SimpleNamespace(task=task, subject=subject, values=values), moment=NOW
        )

    assert said.count('class="button') + said.count("<button") == 1
    assert "<strong>" in said


def test_a_director_is_asked_for_a_yes_and_the_assistant_after_days_of_silence(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        client.sign_in(cast.director)
        home = client.get("/").text
        client.sign_in(cast.assistant)
        early = client.get("/deze-maand").text
    with on(NOW + PATIENCE):
        client.sign_in(cast.assistant)
        late = client.get("/deze-maand").text

    assert "Kunt u naar" in home
    assert "heeft nog geen ja gezegd" not in early
    assert "heeft nog geen ja gezegd" in late


def test_without_a_mail_server_each_mail_is_sent_by_hand_and_then_asked_for_no_more(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        number = journey.planned_visit(client, app, cast)
        client.sign_in(cast.assistant)
        before = client.get("/deze-maand").text
        with app.app_context():
            waiting = db.session.scalars(select(Mail.id).where(Mail.sent_at.is_(None))).all()
        for mail in waiting:
            client.send(f"/agenda/post/{mail}/anders", visit=number)
        after = client.get("/deze-maand").text

    assert waiting
    assert "Verstuur de mails over het bezoek aan" in before
    assert "Verstuur de mails over het bezoek aan" not in after


def test_the_page_of_a_visit_says_whose_turn_it_is_or_why_it_is_nobodys(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        number = journey.planned_visit(client, app, cast)
        client.sign_in(cast.assistant)
        asked = client.get(f"/bezoeken/{number}").text
        client.send(f"/bezoeken/{number}/afspraak/bevestigen")
        client.send(f"/bezoeken/{number}/afspraak/verteld")
        with app.app_context():
            for mail in db.session.scalars(select(Mail)):
                mail.sent_at = NOW
            db.session.commit()
        ready = client.get(f"/bezoeken/{number}").text

    assert "Directeur:</strong> Zeg ja op de uitnodiging." in asked
    assert "Alles is klaar voor de dag. Niemand hoeft nu iets te doen." in ready


def test_another_director_may_write_the_note_of_one_who_left(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        number = journey.held_visit(client, app, cast)
    with on(journey.STARTS_AT + timedelta(days=1)):
        client.sign_in(cast.assistant)
        client.send(f"/bezoeken/{number}/bezocht", on="17-12-2026", minutes="60")
        with app.app_context():
            db.session.get_one(Visit, number).host_id = None
            db.session.commit()
        page = client.get(f"/bezoeken/{number}").text

    assert "Kies een directeur voor dit bezoek." in page
    assert 'id="wie"' in page


def test_nobody_is_offered_a_button_that_is_not_theirs(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        number = journey.held_visit(client, app, cast)
    with on(journey.STARTS_AT + timedelta(days=1)):
        client.sign_in(cast.assistant)
        client.send(f"/bezoeken/{number}/bezocht", on="17-12-2026", minutes="60")
        page = client.get("/deze-maand").text

    assert "Directeur:</strong> Schrijf de notitie." in page
    assert f"/bezoeken/{number}/notitie" not in page
