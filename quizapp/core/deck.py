"""From questions to the notes of a deck: what a learner takes home, with its permanent identity."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from quizapp.core.card import Card
from quizapp.core.document import Document
from quizapp.core.kinds import kind_of
from quizapp.core.library import Article, QuestionSet
from quizapp.core.question import Question

RETIRED_TAG = "quiz::retired"


class Note(Document):
    """One note: a card with what proves and explains it. All text is Markdown but `evidence`, `source` and `link`."""

    question: str
    card: Card
    explanation: str
    evidence: tuple[str, ...]
    source: str
    link: str = ""
    tags: tuple[str, ...] = ()
    #: Numbers of gaps that an earlier version had: their cards must not be left empty in anyone's collection.
    retired_gaps: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """Changes when, and only when, something a learner sees or searches by has changed."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


@dataclass(frozen=True)
class DatedNote:
    """A note as the ledger keeps it: `guid` for good, `changed` in UTC seconds since 1970, `retired` when withdrawn."""

    guid: str
    changed: int
    retired: bool
    note: Note


@dataclass(frozen=True)
class Deck:
    """`name` is constant for good (Anki matches decks by name); `::` in it makes subdecks."""

    name: str
    description: str
    notes: tuple[DatedNote, ...] = ()
    subdecks: tuple[Deck, ...] = ()


@dataclass(frozen=True)
class SetExport:
    """A set as the library holds it, ready for any format: its content, its file as loaded, its deck."""

    article: Article
    content: QuestionSet
    source: str
    deck: Deck


def notes(question: Question, article: Article) -> tuple[Note, ...]:
    """The notes that a question makes today, one for each of its cards."""
    return tuple(_note(question, article, card) for card in kind_of(question).cards(question))


def _note(question: Question, article: Article, card: Card) -> Note:
    return Note(
        question=question.id,
        card=card,
        explanation=question.explanation,
        evidence=tuple(quote.exact for quote in question.evidence),
        source=f"{article.publisher}, {article.published.isoformat()}: {article.title}",
        link=article.url or "",
        tags=(f"quiz::{article.slug}", *(f"quiz::{article.slug}::{tag}" for tag in question.tags)),
    )
