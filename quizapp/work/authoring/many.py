"""Deeds on many questions at once: each is done wholly or told why it was left out, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, Right, WorkingQuestion, WorkingSet, allows
from quizapp.core.document import Exact
from quizapp.core.drafts import quotes, texts
from quizapp.core.evidence import reading
from quizapp.core.picture import named_in
from quizapp.core.question import Tag
from quizapp.core.sentences import Sentence, Unreadable, say
from quizapp.store.authoring import articles, bank, working
from quizapp.store.tables import DraftRow, QuestionRow
from quizapp.work.authoring import drafting, finding
from quizapp.work.authoring.access import opened
from quizapp.work.transactions import writing

MOST_TAGS, MOST_POINTS = 50, 1000
#: The document that a question becomes, or why it is left as it is.
Changed = Mapping[str, Any] | Sentence


@dataclass(frozen=True)
class LeftOut:
    """A question that was left as it is; `stem` is empty for one that this person may not see."""

    stem: str
    why: Sentence


@dataclass(frozen=True)
class Outcome:
    """The questions that something was done to, and those that were left out."""

    done: tuple[int, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Chosen:
    """A question in the set in which it is worked on."""

    found: WorkingSet
    question: WorkingQuestion

    def left_out(self, why: Sentence) -> LeftOut:
        return LeftOut(str(self.question.document.get("stem") or ""), why)


_GONE = say("It is not there any more, or not yours.")
_READ_ONLY = say("You may look at its set, but not change it.")
_TOO_MANY = say("The set is full: it holds %(most)s questions at most.", most=drafting.MOST_QUESTIONS)


def add_tag(session: Session, author: Author, ids: Sequence[int], tag: str, now: datetime) -> Outcome:
    """Give each question the tag. Raises `Unreadable` for one that is none."""
    read = _read_tag(tag)

    def changed(document: Mapping[str, Any]) -> Changed:
        tags = _tags(document)
        if read in tags:
            return say("It has this tag already.")
        if len(tags) >= MOST_TAGS:
            return say("It has %(most)s tags, and more it can't have.", most=MOST_TAGS)
        return {**document, "tags": [*tags, read]}

    return _change(session, author, ids, changed, now)


def remove_tag(session: Session, author: Author, ids: Sequence[int], tag: str, now: datetime) -> Outcome:
    """Take the tag off each question."""
    read = _read_tag(tag)

    def changed(document: Mapping[str, Any]) -> Changed:
        tags = _tags(document)
        if read not in tags:
            return say("It does not have this tag.")
        return {**document, "tags": [each for each in tags if each != read]}

    return _change(session, author, ids, changed, now)


def set_points(session: Session, author: Author, ids: Sequence[int], points: str, now: datetime) -> Outcome:
    """Make each question worth so many points. Raises `Unreadable` for what is no number above 0."""
    worth = _read_points(points)
    written = worth.numerator if worth.denominator == 1 else str(worth)

    def changed(document: Mapping[str, Any]) -> Changed:
        if str(document.get("points", 1)) == str(written):
            return say("It is worth that already.")
        return {**document, "points": written}

    return _change(session, author, ids, changed, now)


def delete(session: Session, author: Author, ids: Sequence[int], now: datetime) -> Outcome:
    """Take the questions out of their sets; until those are published they can be brought back."""
    return _mark_removed(session, author, ids, now, removed=True)


def bring_back(session: Session, author: Author, ids: Sequence[int], now: datetime) -> Outcome:
    """Undo a deletion."""
    return _mark_removed(session, author, ids, now, removed=False)


def move(session: Session, author: Author, ids: Sequence[int], other_id: int, now: datetime) -> Outcome:
    """Move the questions to the end of another set on their article; they keep their identities."""
    with writing(session):
        chosen, left_out = _chosen(session, author, ids, "edit", beside=[other_id])
        other, done = opened(session, author, other_id, "edit", lock=True), list[int]()
        place, room = working.last_place(session, other.article_id, other.id), _room(other)
        rows, drafts = _rows(session, chosen)
        for each in chosen:
            why = _unmovable(each, other) or (_TOO_MANY if len(done) >= room else None)
            if why:
                left_out.append(each.left_out(why))
                continue
            row = rows[each.question.id]
            draft = drafting.touched(session, each.found, row, drafts.get(row.id), author, now)
            draft.set_id, draft.position = other.id, place + len(done)
            finding.note(row, each.question.document, other.language, reading(other.article.body))
            done.append(row.id)
        session.flush()
        return Outcome(tuple(done), tuple(left_out))


def _unmovable(each: _Chosen, other: WorkingSet) -> Sentence | None:
    if each.found.id == other.id:
        return say("It is in this set already.")
    if each.found.article_id != other.article_id:
        return say("It is about another article, and its proof stands there. Copy it instead.")
    return None


def copy(session: Session, author: Author, ids: Sequence[int], other_id: int, now: datetime) -> Outcome:
    """Copy the questions to the end of a set; into another article only those whose proof stands there as well."""
    with writing(session):
        other = opened(session, author, other_id, "edit", lock=True)
        sources, left_out, done = _sources(session, author, ids), list[LeftOut](), list[int]()
        pictures, room = set(articles.picture_names(session, other.article_id).values()), _room(other)
        for question_id in dict.fromkeys(ids):
            article_id, document = sources.get(question_id, (0, {}))
            why = _uncopyable(article_id, document, other, pictures) if document else _GONE
            why = why or (_TOO_MANY if len(done) >= room else None)
            if why:
                left_out.append(LeftOut(str(document.get("stem") or ""), why))
            else:
                done.append(drafting.add_to(session, other, author, drafting.copied(document), now).id)
        return Outcome(tuple(done), tuple(left_out))


def _uncopyable(
    article_id: int, document: Mapping[str, Any], other: WorkingSet, pictures: set[str]
) -> Sentence | None:  # fmt: skip
    if article_id == other.article_id:
        return None
    read, proof = reading(other.article.body), quotes(document)
    if not proof or any(read.count(quote) != 1 for quote in proof):
        return say("Its proof does not stand in that article.")
    if not named_in(texts(document)) <= pictures:
        return say("It shows a picture that is not with that article.")
    return None


def _sources(session: Session, author: Author, ids: Sequence[int]) -> dict[int, tuple[int, Mapping[str, Any]]]:
    """What each question says, and on which article, as far as this person may see it."""
    chosen, _ = _chosen(session, author, ids, "view", lock=False)
    mine = {each.question.id: (each.found.article_id, each.question.document) for each in chosen}
    return {**bank.public(session, ids), **mine}


def _room(found: WorkingSet) -> int:
    return drafting.MOST_QUESTIONS - len(found.questions) - len(found.removed)


def _change(
    session: Session, author: Author, ids: Sequence[int], change: Callable[[Mapping[str, Any]], Changed], now: datetime
) -> Outcome:
    """Write each question's document anew."""
    with writing(session):
        chosen, left_out = _chosen(session, author, ids, "edit")
        rows, drafts = _rows(session, chosen)
        published, done = working.published(session, list(rows)), list[int]()
        for each in chosen:
            changed, row = change(each.question.document), rows[each.question.id]
            if isinstance(changed, Sentence):
                left_out.append(each.left_out(changed))
                continue
            draft = drafting.touched(session, each.found, row, drafts.get(row.id), author, now)
            draft.document = {name: value for name, value in changed.items() if name not in {"id", "v"}}
            finding.note(row, changed, each.found.language, reading(each.found.article.body))
            drafting.drop_if_same(session, row, draft, published.get(row.id))
            done.append(row.id)
        return Outcome(tuple(done), tuple(left_out))


