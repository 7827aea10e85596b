"""The same file brought in several tabs at once: every note becomes one question."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.store.tables import DraftRow, QuestionRow, SetRow
from quizapp.work.authoring import importing, sets
from quizapp.work.authoring.importing import Look
from quizapp.work.authoring.portions import Choice

from .conftest import NOW
from .test_publishing_at_once import at_once

TEXT = "".join(f"Tree {number}?\tAnswer {number}\n" for number in range(30)).encode()


def test_four_tabs_make_each_question_once(
    session: Session, engine: Engine, author: Author, article_id: int, set_id: int,
    bring: Callable[..., Look],
) -> None:  # fmt: skip
    other = sets.create_set(session, author, article_id, {"title": "Other"}, NOW)
    stamp = bring(TEXT, "trees.txt").stamp
    session.rollback()

    def into(choice: Choice) -> Callable[[Session], str]:
        def take(opened: Session) -> str:
            try:
                importing.take(opened, author, stamp, choice, NOW)
            except importing.Nothing:
                return "nothing"
            return "made"

        return take

    choices = [Choice(set_id=set_id), Choice(set_id=other, plain=True), Choice(article_id=article_id, title="New")]
    outcomes = at_once(engine, *map(into, [*choices, choices[0]]))
    assert sorted(outcomes) == ["made", "nothing", "nothing", "nothing"]
    session.rollback()
    made = importing.report(session, author)
    assert made
    count = session.scalar(select(func.count()).select_from(QuestionRow))
    assert count == session.scalar(select(func.count()).select_from(DraftRow)) == len(made.made)
    assert sum(each.cards for each in made.made) == 30
    assert session.scalar(select(func.count()).select_from(SetRow)) == 2 + (made.set_id not in {set_id, other})
