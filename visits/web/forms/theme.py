"""A theme that somebody misses."""

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from visits.web.forms.base import BaseForm, strip


class ProposalForm(BaseForm):
    """What a theme would be called, and where it belongs."""

    name_nl = StringField(
        lazy_gettext("What is it called in Dutch?"),
        description=lazy_gettext("One or two words. No illness, belief, origin or debts."),
        filters=[strip],
        validators=[
            DataRequired(lazy_gettext("Give the theme a name.")),
            Length(max=80),
        ],
    )
    name_en = StringField(
        lazy_gettext("And in English?"),
        filters=[strip],
        validators=[Length(max=80)],
    )
    parent = SelectField(lazy_gettext("To which group does it belong?"))
