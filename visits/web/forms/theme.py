"""A theme that somebody misses."""

from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import DataRequired

from visits.web.forms.base import BaseForm, line


class ProposalForm(BaseForm):
    """What a theme would be called, and where it belongs."""

    name_nl = line(
        lazy_gettext("What is it called in Dutch?"),
        80,
        DataRequired(lazy_gettext("Give the theme a name.")),
        hint=lazy_gettext("One or two words. No illness, belief, origin or debts."),
    )
    name_en = line(lazy_gettext("And in English?"), 80)
    parent = SelectField(lazy_gettext("To which group does it belong?"))