def _mark_removed(session: Session, author: Author, ids: Sequence[int], now: datetime, *, removed: bool) -> Outcome:
    with writing(session):
        chosen, left_out = _chosen(session, author, ids, "edit", removed=not removed)
        rows, drafts = _rows(session, chosen)
        for each in chosen:
            row = rows[each.question.id]
            draft = drafting.touched(session, each.found, row, drafts.get(row.id), author, now)
            draft.removed = removed
            unchanged = draft.document is None and (draft.set_id, draft.position) == (row.set_id, row.position)
            if not removed and unchanged and row.withdrawn_at is None:
                session.flush()
                session.delete(draft)
        return Outcome(tuple(each.question.id for each in chosen), tuple(left_out))


def _chosen(
    session: Session,
    author: Author,
    ids: Sequence[int],
    wanted: Right,
    *,
    removed: bool = False,
    lock: bool = True,
    beside: Sequence[int] = (),
) -> tuple[list[_Chosen], list[LeftOut]]:
    """The questions that may be worked on, in the order asked for, and why the others may not."""
    places = bank.places(session, ids)
    # Locked in one order, so that two who work on the same sets never wait for each other.
    sets = {each: working.working_set(session, author, each, lock=lock) for each in sorted({*places.values(), *beside})}
    chosen: list[_Chosen] = []
    left_out: list[LeftOut] = []
    for question_id in dict.fromkeys(ids):
        found = sets.get(places.get(question_id, 0))
        question = _in_set(found, question_id, removed=removed)
        if found is None or question is None:
            left_out.append(LeftOut("", _GONE))
        elif not allows(found.right, wanted):
            left_out.append(_Chosen(found, question).left_out(_READ_ONLY))
        else:
            chosen.append(_Chosen(found, question))
    return chosen, left_out


def _in_set(found: WorkingSet | None, question_id: int, *, removed: bool) -> WorkingQuestion | None:
    among: Iterable[WorkingQuestion] = () if found is None else found.removed if removed else found.questions
    return next((question for question in among if question.id == question_id), None)


def _rows(session: Session, chosen: Sequence[_Chosen]) -> tuple[dict[int, QuestionRow], dict[int, DraftRow]]:
    ids = [each.question.id for each in chosen]
    return working.question_rows(session, ids), working.drafts_of(session, ids)


def _tags(document: Mapping[str, Any]) -> list[str]:
    tags = document.get("tags")
    return [str(tag) for tag in tags] if isinstance(tags, list | tuple) else []


def _read_tag(typed: str) -> str:
    try:
        tag: str = TypeAdapter(Tag).validate_python(typed.strip())
    except ValidationError as error:
        raise Unreadable(say("Write the tag as one word, like people or dates::deadlines.")) from error
    return tag


def _read_points(typed: str) -> Fraction:
    try:
        worth: Fraction = TypeAdapter(Exact).validate_python(typed.strip().replace(",", "."))
    except ValidationError as error:
        raise Unreadable(_no_points()) from error
    if not 0 < worth <= MOST_POINTS:
        raise Unreadable(_no_points())
    return worth


def _no_points() -> Sentence:
    return say("Write the points as a number from above 0 to %(most)s, like 2, 1.5 or 1/2.", most=MOST_POINTS)
