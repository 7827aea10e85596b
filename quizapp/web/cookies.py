"""The cookies by which a browser is known, beside the session's. No script can read them."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, after_this_request, current_app, request

ACCOUNT, GUEST, BROWSER, SESSION = "quizapp_account", "quizapp_guest", "quizapp_browser", "quizapp_session"
#: As long as browsers keep any.
LONGEST = timedelta(days=400)


def named(name: str, *, https: bool) -> str:
    """Under https browsers take a cookie of this name from this very host alone, and by https alone."""
    return f"__Host-{name}" if https else name


def sent(name: str) -> str | None:
    """What this browser has under the name."""
    return request.cookies.get(_here(name))


def move(name: str) -> str | None:
    """What it has from the time before the site went over to https; the answer gives that the new name."""
    before = request.cookies.get(name) if _https() else None
    if before:
        after_this_request(lambda response: _moved(response, name, before))
    return before


def keep(response: Response, name: str, value: str, age: timedelta | None = LONGEST) -> Response:
    """Without an age it goes with the browser's session."""
    response.set_cookie(_here(name), value, max_age=age, httponly=True, samesite="Lax", secure=_https())
    return response


def drop(response: Response, *names: str) -> Response:
    for name in names:
        response.delete_cookie(_here(name), httponly=True, samesite="Lax", secure=_https())
    return response


def _moved(response: Response, name: str, value: str) -> Response:
    response.delete_cookie(name, httponly=True, samesite="Lax")
    # Where the answer itself drops or sets it, that counts.
    if any(line.startswith(f"{_here(name)}=") for line in response.headers.getlist("Set-Cookie")):
        return response
    return keep(response, name, value)


def _here(name: str) -> str:
    return named(name, https=_https())


def _https() -> bool:
    return bool(current_app.config["SETTINGS"].https)
