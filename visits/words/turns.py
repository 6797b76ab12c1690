"""Whose turn it is, in words: one sentence for each thing that can be done next in a visit."""

from enum import Enum

from flask_babel import LazyString, lazy_gettext

from visits.domain.turn import Task

TASKS: tuple[tuple[Enum, LazyString], ...] = (
    (Task.DOUBT, lazy_gettext("Look in your own system before you call or write.")),
    (Task.NEXT_LOT, lazy_gettext("This tenant cannot be approached any more. Open the next lot.")),
    (Task.HOST, lazy_gettext("Choose a director for this visit.")),
    (Task.LETTER, lazy_gettext("Check the tenant, and send the letter.")),
    (Task.POST, lazy_gettext("A letter is made, and not in the post yet.")),
    (Task.CALL, lazy_gettext("Call the tenant.")),
    (Task.SILENCE, lazy_gettext("The tenant gave no answer. Write that down, or call once more.")),
    (Task.PLAN, lazy_gettext("Choose a day with the tenant.")),
    (Task.FELL_THROUGH, lazy_gettext("Choose another day, or stop.")),
    (Task.HAPPENED, lazy_gettext("Write down how it went.")),
    (Task.TELL, lazy_gettext("Tell the tenant.")),
    (Task.BOUNCE, lazy_gettext("A mail came back. See for whom it was.")),
    (Task.MAIL, lazy_gettext("A mail could not be sent. See why.")),
    (Task.BY_HAND, lazy_gettext("Send the mails yourself.")),
    (Task.ANSWER, lazy_gettext("An answer needs a decision.")),
    (Task.MAYBE, lazy_gettext("Somebody said perhaps, or no. Ask, and decide.")),
    (Task.SAY_YES, lazy_gettext("Accept the invitation.")),
    (Task.CONFIRM, lazy_gettext("The director has not answered for days. Ask.")),
    (Task.NOTE, lazy_gettext("Write the note.")),
    (Task.THEMES, lazy_gettext("Give an insight its themes.")),
    (Task.RELEASE, lazy_gettext("Release an insight, or keep it here.")),
    (Task.ASSIGN, lazy_gettext("Choose who will handle a promise.")),
    (Task.LATE, lazy_gettext("A promise is late. See that the tenant hears something.")),
    (Task.PROMISE, lazy_gettext("Answer a promise.")),
    (Task.CLOSE, lazy_gettext("Close the visit.")),
    (Task.DAY, lazy_gettext("Everything is ready for the day. Nobody has to do anything now.")),
    (Task.ELSEWHERE, lazy_gettext("A colleague handles a promise, and has time for it.")),
    (Task.OVER, lazy_gettext("This visit is over. Nobody has to do anything.")),
)
