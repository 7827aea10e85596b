"""What a deck says of itself in Anki: Markdown, where text that was typed is no HTML."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256

from quizapp.core.deck import Deck, DeckExport
from quizapp.core.prose import escaped

#: Code keeps `<` as it is; elsewhere Anki would read it as HTML, which our own Markdown does not.
_CODE = re.compile(r"(?<!`)(?P<fence>`+)(?!`).+?(?<!`)(?P=fence)(?!`)|<(?=https?://[^\s<>]+>)", re.DOTALL)
_PICTURE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?")


def description(deck: Deck, export: DeckExport) -> str:
    """What it is about, where it is from, which version it is and how to get the next."""
    parts = [_without_html(_PICTURE.sub(r"\1", deck.about)), _source(export), _version(deck), _update(deck, export)]
    return "\n\n".join(filter(None, parts))


def _source(export: DeckExport) -> str:
    article = export.article
    title = f"[{escaped(article.title)}](<{article.url}>)" if article.url else escaped(article.title)
    return f"**Source:** {escaped(article.publisher)}, {article.published.isoformat()}: {title}"


def _version(deck: Deck) -> str:
    changed = max((dated.changed for dated in deck.all_notes()), default=0)
    return f"**Version:** {datetime.fromtimestamp(changed, UTC).date().isoformat()} ({version(deck)})"


def version(deck: Deck) -> str:
    """Eight letters that change when a note changes, comes or goes."""
    notes = sorted((dated.guid, dated.changed, dated.retired, dated.note.digest) for dated in deck.all_notes())
    return sha256(repr(notes).encode()).hexdigest()[:8]


def _update(deck: Deck, export: DeckExport) -> str:
    where = f"[Download this deck again](<{export.site}{deck.path}>)" if export.site else "Download this deck again"
    return (
        f"**Updates:** {where} and open the file in Anki. Corrected cards change in place; "
        "your progress and the decks that you have moved cards to stay as they are."
    )


def _without_html(markdown: str) -> str:
    kept = [(found.start(), found.end()) for found in _CODE.finditer(markdown)]
    pieces, at = [], 0
    for start, end in kept:
        pieces += [markdown[at:start].replace("<", "\\<"), markdown[start:end]]
        at = end
    return "".join(pieces) + markdown[at:].replace("<", "\\<")
