"""The forms of the people of a set."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField
from wtforms.fields.choices import SelectChoice

from quizapp.core.account import checked_email
from quizapp.web.forms import Form, checked

RIGHT_NAMES = {"view": _("may look at it"), "edit": _("may change it"), "own": _("owns it")}
_CHOICES = [SelectChoice(right, name) for right, name in RIGHT_NAMES.items()]


class ShareForm(Form):
    email = EmailField(_("Their e-mail address"), [checked(checked_email)])
    right = SelectField(_("What they may do"), choices=_CHOICES, default="edit")


class RightForm(Form):
    right = SelectField(_("What they may do"), choices=_CHOICES)
