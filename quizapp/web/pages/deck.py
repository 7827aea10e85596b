"""Decks to take home: files that stay the same, byte for byte, until their content changes."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from quizapp.core.sentences import NotFound, say
from quizapp.formats.apkg import FORMAT, write_deck
from quizapp.settings import Settings
from quizapp.store import decks
from quizapp.store.decks import HeldDeck
from quizapp.web.deck_shelf import Shelf
from quizapp.web.extensions import db

#: What no name of a file can hold, or what turns around how its ending reads.
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]')

bp = Blueprint("deck", __name__, url_prefix="/decks")


@bp.get("/sets/<slug>.apkg")
def of_set(slug: str) -> Response:
    held = decks.set_deck(db.session(), slug)
    if held is None:
        raise NotFound(say("There is no such deck. Its set may have been taken away."))
    return _download(held, slug)


@bp.get("/articles/<slug>.apkg")
def of_article(slug: str) -> Response:
    held = decks.article_deck(db.session(), slug)
    if held is None:
        raise NotFound(say("There is no such deck. Its article may have been taken away."))
    return _download(held, slug)


def _download(held: HeldDeck, slug: str) -> Response:
    """The file, or 304 to one who has it; it is made once for each version."""
    settings: Settings = current_app.config["SETTINGS"]
    shelf = current_app.extensions.setdefault("decks", Shelf())
    data, etag = shelf.taken((held.version, settings.public_url), lambda: _made(held, settings.public_url))
    response = Response(data, content_type=FORMAT.media_type)
    response.set_etag(etag)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers.set("Content-Disposition", "attachment", **_names(held.title, slug))
    response.make_conditional(request)
    return response


def _made(held: HeldDeck, site: str) -> bytes:
    dumped = write_deck(decks.deck_export(db.session(), held, site))
    for sentence in dumped.left_out:
        current_app.logger.warning("Left out of the deck %s: %s", held.title, sentence)
    return dumped.data


def _names(title: str, slug: str) -> dict[str, str]:
    """The file is named by its title where the browser can read that, else by the slug."""
    named = " ".join(_UNFIT.sub(" ", title).split())[:120].strip(". ") or slug
    return {"filename": slug + FORMAT.suffix, "filename*": f"UTF-8''{quote(named + FORMAT.suffix, safe='')}"}
