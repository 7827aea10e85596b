"""What the pages of the editor share: the article beside the questions, and each question as it will be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from markupsafe import Markup

from quizapp.core.authoring import Right, WorkingQuestion, WorkingSet
from quizapp.core.drafts import finished, quotes
from quizapp.core.evidence import reading
from quizapp.core.kind import Fields, Presentation
from quizapp.core.kinds import kind_of
from quizapp.core.mark import Mark
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import Sentence, Unreadable
from quizapp.web import authors, pictures
from quizapp.web.extensions import db
from quizapp.work.authoring import access

#: Where nothing is written yet, so that what is there can be looked at all the same.
_STANDS_IN: Mapping[str, Any] = {"stem": "…", "explanation": "…", "evidence": [{"exact": "…"}]}


@dataclass(frozen=True)
class Passage:
    """A block of the article, with the numbers of the questions that ask about it; `place` counts from 0."""

    place: int
    html: Markup
    text: str
    asked: tuple[int, ...]


@dataclass(frozen=True)
class Preview:
    """A question as learners get it; after `mark` with its key. `question` is None while it can't be shown."""

    question: Question | None
    view: object = None
    given: Fields | None = None
    mark: Mark | None = None
    trouble: Sentence | None = None


def opened(set_id: int, wanted: Right) -> WorkingSet:
    """The set, for whoever is behind this request and has this right to it."""
    found = access.opened(db.session(), authors.current(), set_id, wanted)
    pictures.of_article(found.article.slug)
    return found


def passages(found: WorkingSet, only: WorkingQuestion | None = None) -> tuple[Passage, ...]:
    """The article in blocks: what all questions ask about is marked, or what one of them does."""
    marked: list[tuple[int, Quote]] = [
        (number, quote)
        for number, question in enumerate(found.questions, start=1)
        if only is None or question.id == only.id
        for quote in quotes(question.document)
    ]
    blocks = reading(found.article.body).blocks([quote for _, quote in marked])
    return tuple(
        Passage(place, pictures.placed(block.html), block.text, _numbers(block.quotes, marked))
        for place, block in enumerate(blocks)
    )


def _numbers(places: Sequence[int], marked: Sequence[tuple[int, Quote]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(marked[place][0] for place in places))


def preview(question: WorkingQuestion, language: str, sent: Fields | None = None) -> Preview:
    """The question as it will be asked; with what was `sent` as it will be marked."""
    shown = {name: value for name, value in question.document.items() if value not in ("", [], None)}
    read = finished({**_STANDS_IN, **shown}).question
    if read is None:
        return Preview(None)
    kind = kind_of(read)
    # The same order each time, so that what is sent was shown in it.
    presentation = Presentation(kind.order(read, Random(question.id)), language)
    if sent is None:
        return Preview(read, kind.ask(read, presentation))
    try:
        answer = kind.read(read, sent, presentation)
    except Unreadable as unreadable:
        return Preview(read, kind.ask(read, presentation), sent, trouble=unreadable.sentence)
    mark = kind.mark(read, answer)
    return Preview(read, kind.review(read, presentation, answer, mark), sent, mark)
