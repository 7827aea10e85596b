"""What learners take home: the ledger of notes, read as decks and as exports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from quizapp.core.deck import DatedNote, Deck, DeckExport, Note, SetExport
from quizapp.core.library import Article
from quizapp.core.picture import Picture
from quizapp.store.library import question_set
from quizapp.store.tables import ArticleRow, NoteRow, PictureRow, QuestionRow, SetRow

#: Notes: a deck that has more is never held at once; so many are, of one that has fewer, or when it is read.
MOST_AT_ONCE, PORTION = 5_000, 500


@dataclass(frozen=True)
class HeldDeck:
    """A deck that can be taken home, before its notes are read; `version` changes whenever anything in it does."""

    title: str
    article: ArticleRow
    #: Withdrawn ones too: their notes tell those who have them.
    sets: Sequence[SetRow]
    whole: bool
    version: str
    #: How many notes each set has, of those that have any.
    counts: Mapping[int, int]


@dataclass(frozen=True)
class StoredNotes:
    """The notes of a set, read anew each time that somebody goes through them, a portion at a time."""

    session: Session
    set_id: int

    def __iter__(self) -> Iterator[DatedNote]:
        columns = select(NoteRow.guid, NoteRow.changed, NoteRow.retired, NoteRow.document)
        statement = _of_sets(columns, SetRow.id == self.set_id).execution_options(yield_per=PORTION)
        for guid, changed, retired, document in self.session.execute(statement):
            yield DatedNote(guid, changed, retired, Note.model_validate(document))


def set_deck(session: Session, slug: str) -> HeldDeck | None:
    """A set's deck, in two queries; None for a set that never was or that has no cards."""
    return _held(session, and_(SetRow.slug == slug, SetRow.visibility != "draft"), whole=False)


def article_deck(session: Session, slug: str) -> HeldDeck | None:
    """An article's deck, its sets as subdecks in order; None for an article that is not there."""
    return _held(session, and_(ArticleRow.slug == slug, SetRow.visibility == "public"), whole=True)


def deck_export(session: Session, held: HeldDeck, site: str = "") -> DeckExport:
    """The deck with its notes and the pictures that they show, in two queries more.

    A large one has its notes read set by set, while they are written.
    """
    sets = [row for row in held.sets if row.id in held.counts]
    notes: Mapping[int, Iterable[DatedNote]] = {row.id: StoredNotes(session, row.id) for row in sets}
    if sum(held.counts.values()) <= MOST_AT_ONCE:
        notes = _notes(session, [row.id for row in sets])
    decks = tuple(_deck_of(row, notes[row.id]) for row in sets)
    deck = Deck(held.article.deck_name, "", (), decks, f"/decks/articles/{held.article.slug}.apkg")
    pictures = tuple(_pictures(session, {held.article.id}, [deck])[held.article.id])
    return DeckExport(Article.model_validate(held.article.document), deck if held.whole else decks[0], pictures, site)


def set_decks(session: Session, set_ids: Sequence[int], site: str = "") -> list[DeckExport]:
    """The deck of each of these sets, as it is taken home by itself, in three queries; without those that have none."""
    rows = session.execute(
        select(SetRow, ArticleRow)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(SetRow.id.in_(set_ids))
        .order_by(ArticleRow.id, SetRow.position, SetRow.id)
    )
    notes = _notes(session, set_ids)
    found = [(article, _deck_of(row, notes[row.id])) for row, article in rows if row.id in notes]
    pictures = _pictures(session, {article.id for article, _ in found}, [deck for _, deck in found])
    return [
        DeckExport(Article.model_validate(article.document), deck, tuple(pictures[article.id]), site)
        for article, deck in found
    ]


def set_export(session: Session, slug: str, site: str = "") -> SetExport | None:
    """A set for any format to write; None for one that is not there."""
    content, held = question_set(session, slug), set_deck(session, slug)
    if content is None or held is None:
        return None
    taken = deck_export(session, held, site)
    return SetExport(taken.article, taken.deck, taken.pictures, site, content=content.content, source=content.source)


