"""The HTML of fields as Markdown and as plain text, with the pictures that they show."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from urllib.parse import unquote

from quizapp.core.document import CONTROL
from quizapp.core.picture import Picture
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.article.markdown import literal, one_line
from quizapp.formats.article.shelf import Shelf
from quizapp.formats.pictures import Prepared, picture_name

Draw = Callable[[bytes], Prepared]
MOST_PICTURES = 200
_SOUND = re.compile(r"\[sound:[^\[\]]{1,500}\]|\[anki:tts[^\[\]]{0,500}\].{0,2000}?\[/anki:tts\]", re.DOTALL)
_FORMULA = re.compile(r"\\[(\[]|\[latex\]|\[\$\$?\]|<anki-mathjax", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/?(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote|pre|hr))\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,20000}>")
#: How a word is read out stands beside it, and is no part of it.
_READING = re.compile(r"<(rt|rp)\b[^<>]{0,2000}>[^<]{0,2000}</\1\s{0,9}>", re.IGNORECASE)


class PackageShelf(Shelf):
    """Finds the pictures of a package by their names, makes each fit for a page once, and gives it a name there."""

    def __init__(self, media: Mapping[str, bytes], draw: Draw) -> None:
        super().__init__()
        self._media, self._draw = media, draw
        self._by_source: dict[str, Picture | Sentence] = {}
        self.asked: list[str] = []

    def name(self, source: str, words: str) -> str | None:
        self.asked.append(source)
        if source not in self._by_source:
            self._by_source[source] = self._fetched(source)
        found = self._by_source[source]
        return found.name if isinstance(found, Picture) else None

    def _fetched(self, source: str) -> Picture | Sentence:
        file = file_of(source)
        data = self._media.get(file, self._media.get(source))
        names = [kept.name for kept in self._by_source.values() if isinstance(kept, Picture)]
        if data is None:
            return say("The picture %(name)s is not in the package.", name=file[:60])
        if len(names) >= MOST_PICTURES:
            return say("Only the first %(most)s pictures were taken, and %(name)s is not one of them.",
                       most=MOST_PICTURES, name=file[:60])  # fmt: skip
        try:
            fit = self._draw(data)
        except Refusal as refusal:
            return refusal.sentence
        return Picture(picture_name(file, names, fit.media_type), fit.media_type, fit.data)

    def picture(self, source: str) -> Picture | Sentence:
        return self._by_source[source]


def file_of(source: str) -> str:
    return unquote(html.unescape(source))


def words_of(source: str) -> str:
    """A file's name as words: `eiffel_tower-2.jpg` is "eiffel tower 2"."""
    return " ".join(re.split(r"[\W_]+", PurePath(file_of(source)).stem)).strip() or "picture"


class Texts:
    """Reads one note's fields, and remembers what could not be taken along."""

    def __init__(self, shelf: PackageShelf) -> None:
        self._shelf = shelf
        self._told: dict[str, Sentence] = {}
        self._pictures: dict[str, Picture] = {}
        self._written: dict[str, str] = {}

    @property
    def left_out(self) -> tuple[Sentence, ...]:
        return tuple(self._told.values())

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(self._pictures.values())

    def tell(self, sentence: Sentence) -> None:
        self._told.setdefault(str(sentence), sentence)

    def markdown(self, field: str) -> str:
        """The field as Markdown. Raises `Refusal` for one that is too large or too deep to be read."""
        if field not in self._written:
            self._written[field] = self._markdown(field)
        return self._written[field]

    def _markdown(self, field: str) -> str:
        clean = self._clean(field)
        if "<" not in clean and "&" not in clean:
            return literal(" ".join(one_line(clean).split()))
        from quizapp.formats.article.markup import attribute, tree
        from quizapp.formats.article.writing import written

        page = tree(clean)
        nameless = [image for image in page.find_all("img") if not attribute(image, "alt").strip()]
        for image in nameless:
            image["alt"] = words_of(attribute(image, "src"))
        named = {attribute(image, "src") for image in nameless}
        self._shelf.asked.clear()
        text, told = written(page, self._shelf)
        for sentence in told:
            self.tell(sentence)
        for source in self._shelf.asked:
            self._keep(source, by_file_name=source in named)
        return text

    def _keep(self, source: str, *, by_file_name: bool) -> None:
        found = self._shelf.picture(source)
        if not isinstance(found, Picture):
            self.tell(found)
            return
        self._pictures[found.name] = found
        if by_file_name:
            self.tell(
                say("Write what the picture %(name)s shows: its words are its file's name.", name=file_of(source)[:60])
            )

    def lines(self, field: str) -> list[str]:
        """The field's text without its looks, a line for each of its lines."""
        from quizapp.formats.article.markup import without_code

        broken = _BREAK.sub("\n", _READING.sub("", without_code(self._clean(field))))
        text = html.unescape(_TAG.sub("", broken)).replace("\xa0", " ")
        return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]

    def plain(self, field: str) -> str:
        return " ".join(self.lines(field))

    def _clean(self, field: str) -> str:
        without, sounds = _SOUND.subn("", CONTROL.sub("", field))
        if sounds:
            self.tell(say("Sounds were left out."))
        if _FORMULA.search(without):
            self.tell(say("A formula is shown as it is written: pages don't typeset it."))
        return without
