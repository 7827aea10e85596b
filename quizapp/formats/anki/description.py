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


class Version:
    """What a deck's notes come to: it changes when one of them changes, comes or goes, in whatever order they stand."""

    def __init__(self) -> None:
        self.changed = self._sum = 0

    def add(self, number: int, changed: int) -> None:
        """A note by its id and its last change."""
        self.changed = max(self.changed, changed)
        self._sum += number * changed

    def include(self, other: Version) -> None:
        """The notes of a deck below this one."""
        self.changed = max(self.changed, other.changed)
        self._sum += other._sum

    def __str__(self) -> str:
        return sha256(str(self._sum).encode()).hexdigest()[:8]


def description(deck: Deck, export: DeckExport, version: Version) -> str:
    """What it is about, where it is from, which version it is and how to get the next."""
    parts = [_without_html(_PICTURE.sub(r"\1", deck.about)), _source(export), _dated(version), _update(deck, export)]
    return "\n\n".join(filter(None, parts))


def _source(export: DeckExport) -> str:
    article = export.article
    title = f"[{escaped(article.title)}](<{article.url}>)" if article.url else escaped(article.title)
    return f"**Source:** {escaped(article.publisher)}, {article.published.isoformat()}: {title}"


def _dated(version: Version) -> str:
    return f"**Version:** {datetime.fromtimestamp(version.changed, UTC).date().isoformat()} ({version})"


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