def languages(session: Session, article_id: int) -> dict[int, str]:
    """The language of each set of an article, by the set's id."""
    rows = session.execute(select(SetRow.id, SetRow.document).where(SetRow.article_id == article_id))
    return {row.id: row.document.get("language", "en") for row in rows}


def picture_digests(session: Session, article_id: int) -> dict[str, str]:
    """The digests of the pictures beside an article, by their names."""
    rows = session.execute(select(PictureRow.name, PictureRow.digest).where(PictureRow.article_id == article_id))
    return {row.name: row.digest for row in rows}


def _held(session: Session, which: Any, *, whole: bool) -> HeldDeck | None:
    rows = session.execute(
        select(ArticleRow, SetRow)
        .join(SetRow, SetRow.article_id == ArticleRow.id)
        .where(which, ArticleRow.withdrawn_at.is_(None))
        .order_by(SetRow.position, SetRow.id)
    ).all()
    if not rows:
        return None
    article, sets = rows[0][0], [row for _, row in rows]
    said = [article.document, article.deck_name, *((row.deck_name, row.document) for row in sets)]
    version, counts = _summed(session, which, sha256(repr(said).encode()))
    title = article.title if whole else sets[0].title
    return HeldDeck(title, article, sets, whole, version, counts) if counts else None


def _summed(session: Session, which: Any, digest: Any) -> tuple[str, Mapping[int, int]]:
    """What the ledger's lines and all before them come to, and how many there are of each set."""
    counts: Counter[int] = Counter()
    columns = select(SetRow.id, NoteRow.guid, NoteRow.digest, NoteRow.changed, NoteRow.retired)
    for set_id, *line in session.execute(_of_sets(columns, which).execution_options(yield_per=PORTION)):
        digest.update(repr(line).encode())
        counts[set_id] += 1
    return digest.hexdigest(), counts


def _of_sets(statement: Any, which: Any) -> Any:
    """Notes by set: questions in order, a question's notes in the order in which they were first made."""
    return (
        statement.select_from(NoteRow)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .join(SetRow, SetRow.id == QuestionRow.set_id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(which, ArticleRow.withdrawn_at.is_(None))
        .order_by(SetRow.position, SetRow.id, QuestionRow.position, QuestionRow.id, NoteRow.id)
    )


def _notes(session: Session, set_ids: Sequence[int]) -> dict[int, list[DatedNote]]:
    which = SetRow.id.in_(set_ids)
    notes: dict[int, list[DatedNote]] = defaultdict(list)
    for row, set_id in session.execute(_of_sets(select(NoteRow, QuestionRow.set_id), which)):
        notes[set_id].append(DatedNote(row.guid, row.changed, row.retired, Note.model_validate(row.document)))
    return notes


def _deck_of(row: SetRow, notes: Iterable[DatedNote]) -> Deck:
    about = row.document.get("description") or ""
    held = notes if isinstance(notes, StoredNotes) else tuple(notes)
    return Deck(row.deck_name, about, held, path=f"/decks/sets/{row.slug}.apkg")


def _pictures(session: Session, article_ids: Collection[int], decks: Iterable[Deck]) -> dict[int, list[Picture]]:
    """The pictures that the notes show, and no other, by article."""
    names = _shown(session, article_ids, [each for deck in decks for each in deck.decks()])
    rows = session.execute(
        select(PictureRow.article_id, PictureRow.name, PictureRow.media_type, PictureRow.data)
        .where(PictureRow.article_id.in_(article_ids), PictureRow.name.in_(sorted(names)))
        .order_by(PictureRow.name)
    )
    found: dict[int, list[Picture]] = defaultdict(list)
    for article_id, name, media_type, data in rows:
        found[article_id].append(Picture(name, media_type, data))
    return found


def _shown(session: Session, article_ids: Collection[int], decks: Sequence[Deck]) -> set[str]:
    """The names of the pictures in the notes; stored ones are gone through only where there are pictures at all."""
    beside = select(PictureRow.id).where(PictureRow.article_id.in_(article_ids)).limit(1)
    if any(isinstance(deck.notes, StoredNotes) for deck in decks) and session.scalar(beside) is None:
        return set()
    return {name for deck in decks for dated in deck.notes for name, _ in dated.note.pictures}
