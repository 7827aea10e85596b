"""A set as files to take away: what is published, else what is finished of what is worked on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.drafts import finished, texts
from quizapp.core.evidence import Reading, reading
from quizapp.core.kinds import to_dict
from quizapp.core.library import ArticleWithSets, QuestionSet
from quizapp.core.picture import Picture, named_in
from quizapp.core.question import Question
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.core.slugs import free_slug
from quizapp.formats.set_file import parse_set
from quizapp.store import library
from quizapp.store.authoring import copies, history, working
from quizapp.work.authoring import drafting
from quizapp.work.authoring.access import opened


@dataclass(frozen=True)
class Exported:
    """An article with one set, its file as it was written where that still holds, its pictures, what is not in it."""

    content: ArticleWithSets
    sources: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]
    left_out: tuple[Sentence, ...]


def export(session: Session, author: Author, set_id: int) -> Exported:
    """The set for one who may look at it. Raises `Refusal` where there is no question to export."""
    found = opened(session, author, set_id, "view")
    questions, header, left_out = _published(session, found) if found.edition else _worked_on(session, found)
    if not questions:
        raise Refusal(say("No question of this set is finished, so there is nothing to export yet."))
    content = QuestionSet.model_validate({**header, "slug": found.slug, "questions": tuple(questions)})
    source = history.set_rows(session, [set_id])[set_id].source
    kept = parse_set(source, found.slug) == content if source else False
    return Exported(
        ArticleWithSets(article=found.article, sets=(content,)),
        ((found.slug, source),) if kept else (),
        tuple(_pictures(session, found, content)),
        tuple(left_out),
    )


Part = tuple[list[Question], dict[str, Any], list[Sentence]]


def _published(session: Session, found: WorkingSet) -> Part:
    read = reading(found.article.body)
    live = [question for _, question in library.live_questions(session, found.id)]
    sound = [question for question in live if _proved(question, read)]
    left_out = [say("“%(stem)s”: its passage is no longer in the article.", stem=_short(each.stem))
                for each in live if each not in sound]  # fmt: skip
    if found.changed:
        left_out.append(say("What is not published yet is not in the file. Publish the set to export it as it is now."))
    return sound, history.set_rows(session, [found.id])[found.id].document, left_out


def _proved(question: Question, read: Reading) -> bool:
    return all(read.count(quote) == 1 for quote in question.evidence)


def _worked_on(session: Session, found: WorkingSet) -> Part:
    read, taken = reading(found.article.body), working.names(session, found.article_id)
    used = working.parts_used(session, found.article_id)
    questions, left_out = [], []
    for each in found.questions:
        whole = finished(each.document, read, used.get(each.id, ())).question
        if whole is None:
            stem = _short(str(each.document.get("stem") or say("A question without a text yet")))
            left_out.append(say("“%(stem)s”: it is not finished.", stem=stem))
        else:
            questions.append(whole.model_copy(update={"id": _name(each.name, whole, taken)}))
    return questions, dict(found.header), left_out


def _name(name: str, question: Question, taken: set[str]) -> str:
    """The permanent id, or the one that the question would get if it were published now."""
    if not drafting.is_provisional(name):
        return name
    given = free_slug(question.stem, taken, "question")
    taken.add(given)
    return given


def _short(stem: str) -> str:
    return stem if len(stem) <= 80 else f"{stem[:80]}…"


def _pictures(session: Session, found: WorkingSet, content: QuestionSet) -> Iterator[Picture]:
    """Those that the article or the set shows."""
    documents = [content.model_dump(mode="json", exclude={"questions"}), *map(to_dict, content.questions)]
    shown = named_in([found.article.body, *(text for document in documents for text in texts(document))])
    for row in copies.pictures(session, found.article.slug):
        if row.name in shown:
            yield Picture(row.name, row.media_type, row.data)
