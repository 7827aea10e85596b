"""A note of the ledger as a note of Anki, or why it can't be one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import genanki

from quizapp.core import prose
from quizapp.core.deck import RETIRED_TAG, DatedNote
from quizapp.core.sentences import Sentence, say
from quizapp.formats.anki import markup
from quizapp.formats.anki.fields import Fields
from quizapp.formats.anki.ids import Ids
from quizapp.formats.anki.note_types import NoteType


class AnkiNote(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """genanki's note with ids that follow from its guid, and with the date of its own last change."""

    def __init__(self, dated: DatedNote, model: NoteType, fields: Fields, due: int, ids: Ids) -> None:
        tags = [*dated.note.tags, *([RETIRED_TAG] if dated.retired else [])]
        filled = [fields.get(field["name"], "") for field in model.fields]
        super().__init__(model=model, fields=filled, guid=dated.guid, tags=tags, due=due)
        self._ids, self._changed = ids, dated.changed

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        self.cards.sort(key=lambda card: card.ord)
        names = [f"note {self.guid}", *(f"card {self.guid} {card.ord}" for card in self.cards)]
        super().write_to_db(cursor, self._changed, deck_id, map(self._ids.of, names))


def fault(dated: DatedNote, fields: Fields) -> Sentence | None:
    """Why Anki would show nothing, or make no card, of these fields."""
    card, question = dated.note.card, dated.note.question
    if card.style == "cloze":
        return _cloze_fault(dated)
    if markup.is_blank(fields["Front"]):
        return say("%(question)s: its stem shows nothing. Write the question in it.", question=question)
    answer = {"basic": "Back", "typed": "Answer", "choice": "Key"}[card.style]
    if markup.is_blank(fields[answer]):
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
