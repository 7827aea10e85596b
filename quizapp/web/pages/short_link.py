"""Short addresses of sets: followed from a link or a QR code, or typed from a blackboard."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.sentences import NotFound, Sentence, TooMany, say
from quizapp.store import sharing
from quizapp.web import guesses
from quizapp.web.extensions import db

Page = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response

bp = Blueprint("short_link", __name__, url_prefix="/s")


@bp.get("")
def show() -> str | Response:
    """Where a code is typed in."""
    typed = request.args.get("code", "")[:200]
    code = _code(typed)
    return redirect(url_for("short_link.follow", code=code)) if code else _page(typed)


@bp.get("/<code>")
def follow(code: str) -> Page:
    try:
        with guesses.counted():
            slug = _slug(_code(code))
    except NotFound:
        return _page(code[:200], unknown=True), 404
    except TooMany as refused:
        return _page(code[:200], trouble=refused.sentence), 429, {"Retry-After": str(refused.seconds)}
    return redirect(url_for("set.show", slug=slug))


def _slug(code: str) -> str:
    slug = sharing.slug_of(db.session(), code)
    if slug is None:
        raise NotFound(say("No set has this code."))
    return slug


def _code(typed: str) -> str:
    """The code in what was typed: capitals, gaps and hyphens don't count, and a whole address may be pasted."""
    last = typed.strip().rstrip("/").rpartition("/")[2].lower()
    return "".join(sign for sign in last if sign.isascii() and sign.isalnum())[:16]


def _page(typed: str, *, unknown: bool = False, trouble: Sentence | None = None) -> str:
    return render_template("pages/short_link/show.html", typed=typed, unknown=unknown, trouble=trouble)
