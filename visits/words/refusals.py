"""One sentence for each refusal: the only place where a code becomes words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, lazy_gettext

from visits.domain.draw import ChainExhausted, NotListable, PoolEmpty
from visits.domain.insight import StageNotAllowed
from visits.domain.organisation import Organisation, missing_for_letters
from visits.domain.promise import ProgressNotAllowed, WordsMissing
from visits.domain.visit import StepNotAllowed
from visits.services.draw.integrity import Fault
from visits.services.refusals import Refused
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
}
SENTENCES: dict[str, LazyString] = {
    "email": lazy_gettext("This is not an e-mail address."),
    "taken": lazy_gettext("There is an account with this address already."),
    "no_role": lazy_gettext("Choose at least one role."),
    "short_password": lazy_gettext("Choose a password of at least 10 characters."),
    "last_admin": lazy_gettext("This is the only administrator. Make another one first."),
    "not_found": lazy_gettext("Perhaps it was taken away, or the address has a typing error."),
    "external_id_taken": lazy_gettext("There is a tenant with this number already."),
    "left_in_peace": lazy_gettext(
        "This tenant asked to be left in peace. Store that the tenant should not have been drawn."
    ),
    "tenant_gone": lazy_gettext(
        "This tenant is no longer on the list. Do not call or write before you have checked."
    ),
    "not_checked": lazy_gettext(
        "First look in your own system whether this tenant may be approached today, and tick that."
    ),
    "too_early": lazy_gettext(
        "Silence counts as an answer 14 days after the letter and after three attempts."
    ),
    "in_the_past": lazy_gettext("This moment has passed. Choose a day that is still to come."),
    "too_short_or_long": lazy_gettext("A visit lasts from 15 minutes to four hours."),
    "public_holiday": lazy_gettext("This is a public holiday. Choose another day."),
    "no_host": lazy_gettext("There is no director among the accounts yet, so nobody can visit."),
    "choose_host": lazy_gettext("There are several directors. First choose who makes this visit."),
    "mail_replaced": lazy_gettext(
        "This person got a newer mail about the same visit. Send that one again."
    ),
    "letter_not_now": lazy_gettext("This letter does not fit where the visit stands now."),
    "letter_incomplete": lazy_gettext(
        "The letter needs settings that are still empty: %(missing)s. "
        "Ask your administrator to fill them in."
    ),
    "logo_kind": lazy_gettext("This is not a picture that we can print. Use a PNG or a JPEG."),
    "logo_too_large": lazy_gettext(
        "This picture is too large. Use one of at most 500 kB and 2,000 by 2,000 dots."
    ),
    "no_appointment": lazy_gettext("There is no appointment to change."),
    "not_yet": lazy_gettext("This visit is still to come."),
    "before_draw": lazy_gettext("On that day this tenant was not drawn yet."),
    "note_missing": lazy_gettext("Write the note first, or say that no note was wished."),
    "promises_open": lazy_gettext("Not every promise has been answered yet."),
    "not_held": lazy_gettext("A note can be written after the visit."),
    "not_yours": lazy_gettext("Only the director who made this visit can open the note."),
    "next_lot_approached": lazy_gettext(
        "The next tenant has been approached already, so this outcome stands."
    ),
    "lot_not_called": lazy_gettext("It is not the turn of this lot."),
    "draw_ahead": lazy_gettext("Only the present month and the next can be drawn."),
    "draw_past": lazy_gettext("A month that has passed is not drawn any more."),
    "draw_unsettled": lazy_gettext(
        "This month is not settled yet: the files tell later lots. Come back when it is over."
    ),
    "month_lapsed": lazy_gettext("This month has lapsed already."),
    "month_in_use": lazy_gettext(
        "Somebody has an appointment for this month, or was visited. Cancel the appointment first."
    ),
    "exclusion_in_the_past": lazy_gettext("Choose a day after today."),
    "exclusion_too_long": lazy_gettext("An exception lasts a year at most."),
    "exclusion_there": lazy_gettext("This tenant is left out of the draw already."),
    "batch_not_staged": lazy_gettext("This file no longer waits for a yes."),
    "batch_not_stored": lazy_gettext("This file is not stored, so there is nothing to undo."),
    "batch_not_newest": lazy_gettext("A newer file was stored. Undo that one first."),
    "batch_in_use": lazy_gettext(
        "A visit hangs on a tenant of this file, so it cannot be undone any more."
    ),
    "no_account": lazy_gettext("There is no account with this address."),
    "demo": lazy_gettext("These are sample data. A real list does not belong here."),
    "permission_low": lazy_gettext("The tenant did not allow this to be shared."),
    "theme_missing": lazy_gettext("Choose at least one theme first."),
    "unknown_theme": lazy_gettext("Choose a theme from the list."),
    "statement_missing": lazy_gettext("Write the insight in one sentence."),
    "reason_missing": lazy_gettext("Say why nobody can be known by this, or write it otherwise."),
    "other_visit": lazy_gettext("Only insights of one visit can be put together."),
    "overtaken": lazy_gettext("Something was written in another window. Both texts are kept."),
    "no_group": lazy_gettext("Choose the group that the theme belongs to."),
    "theme_taken": lazy_gettext("There is a theme with this name already."),
    "theme_alone": lazy_gettext("This theme cannot be put together with that one."),
    "owner_missing": lazy_gettext("Choose who sees to it."),
    "due_in_the_past": lazy_gettext("Choose a day after today."),
    "answer_missing": lazy_gettext("Write down when and how the tenant heard it, and what."),
    "answer_in_future": lazy_gettext("This day is still to come."),
    "answer_decided": lazy_gettext("This answer has been dealt with already."),
    "no_proposal": lazy_gettext("No other time was proposed in this answer."),
    "later_missing": lazy_gettext("Choose from when we may ask again."),
    "no_address": lazy_gettext("There is no address to fetch the calendar from."),
    "mailbox_shut": lazy_gettext("The mailbox could not be read. Look at its settings."),
    "not_a_copy": lazy_gettext("This file is no copy of the database, or it is damaged."),
    "copied_elsewhere": lazy_gettext(
        "A PostgreSQL database is copied with pg_dump and put back with pg_restore."
    ),
    "report_final": lazy_gettext("This report is final already."),
    "team_taken": lazy_gettext("There is a team with this name already."),
}
# What `visits check` found to be otherwise than it was written.
FAULTS: dict[str, LazyString] = {
    "guard_missing": lazy_gettext(
        "Database: the guard “%(number)s” was taken away. Start the app to put it up again."
    ),
    "clock_behind": lazy_gettext(
        "Clock: it stands before the last thing that was done, at %(number)s. Set it right."
    ),
    "chain_changed": lazy_gettext("Draws: the seeds do not lead to the anchor any more."),
    "draw_missing": lazy_gettext("Draws: draw %(number)s is gone."),
    "draw_changed": lazy_gettext("Draws: draw %(number)s is not as it was sealed."),
    "line_changed": lazy_gettext(
        "Outcomes: line %(number)s was changed, or a line before it is gone."
    ),
    "lapse_changed": lazy_gettext(
        "Outcomes: whether the month of draw %(number)s lapsed was changed."
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
    if isinstance(error, Refused) and error.code in SENTENCES:
        return str(SENTENCES[error.code]) % in_words(error.values)
    return str(KINDS.get(type(error), lazy_gettext("That is not possible now.")))


def in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a sentence needs, with settings that are missing named as their form names them."""
    missing = [str(SETTINGS[name]) for name in values.get("missing", ())]
    return {**values, "missing": ", ".join(missing)}


def incomplete_sentence(organisation: Organisation) -> str:
    """Say which settings the letters still need; nothing if all are filled in."""
    missing = missing_for_letters(organisation)
    return sentence(Refused("letter_incomplete", missing=missing)) if missing else ""
