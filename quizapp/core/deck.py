"""From questions to the notes of a deck: what a learner takes home, with its permanent identity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quizapp.core.card import Card
from quizapp.core.document import Document
from quizapp.core.kinds import kind_of
from quizapp.core.library import Article, QuestionSet
from quizapp.core.picture import Picture, named_in
from quizapp.core.question import Question

RETIRED_TAG = "quiz::retired"


class Note(Document):
    """One note: a card with what proves and explains it.

    All text is Markdown but `evidence`, `source` and `link`. `language` is the set's, `article_language` that of
    `evidence` and `source`. `pictures` are those shown, with the digests of their bytes: a redrawn map is a change.
    """

    question: str
    card: Card
    explanation: str
    evidence: tuple[str, ...]
    source: str
    link: str = ""
    tags: tuple[str, ...] = ()
    language: str = "en"
    article_language: str = "en"
    pictures: tuple[tuple[str, str], ...] = ()
    #: Numbers of gaps that an earlier version had: their cards must not be left empty in anyone's collection.
    retired_gaps: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """Changes when, and only when, something a learner sees or searches by has changed."""
        # Without defaults, so that a field that is added later leaves the digests of all other notes as they are.
        said = self.model_dump(mode="json", exclude_defaults=True)
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def places(self) -> Mapping[int, bool]:
        """The places of its cards, from 0 as Anki counts, and whether each is still asked: gap 3 of a cloze is 2."""
        if self.card.style != "cloze":
            return {0: True}
        asked = {gap.number - 1: True for gap in self.card.gaps}
        return asked | {number - 1: False for number in self.retired_gaps}


@dataclass(frozen=True)
class DatedNote:
    """A note as the ledger keeps it: `guid` for good, `changed` in UTC seconds since 1970, `retired` when withdrawn."""

    guid: str
    changed: int
    retired: bool
    note: Note


@dataclass(frozen=True)
class Deck:
    """`name` is constant for good (Anki matches decks by name); `::` in it makes subdecks.

    `about` is Markdown; `path` is where its next version is, below the site's address. `notes` may be read from where
    they are stored, each time that somebody goes through them.
    """

    name: str
    about: str
    notes: Iterable[DatedNote] = ()
    subdecks: tuple[Deck, ...] = ()
    path: str = ""

    def decks(self) -> Iterator[Deck]:
        """This deck and all below it."""
        yield self
        for subdeck in self.subdecks:
            yield from subdeck.decks()

    def all_notes(self) -> Iterator[DatedNote]:
        for deck in self.decks():
            yield from deck.notes


@dataclass(frozen=True)
class DeckExport:
    """A deck with all that its file needs; `site` is the site's address as learners reach it, or empty."""

    article: Article
    deck: Deck
    pictures: tuple[Picture, ...] = ()
    site: str = ""


@dataclass(frozen=True, kw_only=True)
class SetExport(DeckExport):
    """A set as the library holds it, ready for any format: its content, its file as loaded, its deck."""

    content: QuestionSet
    source: str


@dataclass(frozen=True)
class Surroundings:
    """What a question's notes take from around it: its article, its set's language, the digests of the pictures."""

    article: Article
    language: str
    pictures: Mapping[str, str]


def notes(question: Question, around: Surroundings) -> tuple[Note, ...]:
    """The notes that a question makes today, one for each of its cards."""
    return tuple(_note(question, around, card) for card in kind_of(question).cards(question, around.language))


def _note(question: Question, around: Surroundings, card: Card) -> Note:
    article = around.article
    return Note(
        question=question.id,
        card=card,
        explanation=question.explanation,
        evidence=tuple(quote.exact for quote in question.evidence),
        source=f"{article.publisher}, {article.published.isoformat()}: {article.title}",
        link=article.url or "",
        tags=_tags(article.slug, question.tags),
        language=around.language,
        article_language=article.language,
        pictures=_pictures(question, card, around.pictures),
    )


def _tags(slug: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    # An article may be called `retired`; no slug holds an underscore.
    root = f"quiz::{slug}" if f"quiz::{slug}" != RETIRED_TAG else f"quiz::{slug}_article"
    return (root, *(f"{root}::{tag}" for tag in tags))


def _pictures(question: Question, card: Card, digests: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    texts = (question.explanation, card.front, card.back, *(option.text for option in card.options))
    return tuple((name, digests[name]) for name in sorted(named_in(texts)) if name in digests)
