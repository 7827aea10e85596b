"""Signing out, of this browser."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.web import accounts

bp = Blueprint("sign_out", __name__, url_prefix="/sign-out")


@bp.post("")
def leave() -> Response:
    accounts.leave()
    flash(gettext("You are signed out."))
    return redirect(url_for("library.show"), 303)
