"""The words on the screen for the words in the code: one table for each closed list."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from flask import Flask
from flask_babel import LazyString, lazy_gettext
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from visits.domain.account import Right, Role
from visits.domain.doubt import Doubt
from visits.domain.eligibility import ExclusionReason, Reason
from visits.domain.insight import Kind, Source, Stage
from visits.domain.letter import Kind as LetterKind
from visits.domain.note import Felt, Permission, ReadBack
from visits.domain.outbox import Delivery, Failure
from visits.domain.privacy import Sign
from visits.domain.promise import AnswerChannel, Progress, Word
from visits.domain.visit import Band, Channel, Outcome, Result, State
from visits.models.appointment import GuestRole, Partstat
from visits.models.board import Handing
from visits.models.tenant import BatchState
from visits.words.turns import TASKS

ROLES: dict[Role, LazyString] = {
    Role.DIRECTOR: lazy_gettext("director"),
    Role.ASSISTANT: lazy_gettext("assistant"),
    Role.BOARD: lazy_gettext("board"),
    Role.STAFF: lazy_gettext("staff"),
    Role.ADMIN: lazy_gettext("administrator"),
}
SETTINGS: dict[str, LazyString] = {
    "name": lazy_gettext("Name of the association"),
    "place": lazy_gettext("Town of the office"),
    "sender_address": lazy_gettext("Address of the office"),
    "phone": lazy_gettext("Telephone for tenants"),
    "phone_hours": lazy_gettext("When tenants can call"),
    "director_name": lazy_gettext("Name of the director"),
    "director_title": lazy_gettext("Title of the director"),
    "assistant_name": lazy_gettext("Name of the assistant"),
    "privacy_url": lazy_gettext("Page about privacy"),
    "privacy_address": lazy_gettext("Address for questions about privacy"),
}
# Rows, not a dict: words of two lists may be spelt alike, and are then equal as text. Behind the
# words of a state: the shape that stands before it, so that it reads without colour too.
LABELS: tuple[tuple[Any, ...], ...] = (
    (State.DRAWN, lazy_gettext("Drawn")),
    (State.APPROACHED, lazy_gettext("Approached"), "busy"),
    (State.PLANNED, lazy_gettext("Planned"), "busy"),
    (State.CONFIRMED, lazy_gettext("Confirmed"), "done"),
    (State.HELD, lazy_gettext("Visited"), "done"),
    (State.CLOSED, lazy_gettext("Closed"), "done"),
    (State.DECLINED, lazy_gettext("Would rather not"), "no"),
    (State.NOT_NOW, lazy_gettext("Not now, later perhaps"), "wait"),
    (State.NO_REPLY, lazy_gettext("Gave no answer"), "wait"),
    (State.NOT_ELIGIBLE, lazy_gettext("Should not have been drawn"), "other"),
    (State.CANCELLED_BY_TENANT, lazy_gettext("Cancelled by the tenant"), "no"),
    (State.CANCELLED_BY_US, lazy_gettext("Cancelled by us"), "no"),
    (State.NOT_HOME, lazy_gettext("Nobody was home"), "no"),
    (State.GIVEN_UP, lazy_gettext("Did not happen"), "no"),
    (Reason.ENDED, lazy_gettext("Tenancy ends or has ended")),
    (Reason.TOO_SHORT, lazy_gettext("Rents for a shorter time")),
    (Reason.NO_START_DATE, lazy_gettext("Start date is missing")),
    (Reason.OPTED_OUT, lazy_gettext("Never wants to be approached")),
    (Reason.VISITED, lazy_gettext("Already visited")),
    (Reason.OPEN, lazy_gettext("Invited at this moment")),
    (Reason.NOT_NOW, lazy_gettext("Not now, later perhaps")),
    (Reason.DECLINED, lazy_gettext("Declined before")),
    (Reason.NO_REPLY, lazy_gettext("Gave no answer")),
    (Reason.EXCLUDED, lazy_gettext("Left out by us for a while")),
    (Reason.SAME_ADDRESS, lazy_gettext("Same address as another tenant")),
    (Doubt.CONTRACT, lazy_gettext("The contract is another one.")),
    (Doubt.NAME, lazy_gettext("The name is another one.")),
    (Doubt.ADDRESS, lazy_gettext("The address is another one.")),
    (Doubt.GONE, lazy_gettext("This tenant is no longer on the list.")),
    (Channel.PHONE, lazy_gettext("Telephone")),
    (Channel.LETTER, lazy_gettext("Letter")),
    (Channel.DOOR, lazy_gettext("At the door")),
    (Result.YES, lazy_gettext("Yes, gladly"), "done"),
    (Result.LATER, lazy_gettext("Later"), "wait"),
    (Result.NO, lazy_gettext("Would rather not"), "no"),
    (Result.NOT_REACHED, lazy_gettext("No answer"), "wait"),
    (Result.WRONG_NUMBER, lazy_gettext("Wrong number"), "no"),
    (Result.NOT_NOW, lazy_gettext("Do not approach now"), "wait"),
    (GuestRole.HOST, lazy_gettext("director")),
    (GuestRole.COMPANION, lazy_gettext("comes along")),
    (GuestRole.TENANT, lazy_gettext("tenant")),
    (Delivery.WAITING, lazy_gettext("Waits to be sent"), "wait"),
    (Delivery.RETRYING, lazy_gettext("Not sent yet"), "late"),
    (Delivery.SENT, lazy_gettext("Sent"), "done"),
    (Delivery.GIVEN_UP, lazy_gettext("Could not be sent"), "no"),
    (Failure.UNREACHABLE, lazy_gettext("The mail server did not answer.")),
    (Failure.NOT_TRUSTED, lazy_gettext("The mail server showed no certificate that we trust.")),
    (Failure.LOGIN, lazy_gettext("The mail server refused our name and password.")),
    (
        Failure.NO_TOKEN,
        lazy_gettext("We got no token to log in with. Are VISITS_TOKEN_… in the settings right?"),
    ),
    (Failure.LATER, lazy_gettext("The mail server asks us to try later.")),
    (Failure.REFUSED, lazy_gettext("The mail server refuses this address. Is it right?")),
    (
        Failure.NOT_ASCII,
        lazy_gettext("Our mail server cannot write to an address with such letters."),
    ),
    (Failure.NOT_MADE, lazy_gettext("We could not make this mail. Is the address right?")),
    (Failure.SET_ASIDE, lazy_gettext("Seen to in another way.")),
    (LetterKind.INVITATION, lazy_gettext("Invitation")),
    (LetterKind.CONFIRMATION, lazy_gettext("Confirmation of the day")),
    (LetterKind.MOVED, lazy_gettext("Another day")),
    (LetterKind.CANCELLED, lazy_gettext("Cancellation by us")),
    (LetterKind.AFTER, lazy_gettext("Letter after the visit")),
    (Partstat.NEEDS_ACTION, lazy_gettext("has not answered yet"), "wait"),
    (Partstat.ACCEPTED, lazy_gettext("accepted"), "done"),
    (Partstat.DECLINED, lazy_gettext("declined"), "no"),
    (Partstat.TENTATIVE, lazy_gettext("perhaps"), "busy"),
    (BatchState.READING, lazy_gettext("Is being read")),
    (BatchState.ASKED, lazy_gettext("Waits for your answer")),
    (BatchState.REFUSED, lazy_gettext("Could not be read")),
    (BatchState.STAGED, lazy_gettext("Waits for your yes")),
    (BatchState.STORED, lazy_gettext("Stored")),
    (BatchState.UNDONE, lazy_gettext("Undone")),
    (BatchState.CANCELLED, lazy_gettext("Stopped")),
    (Permission.NOTHING, lazy_gettext("Write nothing down")),
    (Permission.INTERNAL, lazy_gettext("Only for us")),
    (Permission.COUNTED, lazy_gettext("The subject counts")),
    (Permission.WITHOUT_NAME, lazy_gettext("Without a name in the report")),
    (Permission.WITH_NAME, lazy_gettext("With a name")),
    (Outcome.INVITED, lazy_gettext("Invited, no answer yet")),
    (Outcome.ACCEPTED, lazy_gettext("Said yes")),
    (Outcome.VISITED, lazy_gettext("Visited")),
    (Outcome.LAPSED, lazy_gettext("Month skipped")),
    (Outcome.DECLINED, lazy_gettext("Rather not")),
    (Outcome.NOT_NOW, lazy_gettext("Not now")),
    (Outcome.NO_REPLY, lazy_gettext("Gave no answer")),
    (Outcome.NOT_ELIGIBLE, lazy_gettext("Should not have been drawn")),
    (ExclusionReason.OTHER_CASE, lazy_gettext("Another matter is running")),
    (ExclusionReason.WORKS, lazy_gettext("There are works at the home")),
    (ExclusionReason.MOVES_SOON, lazy_gettext("Moves soon")),
    (ExclusionReason.COLLEAGUE_ASKS, lazy_gettext("A colleague asks for it")),
    (ReadBack.YES, lazy_gettext("Yes")),
    (ReadBack.NO, lazy_gettext("No")),
    (ReadBack.CORRECTED, lazy_gettext("Corrected")),
    (Felt.PLEASANT, lazy_gettext("Pleasant")),
    (Felt.FAIR, lazy_gettext("It was all right")),
    (Felt.UNPLEASANT, lazy_gettext("Not pleasant")),
    (Felt.NOT_ASKED, lazy_gettext("Not asked")),
    (Kind.COMPLIMENT, lazy_gettext("Compliment")),
    (Kind.CONCERN, lazy_gettext("Concern")),
    (Kind.IDEA, lazy_gettext("Idea")),
    (Kind.STORY, lazy_gettext("Story")),
    (Kind.QUESTION, lazy_gettext("Question")),
    (Kind.SIGNAL, lazy_gettext("Signal")),
    (Source.REPAIR, lazy_gettext("At a repair")),
    (Source.HANDOVER, lazy_gettext("At the hand-over of a home")),
    (Source.SOCIAL, lazy_gettext("On social media")),
    (Source.OTHER, lazy_gettext("Elsewhere")),
    (Stage.DRAFT, lazy_gettext("Draft")),
    (Stage.CODED, lazy_gettext("Has its themes"), "busy"),
    (Stage.RELEASED, lazy_gettext("Released to the board"), "done"),
    (Stage.ARCHIVED, lazy_gettext("Archived"), "done"),
    (Stage.WITHDRAWN, lazy_gettext("Withdrawn"), "no"),
    (Stage.INTERNAL, lazy_gettext("Only for us"), "wait"),
    (Progress.NEW, lazy_gettext("New")),
    (Progress.ASSIGNED, lazy_gettext("Given to somebody")),
    (Progress.RUNNING, lazy_gettext("Running"), "busy"),
    (Progress.DONE, lazy_gettext("Done"), "done"),
    (Progress.NOT_POSSIBLE, lazy_gettext("Cannot be done"), "no"),
    (Progress.HANDED_OVER, lazy_gettext("With somebody else"), "other"),
    (Progress.DROPPED, lazy_gettext("No longer needed"), "no"),
    (Progress.CLOSED, lazy_gettext("Closed"), "done"),
    (AnswerChannel.PHONE, lazy_gettext("Telephone")),
    (AnswerChannel.LETTER, lazy_gettext("Letter")),
    (AnswerChannel.EMAIL, lazy_gettext("E-mail")),
    (AnswerChannel.VISIT, lazy_gettext("Visit")),
    (Word.DONE, lazy_gettext("Done"), "done"),
    (Word.RUNNING, lazy_gettext("Running"), "busy"),
    (Word.CANNOT, lazy_gettext("Cannot, because…"), "no"),
    (Word.ELSEWHERE, lazy_gettext("With somebody else"), "other"),
    (Word.NOT_STARTED, lazy_gettext("Not started yet")),
    (Handing.MAIL, lazy_gettext("by mail")),
    (Handing.DOWNLOAD, lazy_gettext("downloaded")),
    (Band.TO_30, lazy_gettext("less than 30 years")),
    (Band.FROM_30, lazy_gettext("30 to 39 years")),
    (Band.FROM_40, lazy_gettext("40 to 49 years")),
    (Band.FROM_50, lazy_gettext("50 years or more")),
    (Sign.NAME, lazy_gettext("a name")),
    (Sign.STREET, lazy_gettext("a street")),
    (Sign.PLACE, lazy_gettext("a neighbourhood")),
    (Sign.HOUSE_NUMBER, lazy_gettext("a house number")),
    (Sign.POSTCODE, lazy_gettext("a postcode")),
    (Sign.PHONE, lazy_gettext("a telephone number")),
    (Sign.EMAIL, lazy_gettext("an e-mail address")),
    (Sign.IBAN, lazy_gettext("a bank account")),
    (Sign.NUMBER, lazy_gettext("a number of a person")),
    (Sign.AGE, lazy_gettext("an age")),
    (Sign.YEAR, lazy_gettext("a year, or a number of years")),
    (Sign.DATE, lazy_gettext("a date")),
    (Sign.ONLY, lazy_gettext("“the only”, “the oldest” or “the first”")),
)
# What a right opens.
OPENS: tuple[tuple[Right, LazyString], ...] = (
    (Right.TENANTS, lazy_gettext("the list of tenants")),
    (Right.DRAW, lazy_gettext("the draw")),
    (Right.VISITS, lazy_gettext("visits, letters and calendars")),
    (Right.NOTES, lazy_gettext("notes of their own")),
    (Right.INSIGHTS, lazy_gettext("insights and their themes")),
    (Right.RELEASE, lazy_gettext("releasing insights to the board")),
    (Right.PROMISES, lazy_gettext("promises")),
    (Right.BOARD, lazy_gettext("the pages of the board, without names")),
    (Right.REPORT, lazy_gettext("making reports")),
    (Right.CARDS, lazy_gettext("the conversation cards")),
    (Right.TALKS, lazy_gettext("passing on what they heard")),
    (Right.THEMES, lazy_gettext("looking after the list of themes")),
    (Right.HOME, lazy_gettext("a start page of their own")),
    (Right.ACCOUNTS, lazy_gettext("accounts and roles")),
    (Right.SETTINGS, lazy_gettext("the settings")),
    (Right.CLOCK, lazy_gettext("saying which day it is, when the clock is in doubt")),
    (Right.AUDIT, lazy_gettext("the log: who did what, never what was written")),
)
WORDS = (*LABELS, *TASKS, *OPENS, *ROLES.items())
LABEL = {(type(value), value): words for value, words, *_ in WORDS}
MARK = {(type(value), value): mark for value, _, *marks in LABELS for mark in marks}


def label(value: Enum) -> LazyString:
    """Give the word on the screen for a word in the code."""
    words: LazyString = LABEL[type(value), value]
    return words


def role_label(role: Role) -> LazyString | str:
    """Give the word for a role; an association may call its board otherwise."""
    from visits.words.organisation import organisation

    if role is Role.BOARD and organisation().board_label:
        return organisation().board_label
    return ROLES[role]


def mark(value: Enum) -> str:
    """Give the shape that stands before a state."""
    return str(MARK.get((type(value), value), "todo"))


def options(kind: Iterable[Enum]) -> list[SelectChoice]:
    """List the words of a closed list as the choices of a field."""
    return choices((str(member.value), label(member)) for member in kind)


def choices(pairs: Iterable[tuple[Any, LazyString | str]]) -> list[SelectChoice]:
    """Give values and their words as the choices of a field."""
    return [SelectChoice(value, words) for value, words in pairs]


def init(app: Flask) -> None:
    """Let templates use the words and the shapes."""
    app.jinja_env.filters.update(label=label, mark=mark, role_label=role_label)
    app.jinja_env.globals["settings_words"] = SETTINGS
