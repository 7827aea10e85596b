"""The cookies by which a browser is known, beside the session's. No script can read them."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, current_app

ACCOUNT, GUEST, BROWSER = "quizapp_account", "quizapp_guest", "quizapp_browser"
#: As long as browsers keep any.
LONGEST = timedelta(days=400)


def keep(response: Response, name: str, value: str, age: timedelta | None = LONGEST) -> Response:
    """Without an age it goes with the browser's session."""
    secure = current_app.config["SETTINGS"].https
    response.set_cookie(name, value, max_age=age, httponly=True, samesite="Lax", secure=secure)
    return response


def drop(response: Response, *names: str) -> Response:
    for name in names:
        response.delete_cookie(name, httponly=True, samesite="Lax", secure=current_app.config["SETTINGS"].https)
    return response
