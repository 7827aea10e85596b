"""Notes of the ledger as rows of a collection, or why they can't be any."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from quizapp.core import prose
from quizapp.core.deck import RETIRED_TAG, DatedNote
from quizapp.core.sentences import Sentence, say
from quizapp.formats.anki import markup
from quizapp.formats.anki.fields import SEPARATOR, Fields
from quizapp.formats.anki.ids import Ids
from quizapp.formats.anki.note_types import CLOZE

#: id, guid, note type, last change, tags, fields.
NoteRow = tuple[int, str, int, int, str, str]
#: id, note, deck, place in the note, last change, place among the new cards.
CardRow = tuple[int, int, int, int, int, int]
_ANSWER = {"basic": "Back", "typed": "Answer", "choice": "Key"}
_FIRST = (0,)
_DELETION = re.compile(r"\{\{c(\d+)::")


class Rows:
    """Collects the rows of notes and cards; their ids follow from the notes' guids."""

    def __init__(self) -> None:
        self.notes: list[NoteRow] = []
        self.cards: list[CardRow] = []
        self._ids = Ids()

    def add(self, dated: DatedNote, row: str, model: int, deck: int, due: int) -> int:
        """The note's id; `row` is all its fields."""
        guid, changed, of = dated.guid, dated.changed, self._ids.of
        number = of(f"note {guid}")
        self.notes.append((number, guid, model, changed, _tags(dated.note.tags, dated.retired), row))
        for place in _places(row) if model == CLOZE else _FIRST:
            self.cards.append((of(f"card {guid} {place}"), number, deck, place, changed, due))
        return number


def _places(row: str) -> Iterable[int]:
    """The places of a cloze's cards, as Anki finds them: one for each number of a deletion."""
    return sorted({int(number) - 1 for number in _DELETION.findall(row.partition(SEPARATOR)[0])})


@lru_cache(maxsize=256)
def _tags(tags: tuple[str, ...], retired: bool) -> str:
    return f" {' '.join((*tags, RETIRED_TAG) if retired else tags)} "


def fault(dated: DatedNote, fields: Fields) -> Sentence | None:
    """Why Anki would show nothing, or make no card, of these fields."""
    card, question = dated.note.card, dated.note.question
    if card.style == "cloze":
        return _cloze_fault(dated)
    if markup.is_blank(fields["Front"]):
        return say("%(question)s: its stem shows nothing. Write the question in it.", question=question)
    if markup.is_blank(fields[_ANSWER[card.style]]):
        return say("%(question)s: its answer shows nothing. Write the answer in it.", question=question)
    return None


def _cloze_fault(dated: DatedNote) -> Sentence | None:
    card, question = dated.note.card, dated.note.question
    written, _ = prose.gaps(card.front)
    if not card.gaps:
        return say("%(question)s: its text has no gap. Put [[1]] where the answer goes.", question=question)
    for gap in card.gaps:
        if gap.number not in written:
            return say("%(question)s: gap %(gap)s is not in its text.", question=question, gap=gap.number)
        if markup.is_blank(markup.plain(gap.answer)):
            return say("%(question)s: gap %(gap)s has no answer.", question=question, gap=gap.number)
    return None
