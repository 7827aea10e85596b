"""The forms of one's own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired

from quizapp.core.account import checked_email, checked_name
from quizapp.core.password import check
from quizapp.web.forms import Form, checked

_ASKED = InputRequired(_("Type your password, so that nobody else can do this."))


class NameForm(Form):
    name = StringField(_("Name"), [checked(checked_name)])


class EmailForm(Form):
    email = EmailField(_("New e-mail address"), [checked(checked_email)])
    password = PasswordField(_("Password"), [_ASKED], id="email-password")


class PasswordForm(Form):
    old = PasswordField(_("Present password"), [_ASKED])
    new = PasswordField(_("New password"), [checked(check)])


class LeaveForm(Form):
    password = PasswordField(_("Password"), [_ASKED], id="leave-password")
