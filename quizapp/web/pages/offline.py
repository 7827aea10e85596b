"""What lets the site be put on a phone, and used there without a connection: the worker, the manifest, a page."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for
from flask_babel import gettext

bp = Blueprint("offline", __name__)

#: What the review page asks for.
_NAMES = ("css/site.css", "css/review.css", "css/print.css", "js/review.js", "favicon.svg")
_ICONS = {"icons/icon-192.png": 192, "icons/icon-512.png": 512}


@bp.get("/offline")
def show() -> str:
    """Shown where there is no connection and nothing was kept."""
    return render_template("pages/offline/show.html")


@bp.get("/sw.js")
def worker() -> Response:
    script = render_template("pages/offline/worker.js", files=_files(), version=current_app.static_url_path)
    return Response(script, content_type="text/javascript; charset=utf-8")


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    told = {
        "name": gettext("quizapp: review"),
        "short_name": "quizapp",
        "start_url": url_for("review.show"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fcfbf7",
        "theme_color": "#fcfbf7",
        "icons": [*_icons()],
    }
    response = jsonify(told)
    response.content_type = "application/manifest+json"
    return response


def _icons() -> list[dict[str, str]]:
    drawn = {"src": url_for("static", filename="favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    whole = [_icon(name, size, "any") for name, size in _ICONS.items()]
    return [drawn, *whole, _icon("icons/icon-maskable-512.png", 512, "maskable")]


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    address = url_for("static", filename=name)
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _files() -> list[str]:
    """The files of the review page, so that it opens whole from the first time on."""
    return [url_for("static", filename=name) for name in _NAMES]
