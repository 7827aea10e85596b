"""The forms with which an account begins."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField, StringField

from quizapp.core.account import checked_email, checked_name
from quizapp.core.password import check
from quizapp.web.forms import Form, checked


class AddressForm(Form):
    """An address to which mail goes."""

    email = EmailField(_("E-mail address"), [checked(checked_email)])


class InvitedForm(Form):
    """Somebody whose address is known."""

    name = StringField(_("Name"), [checked(checked_name)])
    password = PasswordField(_("Password"), [checked(check)])


class SignUpForm(AddressForm):
    name = StringField(_("Name"), [checked(checked_name)])
    password = PasswordField(_("Password"), [checked(check)])


class NewPasswordForm(Form):
    password = PasswordField(_("New password"), [checked(check)])
