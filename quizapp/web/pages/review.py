"""Review: the cards of the day, one after the other."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from quizapp.core.memory.memory import Rating
from quizapp.core.sentences import NotFound, Unreadable, say
from quizapp.store import library
from quizapp.store.base import milliseconds
from quizapp.store.reviewing import memories
from quizapp.web import accounts, clock, found, guests, review_cards, review_deeds
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.work.reviewing import asking, looking_ahead, rating, sending, setting_aside, studying
from quizapp.work.reviewing.asking import Today
from quizapp.work.reviewing.sending import Outcome

bp = Blueprint("review", __name__)

#: So many cards lie ready on a device.
READY = 20
#: And so many are listed of those that were put aside.
MOST_LISTED = 200
_CARD = f"/review/cards/<int(max={2**31 - 1}):card_id>"


@dataclass(frozen=True)
class Asking:
    """Who asks for their day, and how: over which sets, and which card first."""

    person_id: int | None
    slugs: tuple[str, ...]
    first: int | None


@bp.get("/review")
def show() -> Response:
    asking_for, now = _asking(), clock.now()
    if asking_for.person_id is None:
        return _page(None)
    told_at_once = request.args.get("show") is not None
    today = _today(asking_for, now, most=1)
    if asking_for.slugs and today.sets and not {each.slug for each in today.sets} & set(asking_for.slugs):
        # An old bookmark: none of these sets is reviewed any more, but others are.
        return _of_somebody(make_response(redirect(url_for("review.show"), 303)), has_cards=False)
    if told_at_once and not (today.cards and today.cards[0].card.id == asking_for.first):
        raise _no_card()
    typed = request.args.get("typed", "")[:500]
    card = review_cards.shown(today.cards[0], told=told_at_once, typed=typed) if today.cards else None
    is_done = bool(today.sets) and card is None
    session = db.session()
    return _page(
        today,
        card=card,
        chosen=asking_for.slugs,
        ahead=looking_ahead.ahead(session, asking_for.person_id, today, now, asking_for.slugs) if is_done else None,
    )


def _page(today: Today | None, **shown: Any) -> Response:
    aside = re.fullmatch(r"[0-9]{1,9}", request.args.get("aside", ""), re.ASCII)
    usual = {"card": None, "chosen": (), "ahead": None, "aside": int(aside[0]) if aside else None}
    now, shown = clock.now(), {**usual, **shown}
    page = render_template(
        "pages/review/show.html",
        today=today,
        marker=_marker(),
        token=secrets.token_urlsafe(16),
        shown_at=milliseconds(now),
        next_in=max(timedelta(0), today.next_at - now) if today and today.next_at else None,
        **shown,
    )
    return _of_somebody(make_response(page), has_cards=shown["card"] is not None)


def _of_somebody(response: Response, *, has_cards: bool = True) -> Response:
    """Tells the worker in the browser whose it is, and whether it is worth keeping."""
    response.headers["X-Reviewer"] = _marker()
    if not has_cards:
        response.headers["X-Cards"] = "none"
    return response


@bp.get("/review/aside")
def aside() -> str:
    """What was suspended or flagged, to be taken up again."""
    person_id = guests.current()
    held = memories.set_aside(db.session(), person_id, MOST_LISTED) if person_id else []
    return render_template("pages/review/aside.html", cards=[review_cards.listed(card) for card in held])


@bp.get("/review/cards.json")
def cards() -> Response:
    """The first cards of the day, for the page's script."""
    return _day(_asking(), [])


@bp.post("/review/log")
def log() -> Response:
    """What was done on a device since it last sent something; answers with the day as it is then."""
    asking_for = _asking()
    if asking_for.person_id is None or not _is_theirs(request.form.get("person", "")):
        return _of_another()
    now = clock.now()
    deeds = review_deeds.read(request.form.get("deeds", ""), request.form.get("sent_at", ""), now)
    return _day(asking_for, sending.send(db.session(), asking_for.person_id, deeds, now))


@bp.post(f"{_CARD}/rating")
def rate(card_id: int) -> Response:
    person_id, now = _person(), clock.now()
    given, token = request.form.get("rating", ""), request.form.get("request", "")
    if given not in {"1", "2", "3", "4"} or not re.fullmatch(r"[\w-]{1,64}", token, re.ASCII):
        raise Unreadable(say("Choose how well you knew the card: Again, Hard, Good or Easy."))
    answer = rating.Answer(card_id, Rating(int(given)), now, token, _look(now))
    rating.rate(db.session(), person_id, answer, now)
    return _onward()


