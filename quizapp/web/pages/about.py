"""About and help: what this is, how it works, and what is kept."""

from __future__ import annotations

from flask import Blueprint, render_template

bp = Blueprint("about", __name__)


@bp.get("/about")
def show() -> str:
    return render_template("pages/about/show.html")
