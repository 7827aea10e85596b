"""The form to sign in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import InputRequired

from quizapp.web.forms import Form


class SignInForm(Form):
    email = EmailField(_("E-mail address"), [InputRequired(_("Type your e-mail address."))])
    password = PasswordField(_("Password"), [InputRequired(_("Type your password."))])
    keep = BooleanField(_("Keep me signed in on this computer"))
