"""One sentence for each refusal: the only place where a code becomes words."""

from flask_babel import LazyString, lazy_gettext

from visits.domain.draw import ChainExhausted, NotListable, PoolEmpty
from visits.domain.insight import StageNotAllowed
from visits.domain.organisation import Organisation, missing_for_letters
from visits.domain.promise import AnswerInFuture, AnswerMissing, ProgressNotAllowed, WordsMissing
from visits.domain.visit import StepNotAllowed
from visits.models.trouble import Trouble
from visits.services.draw.integrity import Fault
from visits.services.refusals import Refusal, Refused
from visits.words.labels import SETTINGS, label

KINDS: dict[type[Exception], LazyString] = {
    PoolEmpty: lazy_gettext(
        "Nobody can be drawn this month. Look at the reasons, import the newest list, "
        "or lower the number of years in the settings."
    ),
    NotListable: lazy_gettext(
        "A tenant number or a district holds a character that the list cannot hold. "
        "Correct it first."
    ),
    ChainExhausted: lazy_gettext("All seeds of the draw are used up. Ask your administrator."),
    StageNotAllowed: lazy_gettext("This insight stands elsewhere by now. Open it again."),
    ProgressNotAllowed: lazy_gettext("This promise stands elsewhere by now. Open it again."),
    WordsMissing: lazy_gettext("Write down why, in words that the tenant understands."),
    AnswerMissing: lazy_gettext("Write down when and how the tenant heard it, and what."),
    AnswerInFuture: lazy_gettext("This day is still to come."),
}
SENTENCES: dict[Refusal, LazyString] = {
    Refusal.EMAIL: lazy_gettext("This is not an e-mail address."),
    Refusal.TAKEN: lazy_gettext("There is an account with this address already."),
    Refusal.NO_ROLE: lazy_gettext("Choose at least one role."),
    Refusal.SHORT_PASSWORD: lazy_gettext("Choose a password of at least 10 characters."),
    Refusal.LAST_ADMIN: lazy_gettext("This is the only administrator. Make another one first."),
    Refusal.NOT_FOUND: lazy_gettext(
        "Perhaps it was taken away, or the address has a typing error."
    ),
    Refusal.EXTERNAL_ID_TAKEN: lazy_gettext("There is a tenant with this number already."),
    Refusal.LEFT_IN_PEACE: lazy_gettext(
        "This tenant asked to be left in peace. Store that the tenant should not have been drawn."
    ),
    Refusal.TENANT_GONE: lazy_gettext(
        "This tenant is no longer on the list. Do not call or write before you have checked."
    ),
    Refusal.NOT_CHECKED: lazy_gettext(
        "First look in your own system whether this tenant may be approached today, and tick that."
    ),
    Refusal.TOO_EARLY: lazy_gettext(
        "Silence counts as an answer 14 days after the letter and after three attempts."
    ),
    Refusal.IN_THE_PAST: lazy_gettext(
        "This moment has passed. Choose a day that is still to come."
    ),
    Refusal.TOO_SHORT_OR_LONG: lazy_gettext("A visit lasts from 15 minutes to four hours."),
    Refusal.PUBLIC_HOLIDAY: lazy_gettext("This is a public holiday. Choose another day."),
    Refusal.NO_HOST: lazy_gettext(
        "There is no director among the accounts yet, so nobody can visit."
    ),
    Refusal.CHOOSE_HOST: lazy_gettext(
        "There are several directors. First choose who makes this visit."
    ),
    Refusal.APPOINTMENT_CHANGED: lazy_gettext(
        "Somebody else planned or changed this visit meanwhile. Look at how it stands now."
    ),
    Refusal.MAIL_REPLACED: lazy_gettext(
        "This person got a newer mail about the same visit. Send that one again."
    ),
    Refusal.LETTER_NOT_NOW: lazy_gettext("This letter does not fit where the visit stands now."),
    Refusal.LETTER_INCOMPLETE: lazy_gettext(
        "The letter needs settings that are still empty: %(missing)s. "
        "Ask your administrator to fill them in."
    ),
    Refusal.NO_APPOINTMENT: lazy_gettext("There is no appointment to change."),
    Refusal.NOT_YET: lazy_gettext("This visit is still to come."),
    Refusal.BEFORE_DRAW: lazy_gettext("On that day this tenant was not drawn yet."),
    Refusal.NOTE_MISSING: lazy_gettext("Write the note first, or say that no note was wished."),
    Refusal.PROMISES_OPEN: lazy_gettext("Not every promise has been answered yet."),
    Refusal.NOT_HELD: lazy_gettext("A note can be written after the visit."),
    Refusal.NOT_YOURS: lazy_gettext("Only the director who made this visit can open the note."),
    Refusal.WORDS_GONE: lazy_gettext(
        "What was told at this visit was taken back, or its time was over. "
        "What stood in this window is not kept."
    ),
    Refusal.NEXT_LOT_APPROACHED: lazy_gettext(
        "The next tenant has been approached already, so this outcome stands."
    ),
    Refusal.LOT_NOT_CALLED: lazy_gettext("It is not the turn of this lot."),
    Refusal.CLOCK_DOUBTED: lazy_gettext(
        "The clock of this machine does not fit what was done here last, so nothing is deleted, "
        "closed or drawn. Confirm the day on the start page, or with "
        "visits retention --confirm-day."
    ),
    Refusal.CLOCK_OTHER_DAY: lazy_gettext(
        "The clock of this machine says another day. Set it right first."
    ),
    Refusal.CLEARS_MANY: lazy_gettext(
        "The texts of very many people would go at once. Look at them with "
        "visits retention --dry-run, and confirm the day if it is right."
    ),
    Refusal.DRAW_AHEAD: lazy_gettext(
        "Only the present month and the next can be drawn, for a draw shuts every month before it. "
        "The command draws up to 36 months ahead with --ahead."
    ),
    Refusal.DRAW_PAST: lazy_gettext("A month that has passed is not drawn any more."),
    Refusal.DRAW_UNSETTLED: lazy_gettext(
        "This month is not settled yet: the files tell later lots. Come back when it is over."
    ),
    Refusal.MONTH_LAPSED: lazy_gettext("This month was skipped already."),
    Refusal.MONTH_IN_USE: lazy_gettext(
        "Somebody has an appointment for this month, or was visited. Cancel the appointment first."
    ),
    Refusal.EXCLUSION_IN_THE_PAST: lazy_gettext("Choose a day after today."),
    Refusal.EXCLUSION_TOO_LONG: lazy_gettext("An exception lasts a year at most."),
    Refusal.EXCLUSION_THERE: lazy_gettext("This tenant is left out of the draw already."),
    Refusal.BATCH_NOT_STAGED: lazy_gettext("This file no longer waits for a yes."),
    Refusal.BATCH_NOT_STORED: lazy_gettext("This file is not stored, so there is nothing to undo."),
    Refusal.BATCH_NOT_NEWEST: lazy_gettext("A newer file was stored. Undo that one first."),
    Refusal.BATCH_IN_USE: lazy_gettext(
        "A visit hangs on a tenant of this file, so it cannot be undone any more."
    ),
    Refusal.BATCH_MANY: lazy_gettext(
        "More than one in five tenants would vanish or change. Is that right? Then say --many."
    ),
    Refusal.NO_ACCOUNT: lazy_gettext("There is no account with this address."),
    Refusal.DEMO: lazy_gettext("These are sample data. A real list does not belong here."),
    Refusal.PERMISSION_LOW: lazy_gettext("The tenant did not allow this to be shared."),
    Refusal.THEME_MISSING: lazy_gettext("Choose at least one theme first."),
    Refusal.UNKNOWN_THEME: lazy_gettext("Choose a theme from the list."),
    Refusal.STATEMENT_MISSING: lazy_gettext("Write the insight in one sentence."),
    Refusal.REASON_MISSING: lazy_gettext(
        "Say why nobody can be known by this, or write it otherwise."
    ),
    Refusal.OTHER_VISIT: lazy_gettext("Only insights of one visit can be put together."),
    Refusal.OVERTAKEN: lazy_gettext(
        "Something was written in another window. Both texts are kept."
    ),
    Refusal.NO_GROUP: lazy_gettext("Choose the group that the theme belongs to."),
    Refusal.THEME_TAKEN: lazy_gettext("There is a theme with this name already."),
    Refusal.THEME_ALONE: lazy_gettext("This theme cannot be put together with that one."),
    Refusal.OWNER_MISSING: lazy_gettext("Choose who will handle it."),
    Refusal.DUE_IN_THE_PAST: lazy_gettext("Choose a day after today."),
    Refusal.ANSWER_DECIDED: lazy_gettext("This answer has been dealt with already."),
    Refusal.NO_PROPOSAL: lazy_gettext("No other time was proposed in this answer."),
    Refusal.LATER_MISSING: lazy_gettext("Choose from when we may ask again."),
    Refusal.NO_ADDRESS: lazy_gettext("There is no address to fetch the calendar from."),
    Refusal.MAILS_NOT_SENT: lazy_gettext(
        "Not every mail went. The page of mails says which, and why."
    ),
    Refusal.MAILBOX_SHUT: lazy_gettext("The mailbox could not be read. Look at its settings."),
    Refusal.NOT_A_COPY: lazy_gettext("This file is no copy of this database."),
    Refusal.COPY_DAMAGED: lazy_gettext("This copy is damaged. Take an older one."),
    Refusal.COPY_NEWER: lazy_gettext("This copy is of a newer version. Update the app first."),
    Refusal.COPY_FAILED: lazy_gettext(
        "The tools of PostgreSQL could not do this. The log says why. Nothing was changed."
    ),
    Refusal.NOTHING_TO_COPY: lazy_gettext("There is no database yet, so there is nothing to copy."),
    Refusal.APP_RUNS: lazy_gettext(
        "The app has the database open. Stop it first. Nothing was changed."
    ),
    Refusal.NO_ROOM_BESIDE: lazy_gettext(
        "PostgreSQL does not let this user make a database beside this one. Give the right "
        "CREATEDB, and try again."
    ),
    Refusal.TOOLS_MISSING: lazy_gettext(
        "pg_dump and pg_restore are not on this machine. Install the tools of PostgreSQL."
    ),
    Refusal.DATABASE_NEWER: lazy_gettext(
        "The database is of a newer version than the app. Update the app."
    ),
    Refusal.REPORT_FINAL: lazy_gettext("This report is final already."),
    Refusal.TEAM_TAKEN: lazy_gettext("There is a team with this name already."),
    Refusal.PORT_TAKEN: lazy_gettext(
        "Another program listens on this port. Choose another one with --port. Nothing was changed."
    ),
    Refusal.PORT_SHUT: lazy_gettext(
        "This machine does not let us listen on this address and port. Nothing was changed."
    ),
    Refusal.DEMO_RUNS: lazy_gettext(
        "A demo runs here already, on the same database. Stop that one first."
    ),
}
# Why a file cannot be the logo.
LOGOS: dict[str, LazyString] = {
    "logo_kind": lazy_gettext("This is not a picture that we can print. Use a PNG or a JPEG."),
    "logo_too_large": lazy_gettext(
        "This picture is too large. Use one of at most 500 kB and 2,000 by 2,000 dots."
    ),
}
# What the machine refuses: whoever runs it can do something about each.
TROUBLES: dict[Trouble, LazyString] = {
    Trouble.FULL: lazy_gettext("The disk is full. Nothing was changed. Make room, and try again."),
    Trouble.SHUT: lazy_gettext(
        "The database or its folder cannot be opened or written. Nothing was changed. "
        "Look at whose it is, and who may write there."
    ),
    Trouble.LOCKED: lazy_gettext(
        "Something else holds the database. Nothing was changed. Try again in a minute."
    ),
    Trouble.AWAY: lazy_gettext(
        "The database does not answer, or does not let us in. Nothing was changed."
    ),
    Trouble.DAMAGED: lazy_gettext(
        "The database is damaged, or is none. Nothing was changed. Put a copy back."
    ),
}
# What `visits check` found to be otherwise than it was written.
FAULTS: dict[str, LazyString] = {
    "guard_missing": lazy_gettext(
        "Database: the guard “%(number)s” was taken away. Start the app to put it up again."
    ),
    "clock_behind": lazy_gettext(
        "Clock: it stands before the last thing that was done, at %(number)s. Set it right."
    ),
    "clock_ahead": lazy_gettext(
        "Clock: it stands long after the last thing that was done, at %(number)s. Set it right, "
        "or confirm the day."
    ),
    "chain_changed": lazy_gettext("Draws: the seeds do not lead to the anchor any more."),
    "draw_missing": lazy_gettext("Draws: draw %(number)s is gone."),
    "draw_changed": lazy_gettext("Draws: draw %(number)s is not as it was sealed."),
    "line_changed": lazy_gettext(
        "Outcomes: line %(number)s was changed, or a line before it is gone."
    ),
    "lapse_changed": lazy_gettext(
        "Outcomes: whether the month of draw %(number)s was skipped was changed."
    ),
    "outcome_changed": lazy_gettext(
        "Outcomes: the outcome of lot %(lot)s of draw %(number)s was changed."
    ),
    "lot_changed": lazy_gettext(
        "Outcomes: lot %(lot)s of draw %(number)s is not the tenant or the district it was."
    ),
}


def fault_sentence(fault: Fault) -> str:
    """Give the sentence for what is not as it was written."""
    return str(FAULTS[fault.code]) % {"number": fault.number, "lot": fault.lot}


def sentence(error: Exception) -> str:
    """Give the sentence for a refusal, in the language of the page."""
    if isinstance(error, StepNotAllowed):
        return str(
            lazy_gettext(
                "This visit stands at “%(state)s”. From there it cannot go to “%(step)s”.",
                state=str(label(error.state)),
                step=str(label(error.step)),
            )
        )
    if isinstance(error, Refused):
        missing = ", ".join(str(SETTINGS[name]) for name in error.missing)
        return str(SENTENCES[error.code]) % {"missing": missing}
    return str(KINDS.get(type(error), lazy_gettext("That is not possible now.")))


def incomplete_sentence(organisation: Organisation) -> str:
    """Say which settings the letters still need; nothing if all are filled in."""
    missing = missing_for_letters(organisation)
    return sentence(Refused(Refusal.LETTER_INCOMPLETE, missing=missing)) if missing else ""
