"""An article's prose in paragraphs and sentences, each with its place in the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from quizapp.core.evidence import Reading

_BLOCKS = frozenset("p hr pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td".split())
_PROSE = frozenset(("p", "li"))
_NOT_PROSE = frozenset("pre h1 h2 h3 h4 h5 h6 table".split())
_END = re.compile(r"[.!?。！？]+[\"'”’»」』)]*")
_CLOSED = frozenset("。！？")
#: Before their point the sentence goes on.
_SHORTENED = frozenset(
    "mr mrs ms dr prof st sr jr gen col capt lt sgt rev hon pres gov sen rep no nos vol pp p fig approx ca c vs etc"
    " e.g i.e a.m p.m inc ltd co corp dept est jan feb mar apr jun jul aug sep sept oct nov dec bzw z.b d.h u.a usw"
    " nr str tel mio mrd evtl ggf inkl jh chr m mme mlle env".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
#: In German and its neighbours a number with a point is an ordinal: am 17. Mai.
_ORDINAL = re.compile(r"\d{1,3}")
_ORDINAL_LANGUAGES = frozenset("da de fi nb nn no cs sk pl hu".split())


@dataclass(frozen=True)
class Passage:
    """A sentence: `start` is its place in `Reading.text`, `paragraph` counts from 0."""

    text: str
    start: int
    paragraph: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _Paragraphs(HTMLParser):
    """Gathers the text of each block that is prose: no heading, table, list of links or note in italics."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[str] = []
        self._inline: list[str] = []
        self._text: list[str] = []
        self._plain = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self._text.append(" ")
        elif tag in _BLOCKS:
            self._flush()
            if tag != "hr":
                self._open.append(tag)
        elif tag in {"a", "em", "code"}:
            self._inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            if tag in self._open:
                del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]
        elif tag in self._inline:
            self._inline.remove(tag)

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        self._plain += 0 if self._inline else len(data.strip())

    def _flush(self) -> None:
        text = " ".join("".join(self._text).split())
        prose = bool(self._open) and self._open[-1] in _PROSE and _NOT_PROSE.isdisjoint(self._open)
        if prose and self._plain * 2 > len(text):
            self.found.append(text)
        self._text, self._inline, self._plain = [], [], 0


def passages(reading: Reading, language: str) -> tuple[Passage, ...]:
    """The sentences of the article's prose in their order."""
    reader = _Paragraphs()
    reader.feed(reading.html)
    reader.close()
    text, at, found = reading.text, 0, []
    for number, paragraph in enumerate(reader.found):
        start = text.find(paragraph, at)
        if start >= 0:
            at = start + len(paragraph)
            found += [Passage(part, start + place, number) for place, part in sentences(paragraph, language)]
    return tuple(found)


def sentences(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Each sentence and where it begins; what comes after the last full stop is the last one."""
    start = 0
    for end in _END.finditer(text):
        if end.start() >= start and _is_end(text, end, language):
            yield start, text[start : end.end()]
            start = end.end()
            start += text[start : start + 1] == " "
    if start < len(text):
        yield start, text[start:]


def _is_end(text: str, end: re.Match[str], language: str) -> bool:
    if end[0][0] in _CLOSED:
        return True
    after = text[end.end() : end.end() + 2]
    if after and (after[0] != " " or after[1:].islower()):
        return False
    if end[0][0] != "." or not after:
        return True
    word = text[max(0, end.start() - 20) : end.start()].rpartition(" ")[2].lstrip("(“\"'«")
    if _ORDINAL.fullmatch(word) and language.partition("-")[0] in _ORDINAL_LANGUAGES:
        return False
    return not (word.casefold() in _SHORTENED or _INITIALS.fullmatch(word))
