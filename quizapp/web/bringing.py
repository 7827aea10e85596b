"""What a teacher brings from elsewhere, and how it is carried from one step to the next without being kept."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, request
from itsdangerous import BadSignature, Signer
from markupsafe import Markup

from quizapp.core.articles import FIELDS
from quizapp.core.picture import Picture
from quizapp.core.sentences import Sentence, Unreadable, say
from quizapp.web import pictures
from quizapp.web.forms.article import ArticleForm, from_fields

if TYPE_CHECKING:
    from quizapp.formats.article.reading import Imported

#: What the pictures of an article may weigh together on their way through the form; in bytes.
MOST_PICTURES = 6_000_000


@dataclass(frozen=True)
class Carried:
    """A picture on its way: `token` is its field in the form, `source` an address that shows it already."""

    picture: Picture
    token: str
    source: str


def brought() -> Imported:
    """The article in what was sent: a file, else what was pasted. Raises `Refusal` for what is none."""
    from quizapp.formats.article.reading import read_article_text

    file = request.files.get("file")
    if file and file.filename:
        return read_article_text(file.read(), file.filename)
    formatted, text = request.form.get("formatted", ""), request.form.get("text", "")
    if formatted.strip():
        return read_article_text(formatted, "pasted.html")
    if not text.strip():
        raise Unreadable(say("Paste the text of an article, or choose a file."))
    return read_article_text(text)


def form_of(imported: Imported) -> ArticleForm:
    """The form, filled in with what was found."""
    return from_fields({name: getattr(imported, name) for name in FIELDS})


def light(found: Sequence[Picture]) -> tuple[list[Picture], list[Sentence]]:
    """The pictures that the next form can carry, and what is to be told of the others."""
    kept: list[Picture] = []
    for picture in found:
        if sum(len(each.data) for each in (*kept, picture)) <= MOST_PICTURES:
            kept.append(picture)
    lost = len(found) - len(kept)
    told = say("Pictures that were too large together were left out: %(count)s. Add them as files.", count=lost)
    return kept, [told] if lost else []


def carried(found: Iterable[Picture]) -> list[Carried]:
    """Each picture as the form carries it, signed: nobody slips in another."""
    return [_carried(picture) for picture in found]


def _carried(picture: Picture) -> Carried:
    data = base64.b64encode(picture.data).decode()
    token = _signer().sign("|".join((picture.name, picture.media_type, data))).decode()
    return Carried(picture, token, f"data:{picture.media_type};base64,{data}")


def sent_pictures() -> list[Picture]:
    """The pictures that the form carried; raises `Unreadable` for what this site did not put into it."""
    return [_sent(token) for token in request.form.getlist("picture")]


def _sent(token: str) -> Picture:
    try:
        name, media_type, data = _signer().unsign(token).decode().split("|")
    except BadSignature as error:
        raise Unreadable(say("The pictures did not arrive whole. Bring the article once more.")) from error
    return Picture(name, media_type, base64.b64decode(data))


def _signer() -> Signer:
    key = current_app.secret_key
    assert key is not None, "every app has one"  # noqa: S101
    return Signer(key, salt="quizapp.pictures-on-their-way")


def shown(html: str, found: Sequence[Carried]) -> Markup:
    """Sanitised HTML with the pictures that are on their way in it."""
    return pictures.replaced(html, {each.picture.name: each.source for each in found})
