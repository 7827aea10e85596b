"""What a reader sees when something can't be done: a sentence and a way on, in the style of all pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, current_app, jsonify, make_response, render_template, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import BadHost, HTTPException, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from quizapp.core.sentences import Busy, NotAllowed, NotFound, Refusal, TooMany, Unreadable
from quizapp.web import asking, logs, request_ids, watching
from quizapp.web.filters import told
from quizapp.web.logs.tracebacks import told as told_of
from quizapp.work.transactions import is_damage

Answer = tuple[str, int] | tuple[str, int, dict[str, str]] | Response

#: After so many seconds it is worth trying again.
RETRY_AFTER = {"Retry-After": "5"}
#: The database can't be reached, has gone while it was asked, is damaged, or has no connection left.
DATABASE_AWAY = (DatabaseError, InterfaceError, PoolTimeout)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(BadHost, _foreign_host)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(Refusal, refusal)
    app.register_error_handler(IntegrityError, _overtaken)
    for away in DATABASE_AWAY:
        app.register_error_handler(away, _database_away)


def page(code: int, sentence: str | None = None, onward: tuple[str, str] | None = None) -> str:
    """The page for a status; `sentence` says more than the status can, `onward` (address, words) leads on from it."""
    title, usual = _told(code)
    onward = onward or (url_for("library.show"), gettext("Go to the library"))
    return render_template(
        "pages/error/show.html",
        code=code,
        title=title,
        sentence=sentence or usual,
        onward=onward,
        # What a reader can do nothing about is found by it in the log.
        request_id=request_ids.current() if code >= 500 else None,
    )


def _http(error: HTTPException) -> Answer:
    if error.code is None or error.response is not None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]  # a redirect, or an answer made elsewhere
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return page(error.code), error.code, headers


def _foreign_host(_: HTTPException) -> Answer:
    # Without a host that we know, no address can be built, and so no page.
    return Response(gettext("This site does not answer to that host name."), 400, content_type="text/plain")


def _stale_form(_: CSRFError) -> Answer:
    if asking.by_script():
        # With the new token the same form is taken: nothing that was typed is lost with a session.
        told_so = gettext("Your visit had to be opened anew. What you typed is sent again.")
        return make_response(jsonify(saved=False, token=generate_csrf(), sentence=told_so), 400)
    return page(400, gettext(
        "This form no longer belongs to your visit: its cookie is gone or was never set. "
        "Allow cookies for this site, go back, reload the page and send it again."
    )), 400  # fmt: skip


def refusal(refused: Refusal) -> Answer:
    if isinstance(refused, Busy):
        return busy(refused, lambda: page(503, told(refused.sentence)))
    code = status(refused)
    headers = {"Retry-After": str(refused.seconds)} if isinstance(refused, TooMany) else {}
    if asking.by_script():
        return make_response(jsonify(saved=False, sentence=told(refused.sentence)), code, headers)
    return page(code, told(refused.sentence)), code, headers


def busy(refused: Busy, shown: Callable[[], str | BaseResponse]) -> Answer:
    """503 with what `shown` makes, or with a plain page where the database can't even be read."""
    watching.happened("busy")
    _write_down(refused.__cause__ or refused)
    try:
        return make_response(shown(), 503, RETRY_AFTER)
    except DATABASE_AWAY as error:
        return _database_away(error)


def status(refused: Refusal) -> int:
    return next((code for kind, code in _STATUS.items() if isinstance(refused, kind)), 409)


_STATUS: dict[type[Refusal], int] = {NotAllowed: 403, NotFound: 404, TooMany: 429, Busy: 503, Unreadable: 422}


def _database_away(error: Exception) -> Answer:
    if isinstance(error, DatabaseError) and not (isinstance(error, OperationalError) or is_damage(error)):
        # What we asked for makes no sense: that is a fault of ours.
        raise error
    watching.happened("database")
    _write_down(error)
    return page(503), 503, RETRY_AFTER


def _write_down(error: BaseException) -> None:
    current_app.logger.error("%s at %s", told_of(error), logs.where())
    if isinstance(error, DatabaseError) and is_damage(error):
        current_app.logger.critical("The database is damaged. End the site, put its file aside and restore a backup.")


def _overtaken(error: Exception) -> Answer:
    """What this request built on went away while it was on its way, such as the account it was sent from."""
    _write_down(error)
    sentence = gettext("Something that this needs was taken away meanwhile. Reload the page and look.")
    if asking.by_script():
        return make_response(jsonify(saved=False, sentence=sentence), 409)
    return page(409, sentence), 409


def _told(code: int) -> tuple[str, str]:
    """The headline and the sentence for a status."""
    known = {
        400: (
            gettext("This request can't be read"),
            gettext("Something in it is damaged or missing. Go back, reload the page and try again."),
        ),
        403: (gettext("Not open to you"), gettext("This page is not open now. Go back to where you came from.")),
        404: (
            gettext("There is nothing here"),
            gettext("The address may be mistyped, or the page was taken away. The library lists all there is."),
        ),
        405: (
            gettext("This address only takes a form"),
            gettext("It can't be opened by itself. Start again from the library."),
        ),
        409: (gettext("That can't be done now"), gettext("Go back, reload the page and look at how things stand.")),
        413: (gettext("That is too much"), gettext("What you sent is larger than this site takes. Send less.")),
        422: (gettext("That answer can't be read"), gettext("Go back and change it. It was not marked wrong.")),
        429: (gettext("Too fast"), gettext("There were too many requests from you. Wait a minute and try again.")),
        500: (
            gettext("Our mistake"),
            gettext("Something went wrong on our side and was written down. What you have answered is kept."),
        ),
        503: (
            gettext("Too busy right now"),
            gettext("The site can't answer at the moment. Nothing is lost: wait a moment and try again."),
        ),
    }
    return known.get(code) or known[500 if code >= 500 else 400]
