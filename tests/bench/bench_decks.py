"""What decks cost beside genanki's own packager: `python tests/bench/bench_decks.py [NOTES ...]`.

Both make the same note types, fields and cards from the same texts, in one process; the best of three runs counts.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import genanki

from quizapp.core import prose
from quizapp.core.card import Card, CardOption
from quizapp.core.deck import DatedNote, Deck, DeckExport, Note
from quizapp.core.library import Article
from quizapp.formats.anki.fields import fields
from quizapp.formats.anki.media import Media
from quizapp.formats.anki.note_types import note_types
from quizapp.formats.apkg import write_deck

WORDS = "council bridge oak valley river vote mayor ferry north bank plan court ruling cost crown spring year".split()
RUNS = 3


def export(count: int) -> DeckExport:
    """A deck of choice notes, no two alike."""
    rng = random.Random(1)
    article = Article(slug="valley", title="Valley", publisher="Post", published="2021-05-14", body="Text.")
    return DeckExport(article, Deck("Valley", "", tuple(note(number, rng) for number in range(count))))


def note(number: int, rng: random.Random) -> DatedNote:
    def text(words: int) -> str:
        return f"{' '.join(rng.choices(WORDS, k=words))} {number}"

    options = tuple(CardOption(text=text(3), correct=place == 0) for place in range(4))
    card = Card(style="choice", front=f"{text(12)}?", back=options[0].text, options=options)
    said = {"explanation": text(20), "evidence": (text(15),), "source": "Post, 2021-05-14: Valley"}
    return DatedNote(f"guid{number:08}", 1_600_000_000 + number, False, Note(question=f"q-{number}", card=card, **said))


def by_genanki(export: DeckExport, folder: Path) -> bytes:
    """The same fields, packed by genanki: the clock's ids, nothing compressed."""
    model = note_types()["choice"]
    deck, media = genanki.Deck(1, export.deck.name), Media(())
    for dated in export.deck.notes:
        filled = fields(dated, export, media)
        values = [filled.get(field["name"], "") for field in model.fields]
        deck.add_note(genanki.Note(model=model, fields=values, guid=dated.guid, tags=list(dated.note.tags)))
    genanki.Package(deck).write_to_file(folder / "deck.apkg")
    return (folder / "deck.apkg").read_bytes()


def best(make: Callable[[], bytes]) -> tuple[float, int]:
    """Seconds of CPU, and bytes; no run profits from texts that an earlier one has rendered."""
    times, size = [], 0
    for _ in range(RUNS):
        prose.html.cache_clear()
        prose.inline.cache_clear()
        began = time.process_time()
        size = len(make())
        times.append(time.process_time() - began)
    return min(times), size


def main(counts: list[int]) -> None:
    heads = ("notes", "ours s", "genanki s", "ratio", "ours bytes", "genanki bytes", "ratio")
    print("{:>7} {:>8} {:>10} {:>6} {:>12} {:>14} {:>6}".format(*heads))
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            made = export(count)
            seconds, size = best(lambda made=made: write_deck(made).data)
            their_seconds, their_size = best(lambda made=made: by_genanki(made, Path(name)))
            print(
                f"{count:>7,} {seconds:>8.3f} {their_seconds:>10.3f} {seconds / their_seconds:>6.2f} "
                f"{size:>12,} {their_size:>14,} {size / their_size:>6.2f}"
            )


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [100, 10_000])
