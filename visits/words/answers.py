"""What is said about an answer that was read, one sentence for each outcome and reason."""

from flask_babel import LazyString, lazy_gettext

OUTCOMES: dict[str, LazyString] = {
    "apply": lazy_gettext("Read and stored."),
    "counter": lazy_gettext("Another time is proposed. Accept it or refuse it below."),
    "review": lazy_gettext("There is a doubt about this answer. Look at it below."),
    "stale": lazy_gettext(
        "This is an answer to an earlier invitation. It is kept, and nothing changes."
    ),
    "no_answer": lazy_gettext("There is no answer in this file. Nothing changes."),
    "resend": lazy_gettext("Somebody asks for the invitation again. Send it below."),
    "not_invited": lazy_gettext(
        "This answer is from somebody who was not invited. Nothing changes."
    ),
    "unknown_visit": lazy_gettext("This file is not about a visit of ours. Nothing changes."),
    "visit_cancelled": lazy_gettext("That visit was cancelled already. Nothing changes."),
    "reject": lazy_gettext("We cannot read this file. Nothing changes."),
}
REASONS: dict[str, LazyString] = {
    "sender_is_not_attendee": lazy_gettext(
        "The mail came from another address than the answer. Look at it below."
    ),
    "delegated": lazy_gettext("Somebody sends another person instead. Look at it below."),
    "sequence_never_sent": lazy_gettext(
        "This answers an invitation that we did not send. Look at it below."
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
}
# What the reader of a calendar warned of.
WARNINGS: dict[str, LazyString] = {
    "assumed_zone": lazy_gettext(
        "An event names a time zone that nobody knows. We read it as Dutch time."
    ),
    "rule_refused": lazy_gettext("An event that comes back too often was left out."),
    "skipped_events": lazy_gettext("Some events could not be read, and were left out."),
}


def trouble_words(code: str) -> str:
    """Say why a calendar was not fetched or read; empty when it was."""
    return str({**REASONS, **TROUBLES}[code]) if code else ""
