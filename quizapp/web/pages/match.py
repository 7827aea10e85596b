"""The match game: fronts and answers of a set's cards are put together against time."""

from __future__ import annotations

import re
import secrets
from random import Random

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.drills import pairs
from quizapp.core.sentences import Sentence, say
from quizapp.store import drills as store
from quizapp.store import library
from quizapp.web import asking, clock, drills, found, guests
from quizapp.web.attempts import start_token
from quizapp.web.drills import DRILL
from quizapp.web.extensions import db
from quizapp.work.drilling import beginning, matching
from quizapp.work.drilling.matching import MatchGame, Played

Page = str | tuple[str, int]

bp = Blueprint("match", __name__)


@bp.get("/sets/<slug>/match")
def offer(slug: str) -> Page:
    held, session, person_id = found.question_set(slug), db.session(), guests.current()
    refused = drills.during_test(slug)
    if refused:
        return refused
    fit = pairs.drawn([each.card for each in store.cards_of_set(session, held.id)], Random(0))
    best = store.best_match(session, person_id, held.id, len(fit)) if person_id and fit else None
    return render_template(
        "pages/match/offer.html",
        content=held.content,
        count=len(fit),
        best=drills.span(best) if best else None,
        request_token=secrets.token_urlsafe(16),
    )


@bp.post("/sets/<slug>/match")
def start(slug: str) -> Response:
    token = start_token()
    # Asked first: nobody becomes a guest for a set that is not there.
    found.question_set(slug)
    begun = beginning.match(db.session(), guests.make(), slug, token, clock.now(), Random())
    return redirect(url_for("match.show", drill_id=begun), 303)


@bp.get(f"/match/{DRILL}")
def show(drill_id: int) -> str | Response:
    game = matching.opened(db.session(), guests.current(), drill_id, clock.now())
    shown = store.set_of(db.session(), game.set_id)
    drills.refuse_during_test([shown.slug])
    if not game.record.complete:
        # One that was given up for another is played no more.
        return redirect(url_for("match.offer", slug=shown.slug)) if game.finished else _board(game, shown)
    return render_template(
        "pages/match/result.html",
        game=game,
        set=shown,
        took=drills.span(game.record.took or 1),
        best=drills.span(game.best or 1),
        is_best=game.record.took == game.best,
        offered=library.set_id(db.session(), shown.slug) is not None,
        request_token=secrets.token_urlsafe(16),
    )


@bp.post(f"/match/{DRILL}")
def put_together(drill_id: int) -> Response | tuple[Response | str, int]:
    played = Played(_chosen(), _count("mistakes"), _count("took"))
    if not played.chosen and played.mistakes is None:
        return _nothing_chosen(drill_id)
    matching.put_together(db.session(), guests.current(), drill_id, drills.revision(), played, clock.now())
    if asking.by_script():
        return jsonify(saved=True), 200
    return redirect(url_for("match.show", drill_id=drill_id), 303)


def _nothing_chosen(drill_id: int) -> Response | tuple[str, int]:
    game = matching.opened(db.session(), guests.current(), drill_id, clock.now())
    if game.finished:
        return redirect(url_for("match.show", drill_id=drill_id), 303)
    shown = store.set_of(db.session(), game.set_id)
    drills.refuse_during_test([shown.slug])
    return _board(game, shown, say("Choose an answer for at least one of the questions first.")), 422


def _board(game: MatchGame, shown: store.SetOf, trouble: Sentence | None = None) -> str:
    record = game.record
    solved_tiles = {tile for tile, pair in enumerate(record.order) if pair in record.solved}
    return render_template(
        "pages/match/show.html",
        game=game,
        record=record,
        set=shown,
        fits={pair: tile for tile, pair in enumerate(record.order)},
        tiles=[(tile, record.pairs[pair].answer) for tile, pair in enumerate(record.order) if tile not in solved_tiles],
        best=drills.span(game.best) if game.best else None,
        trouble=trouble,
    )


def _chosen() -> dict[int, int]:
    """The tile chosen for each pair; what is left open is left out."""
    sent = ((re.fullmatch(r"pair-([0-9]{1,2})", name), value) for name, value in request.form.items())
    return {
        int(name[1]): int(value) for name, value in sent if name and re.fullmatch(r"[0-9]{1,2}", value, re.ASCII)
    }  # fmt: skip


def _count(field: str) -> int | None:
    value = request.form.get(field, "")
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value, re.ASCII) else None