@bp.post(f"{_CARD}/aside")
def put_aside(card_id: int) -> Response:
    session, person_id, do = db.session(), _person(), request.form.get("do", "")
    match do:
        case "bury":
            setting_aside.bury(session, person_id, card_id, clock.now())
        case "suspend":
            setting_aside.suspend(session, person_id, card_id)
        case "ask":
            setting_aside.suspend(session, person_id, card_id, suspended=False)
            setting_aside.bury(session, person_id, card_id, clock.now(), buried=False)
        case "flag" | "unflag":
            setting_aside.flag(session, person_id, card_id, flagged=do == "flag")
        case _:
            raise Unreadable(say("Choose what is to become of the card: one of the buttons below it."))
    if request.form.get("back") == "aside":
        return redirect(url_for("review.aside"), 303)
    return _onward(aside=card_id) if do in {"bury", "suspend"} else _onward(card=card_id)


@bp.post("/review/undo")
def undo() -> Response:
    number = request.form.get("review", "")
    if not re.fullmatch(r"[0-9]{1,9}", number, re.ASCII):
        raise NotFound(say("There is no such review."))
    return _onward(card=rating.undo(db.session(), _person(), int(number), clock.now()))


@bp.post("/sets/<slug>/study")
def study(slug: str) -> Response:
    # Asked first: nobody becomes a guest for a set that is not there.
    found.question_set(slug)
    studying.study(db.session(), guests.make(), slug, clock.now(), request.form.get("time_zone", "")[:64])
    return redirect(url_for("review.show", set=slug), 303)


@bp.post("/sets/<slug>/study/end")
def stop(slug: str) -> Response:
    studying.stop(db.session(), _person(), slug)
    shown = library.question_set(db.session(), slug) is not None
    return redirect(url_for("set.show", slug=slug) if shown else url_for("review.show"), 303)


def _asking() -> Asking:
    wanted = request.args.get("show") or request.args.get("card") or ""
    first = int(wanted) if re.fullmatch(r"[0-9]{1,9}", wanted, re.ASCII) else None
    return Asking(guests.current(), tuple(request.values.getlist("set")[:100]), first)


def _today(asked: Asking, now: datetime, most: int = READY) -> Today:
    assert asked.person_id, "asked of somebody"  # noqa: S101
    return asking.today(db.session(), asked.person_id, now, asked.slugs, most, asked.first)


def _day(asked: Asking, outcomes: list[Outcome]) -> Response:
    day: dict[str, Any] = {"person": _marker(), "token": generate_csrf(), "outcomes": _outcomes(outcomes)}
    if asked.person_id:
        now = clock.now()
        day |= review_cards.day(_today(asked, now), now, _have())
    return _of_somebody(jsonify(day))


def _outcomes(outcomes: list[Outcome]) -> list[dict[str, str | None]]:
    return [{"id": each.id, "refused": told(each.refused) if each.refused else None} for each in outcomes]


def _have() -> set[int]:
    """The cards whose faces the device has."""
    return {int(each) for each in re.findall(r"[0-9]{1,9}", request.form.get("have", "")[:5000], re.ASCII)}


def _marker() -> str:
    return review_cards.marker(guests.current(), has_account=accounts.current() is not None)


def _is_theirs(marker: str) -> bool:
    """What a guest did is their account's once they sign in; of it, only what they have themselves can be done."""
    return marker == _marker() or (marker.startswith("g") and accounts.current() is not None)


def _of_another() -> Response:
    sentence = say("These reviews are of somebody else, or you are signed out. They wait until that person is back.")
    answer = jsonify(saved=False, other=True, person=_marker(), sentence=told(sentence))
    answer.status_code = 403
    return answer


def _person() -> int:
    person_id = guests.current()
    if person_id is None:
        raise _no_card()
    return person_id


def _no_card() -> NotFound:
    return NotFound(say("There is no such card among yours."))


def _look(now: datetime) -> timedelta:
    """How long the card lay open, by the server's clock alone."""
    since = request.form.get("shown_at", "")
    if not re.fullmatch(r"[0-9]{1,13}", since, re.ASCII):
        return timedelta(0)
    return max(timedelta(0), now - datetime.fromtimestamp(int(since) / 1000, UTC))


def _onward(**values: Any) -> Response:
    return redirect(url_for("review.show", **values, set=request.form.getlist("set")[:100]), 303)
