"""What is said about an answer that was read: who, what, and what follows."""

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from visits.domain.visit import FIXED, State
from visits.formats.ical import Outcome
from visits.services.visit.question import DOUBTS, Asks, Question

SAID: dict[str, LazyString] = {
    "ACCEPTED": lazy_gettext("%(who)s is coming."),
    "DECLINED": lazy_gettext("%(who)s cannot come."),
    "TENTATIVE": lazy_gettext("%(who)s may be able to come."),
}
OUTCOMES: dict[str, LazyString] = {
    "apply": lazy_gettext("%(who)s answered."),
    "counter": lazy_gettext("%(who)s proposes another time. Accept it or refuse it below."),
    "review": lazy_gettext("There is a doubt about this answer. Look at it below."),
    "stale": lazy_gettext(
        "%(who)s answered an earlier invitation. It is kept, and nothing changes."
    ),
    "no_answer": lazy_gettext("There is no answer in this file. Nothing changes."),
    "resend": lazy_gettext("%(who)s asks for the invitation again. Send it below."),
    "not_invited": lazy_gettext("We did not invite that address. Say below whose answer it is."),
    "unknown_visit": lazy_gettext("This file is not about a visit of ours. Nothing changes."),
    "visit_cancelled": lazy_gettext("That visit was cancelled already. Nothing changes."),
    "reject": lazy_gettext("We cannot read this file. Nothing changes."),
}
REASONS: dict[str, LazyString] = {
    "sender_is_not_attendee": lazy_gettext(
        "The mail came from another address than the answer. Say below whose answer it is."
    ),
    "unknown_attendee": lazy_gettext(
        "We did not invite that address. Say below whose answer it is."
    ),
    "delegated": lazy_gettext("%(who)s sends another person instead. Call, and agree who comes."),
    "sequence_never_sent": lazy_gettext(
        "This answers an invitation that we did not send. Say below whose answer it is."
    ),
    "not_delivered": lazy_gettext(
        "The mail to %(who)s did not arrive. Call, or correct the address and send it again."
    ),
    "no_calendar": lazy_gettext(
        "%(who)s sent a mail without a calendar answer. Read it in the mailbox, "
        "and write down at the visit what it says."
    ),
    "winmail": lazy_gettext(
        "This is winmail.dat, which only Outlook can open. "
        "Ask for the answer once more, or write it down at the visit."
    ),
    "outlook_mail": lazy_gettext(
        "This is a mail as Outlook saves it (.msg). "
        "Save it as .eml, or write the answer down at the visit."
    ),
    "encrypted": lazy_gettext(
        "This mail is encrypted (S/MIME), so we cannot read it. "
        "Open it in the mailbox, and write the answer down at the visit."
    ),
    "login_page": lazy_gettext(
        "This is a page to sign in on, and no calendar. Sign in, and save the file once more."
    ),
    "failed": lazy_gettext(
        "Reading this went wrong on our side. Look at the mail itself, "
        "and write the answer down at the visit."
    ),
    "not_an_answer": lazy_gettext(
        "This is an invitation and not an answer. It changes nothing here."
    ),
    "method_mismatch": lazy_gettext("Mail and file contradict each other. Nothing changes."),
    "several_uids": lazy_gettext("This file is about several events. Nothing changes."),
    "malformed": lazy_gettext("Something in this file cannot be read. Nothing changes."),
    "incomplete": lazy_gettext("The end of this file is missing. Nothing changes."),
    "not_a_calendar": lazy_gettext("This is not a calendar file. Nothing changes."),
    "nesting": lazy_gettext("This file is not built as a calendar is. Nothing changes."),
    "line_too_long": lazy_gettext("There is a line in this file that is too long."),
    "too_many_attendees": lazy_gettext("There are too many people in this file."),
    "control_characters": lazy_gettext(
        "There are characters in this file that do not belong there."
    ),
    "too_large": lazy_gettext("This file is too large for a calendar file."),
}
# Why a calendar was not fetched; a file that came but cannot be read is in the list above.
TROUBLES: dict[str, LazyString] = {
    "not_https": lazy_gettext("The address must begin with https://."),
    "host_not_allowed": lazy_gettext(
        "Calendars may not be fetched from that server. Ask your administrator."
    ),
    "private_address": lazy_gettext("That server is inside our own network. Nothing was fetched."),
    "unreachable": lazy_gettext("The server of the calendar did not answer in time."),
    "redirected": lazy_gettext("The server sent us elsewhere. Ask for the address once more."),
    "not_given": lazy_gettext("The server did not give the calendar. Is the address still right?"),
    "lost_much": lazy_gettext("Too much of the calendar was left out. The hours of before stay."),
}
# What the reader of a calendar warned of.


def said_of(question: Question) -> str:
    """Say what came of an answer: who, what, and what follows from it."""
    if question.asks is Asks.WHOSE:
        return f"{line_of(question)} {asked_of(question)}"
    if question.answer.outcome != Outcome.APPLY:
        return asked_of(question)
    return f"{line_of(question)} {follows(question)}"


def asked_of(question: Question) -> str:
    """Say what an answer asks, or why it changes nothing."""
    answer = question.answer
    said = REASONS.get(answer.reason or "") or OUTCOMES[answer.outcome]
    return str(said) % {"who": question.who or gettext("Somebody")}


def line_of(question: Question) -> str:
    """Say in one sentence who answered what, if anybody did; else what came of it."""
    answer = question.answer
    answered = answer.outcome in DOUBTS | {Outcome.APPLY, Outcome.COUNTER}
    said = SAID.get(answer.partstat or "") if answered else None
    return str(said) % {"who": question.who} if said else asked_of(question)


def follows(question: Question) -> LazyString:
    """Say what follows from what somebody answered."""
    state = question.visit.state if question.visit else None
    if question.answer.waiting:
        return lazy_gettext("The visit is not confirmed. Move it, or cancel it?")
    if question.answer.partstat != "ACCEPTED" or state not in FIXED:
        return lazy_gettext("Nothing else changes.")
    if state is State.CONFIRMED:
        return lazy_gettext("The visit is confirmed.")
    return lazy_gettext("We still wait for the yes of the director.")


def trouble_words(code: str) -> str:
    """Say why a calendar was not fetched or read; empty when it was."""
    return str({**REASONS, **TROUBLES}[code]) if code else ""


def busy_warnings(written: str) -> list[str]:
    """Say what the reader of a calendar warned of, given as code=number."""
    counts = dict(part.split("=") for part in written.split())
    found = []
    if "assumed_zone" in counts:
        found.append(
            gettext("An event names a time zone that nobody knows. We read it as Dutch time.")
        )
    if number := int(counts.get("rule_refused", 0)):
        found.append(
            ngettext(
                "One event comes back too often, and was left out.",
                "%(num)s events come back too often, and were left out.",
                number,
            )
        )
    if number := int(counts.get("skipped_events", 0)):
        found.append(
            ngettext(
                "One event could not be read, and was left out.",
                "%(num)s events could not be read, and were left out.",
                number,
            )
        )
    return found
