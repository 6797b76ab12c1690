"""What somebody looks for in the log."""

from flask import request
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from wtforms import SelectField
from wtforms.validators import Optional

from visits.services import audit
from visits.services.account import list_accounts
from visits.web.forms.base import BaseForm, DayField


class LogForm(BaseForm):
    """Days, a person and a deed, in the address of the page; each may be left out."""

    van = DayField(lazy_gettext("From which day?"), validators=[Optional()])
    tot = DayField(lazy_gettext("Up to and including which day?"), validators=[Optional()])
    wie = SelectField(lazy_gettext("Who"))
    daad = SelectField(lazy_gettext("Action"))

    def __init__(self, session: Session) -> None:
        super().__init__(request.args, meta={"csrf": False})
        people = [(str(one.id), one.name) for one in list_accounts(session)]
        deeds = [(deed, deed) for deed in audit.list_deeds(session)]
        self.wie.choices = [("", gettext("Everybody")), *people]
        self.daad.choices = [("", gettext("Every deed")), *deeds]
        for field in (self.wie, self.daad):
            field.data = request.args.get(field.name, "")

    def asked(self) -> dict[str, str]:
        """Give what was asked as it stands in the address."""
        return {name: request.args[name] for name in self.data if request.args.get(name)}

    def wanted(self) -> audit.Wanted:
        """Give which lines are looked for."""
        return audit.Wanted(
            since=self.van.data,
            until=self.tot.data,
            account_id=int(self.wie.data) if self.wie.data else None,
            deed=self.daad.data,
        )
