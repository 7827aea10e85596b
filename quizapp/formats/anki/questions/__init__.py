"""Notes of a package as drafts of questions.

Where the back of a card is a line of plain text that can be typed, it becomes a short text. A choice can't be made of
it: a card names no wrong answers, and made-up ones would be somebody else's. Nor is it taken for a number or a date,
which are marked otherwise than by comparing; the teacher may change the kind. A back that is too long to be typed
stands in the explanation, and the draft waits for an answer: nothing that was written is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from quizapp.core.picture import Picture
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.core.spelling import folded
from quizapp.formats.anki.questions import ours
from quizapp.formats.anki.questions.gaps import cloze, without_deletions
from quizapp.formats.anki.questions.sides import LONGEST_TEMPLATE, Sides, cloze_field, is_empty, sides
from quizapp.formats.anki.questions.texts import Draw, PackageShelf, Texts
from quizapp.formats.anki.reading.collection import Collection, Note, Template
from quizapp.formats.pictures import prepared

MOST_DRAFTS = 2_000
TOO_LONG = say("Its back is too long to be typed and stands in the explanation: write a short answer.")
TOO_MUCH = say("There is too much to read at once. Import fewer notes at a time.")
_LONGEST_TYPED = 60
_LONGEST_NAME = 60
_LONGEST_FIELD = 100_000
#: Tags, entities and deletions in all notes that are read together: each takes its time.
_MOST_SIGNS = 100_000
_LIST = re.compile(r"(?:[-*+>#|]|\d{1,9}[.)])\s")
_TAG = re.compile(r"[^\s,:]+(?:::[^\s,:]+)*")
#: Anki's own, which say how a learner gets on.
_NOT_TAGS = {"leech", "marked"}
_OUR_TAG = re.compile(r"quiz::[^:]+(?:::(.+))?")


@dataclass(frozen=True)
class Draft:
    """One card as a question. `document` is in the shape of a set's file and may be unfinished; None for none.

    `guid` and `ord` tell the card; `name` is how its note begins. `source` is the id that our own decks carry,
    such as `article/question`, else "". `left_out` says what did not come along, or why there is no question. `back`
    is all of a card's back as Markdown, where the card is only turned over and is not ours; else "".
    """

    guid: str
    ord: int
    name: str
    document: dict[str, Any] | None
    left_out: tuple[Sentence, ...] = ()
    pictures: tuple[Picture, ...] = ()
    source: str = ""
    back: str = ""


def drafts(collection: Collection, most: int = MOST_DRAFTS, draw: Draw = prepared) -> Iterator[Draft]:
    """A draft for each card that asks something, in the order of the notes; what is over `most` is not read.

    `draw` makes a picture fit for a page.
    """
    drafted = _Drafting(collection, draw)
    count = 0
    for note in collection.notes:
        for draft in drafted.note(note):
            if count >= most:
                return
            count += 1
            yield draft


class _Drafting:
    """Remembers the pictures that several notes share."""

    def __init__(self, collection: Collection, draw: Draw) -> None:
        self._collection = collection
        self._shelf = PackageShelf(collection.media, draw)
        self._signs = _MOST_SIGNS

    def note(self, note: Note) -> Iterator[Draft]:
        style = ours.style_of(note)
        if objection := self._objection(note):
            yield self._draft(note, 0, objection)
        elif style and not is_empty(note.fields["Notice"]):
            yield self._draft(note, 0, say("This question was withdrawn."))
        elif style and style != "basic":
            yield self._read(note, 0, lambda texts: ours.document(note, style, texts))
        elif note.type.is_cloze:
            yield self._read(note, 0, lambda texts: _cloze(note, texts))
        else:
            for ord_, template in self._templates(note):
                yield self._card(note, ord_, template)

    def _objection(self, note: Note) -> Sentence | None:
        if max(map(len, note.values), default=0) > _LONGEST_FIELD:
            return say("One of its fields is too long to be read.")
        self._signs -= sum(value.count(sign) for value in note.values for sign in ("<", "&", "{{"))
        return None if self._signs > 0 else TOO_MUCH

    def _templates(self, note: Note) -> list[tuple[int, Template]]:
        """Those of the cards that there are; all of them where a file has notes alone."""
        there = {card.ord for card in self._collection.cards_by_note.get(note.id, ())}
        return [(place, each) for place, each in enumerate(note.type.templates) if not there or place in there]

    def _card(self, note: Note, ord_: int, template: Template) -> Draft:
        if max(len(template.front), len(template.back)) > LONGEST_TEMPLATE:
            return self._draft(note, ord_, say("This card is drawn by a program and can't be read."))
        shown = sides(template, note.fields)
        turned = "" if shown.typed or ours.style_of(note) else shown.back
        return self._read(note, ord_, lambda texts: _asked(note, shown, texts), turned)

    def _read(self, note: Note, ord_: int, make: Callable[[Texts], dict[str, Any] | None], turned: str = "") -> Draft:
        texts = Texts(self._shelf)
        try:
            document = make(texts)
            back = texts.markdown(turned) if document else ""
            if document and ours.style_of(note):
                document = document | ours.proof(note.fields, texts)
        except Refusal:
            return self._draft(note, ord_, say("One of its fields is nested too deeply to be read."))
        tags = _tags(note)
        if document and tags:
            document = document | {"tags": tags}
        source = texts.plain(note.fields["Id"]) if ours.style_of(note) else ""
        return Draft(note.guid, ord_, _name(note, texts), document, texts.left_out, texts.pictures, source, back)

    def _draft(self, note: Note, ord_: int, why: Sentence) -> Draft:
        return Draft(note.guid, ord_, _name(note, Texts(self._shelf)), None, (why,))


def _name(note: Note, texts: Texts) -> str:
    line = texts.plain(without_deletions((note.values or ("",))[0][:5_000]))
    return line if len(line) <= _LONGEST_NAME else f"{line[:_LONGEST_NAME].rstrip()} …"


def _tags(note: Note) -> list[str]:
    kept: list[str] = []
    for tag in note.tags:
        own = _OUR_TAG.fullmatch(tag)
        plain = (own[1] or "") if own and ours.style_of(note) else tag
        mended = "::".join(re.sub("[,:]+", "-", part) for part in plain.split("::") if part)
        if _TAG.fullmatch(mended) and mended.lower() not in _NOT_TAGS and mended not in kept:
            kept.append(mended)
    return kept


def _cloze(note: Note, texts: Texts) -> dict[str, Any] | None:
    template = note.type.templates[0] if note.type.templates else Template("", "", "")
    name = cloze_field(template, note.type.fields)
    value = note.fields.get(name, "")
    if "image-occlusion:" in value:
        texts.tell(say("Pictures with covered places can't be asked here."))
        return None
    shown = sides(template, note.fields)
    others = [each for each in note.type.fields if each in shown.shown and each != name]
    filled = (note.fields.get(each, "") for each in others)
    document = cloze(value, "<br>".join(each for each in filled if not is_empty(each)), texts)
    if document is None:
        texts.tell(say("There is no gap in it that can be typed."))
    return document


def _asked(note: Note, card: Sides, texts: Texts) -> dict[str, Any] | None:
    stem = texts.markdown(card.front)
    if not stem:
        texts.tell(say("Its front shows nothing that can be asked here."))
        return None
    _tell_unseen(note, card, texts)
    document: dict[str, Any] = {"kind": "short_text", "stem": stem}
    if card.typed is not None:
        return document | _told(texts.plain(note.fields[card.typed]), texts.markdown(card.back))
    return document | _answered(card.back, texts)


def _told(answer: str, explanation: str) -> dict[str, Any]:
    return ({"answer": answer} if answer else {}) | ({"explanation": explanation} if explanation else {})


def _answered(back: str, texts: Texts) -> dict[str, Any]:
    markdown, lines = texts.markdown(back), texts.lines(back)
    first, _, rest = markdown.partition("\n")
    if lines and _typeable(lines[0]) and "![" not in first and not _LIST.match(first):
        return _told(lines[0], rest.strip())
    if markdown:
        texts.tell(TOO_LONG)
    else:
        texts.tell(say("Its back shows nothing that can be typed: write the answer."))
    return _told("", markdown)


def _typeable(line: str) -> bool:
    return len(line) <= _LONGEST_TYPED and bool(folded(line).letters)


def _tell_unseen(note: Note, card: Sides, texts: Texts) -> None:
    if ours.style_of(note):
        return
    for name, value in note.fields.items():
        on_no_card = all(name not in f"{each.front}{each.back}" for each in note.type.templates)
        if name not in card.shown and on_no_card and not is_empty(value):
            texts.tell(say("The field %(name)s is on no card and was left out.", name=name[:60]))
