"""Decks to take home: files that stay the same, byte for byte, until their content changes."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request

from quizapp.core.sentences import NotFound, say
from quizapp.store import decks
from quizapp.web.extensions import db

bp = Blueprint("deck", __name__, url_prefix="/decks")


@bp.get("/sets/<slug>.apkg")
def of_set(slug: str) -> Response:
    from quizapp.formats.apkg import FORMAT

    export = decks.set_export(db.session(), slug)
    if export is None:
        raise NotFound(say("There is no such deck. Its set may have been taken away."))
    return _download(FORMAT.write(export).data, slug, export.content.title)


@bp.get("/articles/<slug>.apkg")
def of_article(slug: str) -> Response:
    from quizapp.formats.apkg import write_deck

    held = decks.article_deck(db.session(), slug)
    if held is None:
        raise NotFound(say("There is no such deck. Its article may have been taken away."))
    article, deck = held
    return _download(write_deck(deck), slug, article.title)


def _download(data: bytes, slug: str, title: str) -> Response:
    """The file, named by its title where the browser can read that, else by the slug."""
    from quizapp.formats.apkg import FORMAT

    response = Response(data, content_type=FORMAT.media_type)
    response.headers.set(
        "Content-Disposition",
        "attachment",
        **{
            "filename": slug + FORMAT.suffix,
            "filename*": f"UTF-8''{quote(_file_name(title) + FORMAT.suffix, safe='')}",
        },
    )
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.add_etag()
    response.make_conditional(request)
    return response


def _file_name(title: str) -> str:
    """The title without what a file system would not take."""
    return " ".join("".join(" " if letter in '<>:"/\\|?*' else letter for letter in title).split())[:120]
