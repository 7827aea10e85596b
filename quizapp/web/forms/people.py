"""The forms of the page of people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from quizapp.core.account import ROLES, checked_email
from quizapp.web.forms import Form, checked

ROLE_NAMES = {"learner": _("Learner"), "teacher": _("Teacher"), "administrator": _("Administrator")}
_CHOICES = [SelectChoice(role, ROLE_NAMES[role]) for role in ROLES]


class InviteForm(Form):
    role = SelectField(_("Role"), choices=_CHOICES, default="teacher")
    email = EmailField(_("E-mail address"), [Optional(), checked(checked_email)])


class RoleForm(Form):
    role = SelectField(_("Role"), choices=_CHOICES)
