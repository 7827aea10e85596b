"""Short addresses of sets: followed from a link or a QR code, or typed from a blackboard."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.store import sharing
from quizapp.web.extensions import db

bp = Blueprint("short_link", __name__, url_prefix="/s")


@bp.get("")
def show() -> str | Response:
    """Where a code is typed in."""
    typed = request.args.get("code", "")[:200]
    code = _code(typed)
    return redirect(url_for("short_link.follow", code=code)) if code else _page(typed)


@bp.get("/<code>")
def follow(code: str) -> Response | tuple[str, int]:
    slug = sharing.slug_of(db.session(), _code(code))
    return redirect(url_for("set.show", slug=slug)) if slug else (_page(code[:200], unknown=True), 404)


def _code(typed: str) -> str:
    """The code in what was typed: capitals, gaps and hyphens don't count, and a whole address may be pasted."""
    last = typed.strip().rstrip("/").rpartition("/")[2].lower()
    return "".join(sign for sign in last if sign.isascii() and sign.isalnum())[:16]


def _page(typed: str, *, unknown: bool = False) -> str:
    return render_template("pages/short_link/show.html", typed=typed, unknown=unknown)
