"""For those who keep the site running: is the process alive, and can it serve?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from quizapp.store import readiness
from quizapp.web.extensions import db
from quizapp.web.filters import told

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """Asks nothing but this process: who restarts it on a failure must not do so because a database is away."""
    return jsonify(alive=True)


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether this process can serve, and if not, why."""
    reasons = [told(sentence) for sentence in readiness.troubles(db.engine)]
    return jsonify(ready=not reasons, reasons=reasons), 503 if reasons else 200
