"""Articles from elsewhere: what a teacher pastes or uploads, read into the parts of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from quizapp.core.document import CONTROL
from quizapp.core.picture import Picture
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.article.decoding import decoded
from quizapp.formats.article.draft import LONGEST_BODY, Draft, too_long
from quizapp.formats.article.languages import guessed_language
from quizapp.formats.article.markdown_text import looks_like_markdown, read_markdown
from quizapp.formats.article.plain_text import read_plain_text
from quizapp.formats.article.sniffing import is_word_file, refuse_other_files
from quizapp.formats.article.web_page import looks_like_page, read_page
from quizapp.formats.article.word_file import read_word_file

LARGEST_FILE = 5_000_000

_ENDINGS = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".txt": read_plain_text,
    ".text": read_plain_text,
}


@dataclass(frozen=True)
class Imported:
    """An article as far as it was found: what is None is for the teacher to fill in.

    `body` is Markdown that calls each of `pictures` by its name; `left_out` tells what could not be carried.
    """

    title: str | None
    publisher: str | None
    published: date | None
    author: str | None
    url: str | None
    language: str
    licence: str | None
    body: str
    pictures: tuple[Picture, ...] = ()
    left_out: tuple[Sentence, ...] = ()


def read_article_text(data: bytes | str, file_name: str | None = None) -> Imported:
    """The article in a pasted text or an uploaded file. Raises `Refusal` for what can't be read as one."""
    if len(data) > LARGEST_FILE:
        raise Refusal(say("This is larger than 5 MB. Copy the article's text and paste it instead."))
    if isinstance(data, bytes):
        if is_word_file(data):
            return _imported(read_word_file(data))
        refuse_other_files(data)
        data = decoded(data)
    return _imported(_read_text(_tidy(data), file_name))


def _tidy(text: str) -> str:
    """The text with plain line ends, without control characters and halves of characters."""
    plain = re.sub("\r\n?|[\u2028\u2029\u0085\x0b\x0c]", "\n", text.removeprefix("\ufeff"))
    return CONTROL.sub("", plain)


def _read_text(text: str, file_name: str | None) -> Draft:
    read = _ENDINGS.get(PurePath(file_name or "").suffix.lower())
    if read is None or (read is read_plain_text and looks_like_page(text)):
        read = read_page if looks_like_page(text) else read_markdown if looks_like_markdown(text) else read_plain_text
    return read(text)


def _imported(draft: Draft) -> Imported:
    body = re.sub(r"\n{3,}", "\n\n", CONTROL.sub("", draft.body)).strip()
    if not body:
        raise Refusal(say("There is no text in this that could be an article. Paste the article's text."))
    if len(body) > LONGEST_BODY:
        raise too_long()
    facts = draft.facts
    return Imported(
        title=facts.title,
        publisher=facts.publisher,
        published=facts.published,
        author=facts.author,
        url=facts.url,
        language=facts.language or guessed_language(body),
        licence=facts.licence,
        body=body,
        pictures=draft.pictures,
        left_out=draft.left_out,
    )
