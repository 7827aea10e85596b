"""Figures of the running site for Prometheus, for who has the token of the settings."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, request

from quizapp.web import watching

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
def show() -> Response:
    token: str | None = current_app.config["SETTINGS"].metrics_token
    if not token:
        abort(404)
    if not _sent(token):
        return Response("This address needs a token.\n", 401, {"WWW-Authenticate": "Bearer"}, "text/plain")
    return Response(watching.figures(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _sent(token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    right = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), token.encode())
    return right and scheme.lower() == "bearer"
