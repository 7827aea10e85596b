"""Going back to an earlier edition: nothing changes for learners before it is published anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import NotAllowed, NotFound, Refusal
from quizapp.store import library
from quizapp.store.authoring import history
from quizapp.store.tables import DraftRow, NoteRow
from quizapp.work.authoring import comparing, drafting, publishing, restoring, sets

from .conftest import NOW

Add = Callable[..., int]
Working = Callable[..., WorkingSet]
LATER = NOW + timedelta(days=1)


def save(session: Session, author: Author, found: WorkingSet, question_id: int, **fields: Any) -> None:
    question = found.question(question_id)
    assert question
    drafting.save(session, author, found.id, question_id, {**question.document, **fields}, question.stamp, NOW)


def learners(session: Session, slug: str) -> tuple[str, list[str]]:
    session.rollback()
    held = library.question_set(session, slug)
    assert held
    return held.content.title, [question.stem for question in held.content.questions]


@pytest.fixture
def two_editions(session: Session, author: Author, set_id: int, add: Add, working: Working) -> tuple[int, int, int]:
    """One? Two? in the first edition; Zwei? Three? under another title in the second."""
    one, two = add("One?"), add("Two?")
    publishing.publish(session, author, set_id, NOW, "link")
    drafting.remove(session, author, set_id, one, NOW)
    save(session, author, working(), two, stem="Zwei?", points=2)
    three = add("Three?")
    sets.describe(session, author, set_id, {"title": "Second"}, working().revision, NOW)
    publishing.publish(session, author, set_id, NOW)
    return one, two, three


def test_restored_and_published_an_edition_is_a_new_one_with_the_old_content(
    session: Session, author: Author, set_id: int, working: Working, two_editions: tuple[int, int, int]
) -> None:
    slug = working().slug
    guids = dict(session.execute(select(NoteRow.question_id, NoteRow.guid)).all())
    restoring.restore(session, author, set_id, 1, LATER)
    assert learners(session, slug) == ("Second", ["Zwei?", "Three?"])
    assert [question.stem for question in working().questions] == ["One?", "Two?"]
    publishing.publish(session, author, set_id, LATER)
    assert learners(session, slug) == ("What happened", ["One?", "Two?"])
    first, *_, newest = reversed(history.editions(session, set_id, 9, 9))
    assert newest.number == 3
    assert comparing.between(first, newest) == comparing.SetChange((), ())
    assert dict(session.execute(select(NoteRow.question_id, NoteRow.guid)).all()) == guids
    retired = session.scalars(select(NoteRow.question_id).where(NoteRow.retired)).all()
    assert retired == [two_editions[2]]


def test_the_newest_edition_restored_leaves_nothing_to_publish(
    session: Session, author: Author, set_id: int, working: Working, two_editions: tuple[int, int, int]
) -> None:
    save(session, author, working(), two_editions[1], stem="Deux?")
    drafting.remove(session, author, set_id, two_editions[2], NOW)
    drafting.arrange(session, author, set_id, [two_editions[2], two_editions[1]], NOW)
    restoring.restore(session, author, set_id, 2, LATER)
    assert not working().changed
    assert session.scalars(select(DraftRow)).all() == []


def test_work_that_was_not_published_can_be_brought_back_one_by_one(
    session: Session, author: Author, set_id: int, add: Add, working: Working, two_editions: tuple[int, int, int]
) -> None:
    add("Draft?")
    restoring.restore(session, author, set_id, 2, LATER)
    assert [question.stem for question in working().removed] == ["Draft?"]


def test_who_saves_on_top_of_what_was_restored_is_told(
    session: Session, author: Author, set_id: int, working: Working, two_editions: tuple[int, int, int]
) -> None:
    before = working().question(two_editions[1])
    assert before
    restoring.restore(session, author, set_id, 1, LATER)
    with pytest.raises(Refusal, match="has changed this question in the meantime"):
        document = {**before.document, "stem": "Deux?"}
        drafting.save(session, author, set_id, before.id, document, before.stamp, LATER)


def test_there_is_no_edition_but_those_that_were_published(
    session: Session, author: Author, set_id: int, two_editions: tuple[int, int, int]
) -> None:
    for number in (0, 3):
        with pytest.raises(NotFound, match="no such edition"):
            restoring.restore(session, author, set_id, number, LATER)


def test_who_may_only_look_restores_nothing(
    session: Session, author: Author, set_id: int, teacher: Callable[..., Author], two_editions: tuple[int, int, int]
) -> None:
    viewer = teacher("Nils Dahl")
    sets.share(session, author, set_id, f"nils-{viewer.person_id}@school.example", "view", NOW)
    with pytest.raises(NotAllowed):
        restoring.restore(session, viewer, set_id, 1, LATER)


@pytest.mark.parametrize("published", [True, False])
def test_a_question_that_moved_away_comes_back_only_with_the_right_to_where_it_is(
    session: Session,
    author: Author,
    article_id: int,
    set_id: int,
    working: Working,
    teacher: Callable[..., Author],
    two_editions: tuple[int, int, int],
    published: bool,
) -> None:
    editor, two = teacher("Nils Dahl"), two_editions[1]
    sets.share(session, author, set_id, f"nils-{editor.person_id}@school.example", "edit", NOW)
    other = sets.create_set(session, author, article_id, {"title": "Other"}, NOW)
    drafting.move_to(session, author, set_id, two, other, NOW)
    if published:
        publishing.publish(session, author, other, NOW)
    with pytest.raises(Refusal, match="in another set now"):
        restoring.restore(session, editor, set_id, 2, LATER)
    assert two not in [question.id for question in working().questions]
    restoring.restore(session, author, set_id, 2, LATER)
    assert two in [question.id for question in working().questions]
