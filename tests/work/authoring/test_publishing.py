"""Publishing: all or nothing, for learners, their running attempts, and their decks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import Refusal
from quizapp.formats.yaml import FORMAT
from quizapp.store import attempts, decks, library
from quizapp.store.authoring import history
from quizapp.store.tables import EditionRow, NoteRow, QuestionRow, SetRow, VersionRow
from quizapp.work import answering, people, starting
from quizapp.work.authoring import access, comparing, drafting, publishing, sets

from .conftest import NOW, Draft

Add = Callable[..., int]
Working = Callable[..., WorkingSet]
Publish = Callable[..., WorkingSet]
DAY = timedelta(days=1)


@pytest.fixture
def publish(session: Session, author: Author, set_id: int) -> Publish:
    """`publish(2, "public")`: publish the set, two days on."""

    def made(days: int = 0, visibility: Any = None, which: int = 0) -> WorkingSet:
        return publishing.publish(session, author, which or set_id, NOW + days * DAY, visibility)

    return made


def save(session: Session, author: Author, found: WorkingSet, question_id: int, **fields: Any) -> None:
    question = found.question(question_id)
    assert question
    document = {**question.document, **fields}
    drafting.save(session, author, found.id, question_id, document, question.stamp, NOW)


def learners(session: Session, slug: str) -> list[str]:
    session.rollback()
    held = library.question_set(session, slug)
    return [question.stem for question in held.content.questions] if held else []


def notes(session: Session) -> dict[int, NoteRow]:
    session.rollback()
    session.expire_all()
    return {row.question_id: row for row in session.scalars(select(NoteRow))}


def test_learners_see_what_was_published_and_nothing_of_the_work_on_it(
    session: Session, author: Author, add: Add, publish: Publish, working: Working
) -> None:
    first = add("One?")
    slug = publish(0, "link").slug
    add("Two?")
    save(session, author, working(), first, stem="Other?")
    assert learners(session, slug) == ["One?"]
    publish(1)
    assert learners(session, slug) == ["Other?", "Two?"]


def test_one_unfinished_question_keeps_all_others_back(
    session: Session, author: Author, add: Add, publish: Publish, working: Working
) -> None:
    first = add("One?")
    slug = publish(0, "link").slug
    save(session, author, working(), first, stem="Other?")
    add("Two?", evidence=[{"exact": "nowhere in the article"}])
    before = content(session)
    with pytest.raises(publishing.Unfinished) as refused:
        publish(1, "public")
    assert [[fault.code for fault in faults] for faults in refused.value.faults.values()] == [["lost"]]
    assert content(session) == before
    assert learners(session, slug) == ["One?"]


def content(session: Session) -> list[Any]:
    """Everything that publishing writes to."""
    session.rollback()
    tables = (SetRow, QuestionRow, VersionRow, EditionRow, NoteRow)
    return [tuple(row) for table in tables for row in session.execute(select(table.__table__).order_by("id"))]


def test_a_set_without_a_question_is_not_published(publish: Publish) -> None:
    with pytest.raises(Refusal, match="no question in this set yet"):
        publish(0, "public")


def test_what_reads_as_before_is_no_new_version(session: Session, add: Add, publish: Publish) -> None:
    add("One?")
    publish(0, "link")
    add("Two?")
    publish(1)
    publish(2)
    numbers = session.scalars(select(VersionRow.number).order_by(VersionRow.id)).all()
    assert numbers == [1, 1]
    assert session.scalars(select(EditionRow.number).order_by(EditionRow.number)).all() == [1, 2]


def test_a_running_attempt_keeps_the_questions_it_began_with(
    session: Session, author: Author, add: Add, publish: Publish, working: Working
) -> None:
    first, second = add("One?"), add("Two?")
    slug = publish(0, "link").slug
    learner = people.guest(session, None, NOW).person_id
    attempt_id = starting.start(session, learner, slug, "practice", "once", NOW, Random(1))
    save(session, author, working(), first, stem="Other?")
    drafting.remove(session, author, working().id, second, NOW)
    publish(1)
    publishing.show_to(session, author, working().id, "draft")
    session.rollback()
    held = attempts.attempt(session, learner, attempt_id)
    assert held and [slot.question.stem for slot in held.slots] == ["One?", "Two?"]
    answering.submit(session, learner, attempt_id, 2, {"answer": ["0"]}, NOW + 2 * DAY)


def test_a_correction_keeps_the_cards_identity_and_comes_later(
    session: Session, author: Author, add: Add, publish: Publish, working: Working
) -> None:
    first, second = add("One?"), add("Two?")
    publish(0, "link")
    before = {each: (row.guid, row.changed) for each, row in notes(session).items()}
    save(session, author, working(), first, stem="Other?")
    publish(3)
    after = notes(session)
    assert after[first].guid == before[first][0]
    assert after[first].changed == int((NOW + 3 * DAY).timestamp()) > before[first][1]
    assert (after[second].guid, after[second].changed) == before[second]


def test_a_removed_question_is_retired_from_the_decks(
    session: Session, author: Author, set_id: int, add: Add, publish: Publish
) -> None:
    first, second = add("One?"), add("Two?")
    publish(0, "link")
    drafting.remove(session, author, set_id, first, NOW)
    assert not notes(session)[first].retired
    publish(1)
    assert notes(session)[first].retired
    assert not notes(session)[second].retired


def test_a_removed_draft_is_gone_for_good(
    session: Session, author: Author, set_id: int, add: Add, publish: Publish
) -> None:
    add("One?")
    second = add("Two?")
    drafting.remove(session, author, set_id, second, NOW)
    publish(0, "link")
    assert session.get(QuestionRow, second) is None


@pytest.fixture
def other_id(session: Session, author: Author, article_id: int) -> int:
    return sets.create_set(session, author, article_id, {"title": "Other things"}, NOW)


def test_a_moved_question_keeps_its_cards(
    session: Session, author: Author, set_id: int, other_id: int, add: Add, publish: Publish
) -> None:
    first = add("One?")
    add("Two?")
    one = publish(0, "link").slug
    before = notes(session)[first].guid
    drafting.move_to(session, author, set_id, first, other_id, NOW)
    assert learners(session, one) == ["One?", "Two?"]
    other = publish(1, "link", other_id).slug
    assert (learners(session, one), learners(session, other)) == (["Two?"], ["One?"])
    assert notes(session)[first].guid == before
    assert not notes(session)[first].retired
    assert [each.number for each in history.editions(session, set_id, 9, 9)] == [2, 1]


def test_the_file_of_the_set_that_a_question_left_does_not_have_it(
    session: Session, author: Author, set_id: int, other_id: int, add: Add, publish: Publish
) -> None:
    first = add("One?")
    add("Two?")
    slug = publish(0, "link").slug
    drafting.move_to(session, author, set_id, first, other_id, NOW)
    publish(1, "link", other_id)
    export = decks.set_export(session, slug)
    assert export and "One?" not in FORMAT.write(export).data.decode()


def test_a_question_that_moved_and_was_then_removed_leaves_an_edition_where_it_was(
    session: Session, author: Author, set_id: int, other_id: int, add: Add, publish: Publish
) -> None:
    first = add("One?")
    add("Two?")
    publish(0, "link")
    drafting.move_to(session, author, set_id, first, other_id, NOW)
    drafting.remove(session, author, other_id, first, NOW)
    drafting.add_question(session, author, other_id, finished("Three?"), NOW)
    publish(1, "link", other_id)
    newest = history.editions(session, set_id, 9, 1)[0]
    assert (newest.number, [each.document["stem"] for each in newest.versions]) == (2, ["Two?"])


def finished(stem: str) -> Draft:
    proof = [{"exact": "Nobody was hurt"}]
    return {"kind": "true_false", "stem": stem, "answer": True, "explanation": "It says so.", "evidence": proof}


def test_who_looked_at_another_state_is_told_before_publishing_it(
    session: Session, author: Author, add: Add, set_id: int, working: Working, teacher: Callable[..., Author]
) -> None:
    first = add("One?")
    looked_at = publishing.state(working())
    save(session, author, working(), first, stem="Other?")
    with pytest.raises(publishing.ChangedMeanwhile):
        publishing.publish(session, author, set_id, NOW, "link", looked_at)
    assert working().edition == 0
    publishing.publish(session, author, set_id, NOW, "link", publishing.state(working()))
    assert working().edition == 1


@pytest.mark.parametrize("change", ["settings", "order", "deletion", "addition"])
def test_every_change_of_what_would_be_published_is_another_state(
    session: Session, author: Author, add: Add, set_id: int, working: Working, change: str
) -> None:
    first, second = add("One?"), add("Two?")
    before = publishing.state(working())
    assert publishing.state(working()) == before
    if change == "settings":
        sets.describe(session, author, set_id, {"title": "Other"}, working().revision, NOW)
    elif change == "order":
        drafting.arrange(session, author, set_id, [second, first], NOW)
    elif change == "deletion":
        drafting.remove(session, author, set_id, first, NOW)
    else:
        add("Three?")
    assert publishing.state(working()) != before


def test_what_will_change_is_told_question_by_question(
    session: Session, author: Author, set_id: int, other_id: int, add: Add, publish: Publish, working: Working
) -> None:
    one, two, three, four, five = (add(f"Question {name}?") for name in "abcde")
    publish(0, "link")
    save(session, author, working(), two, stem="Question zwei?")
    drafting.arrange(session, author, set_id, [five, one, two, three, four], NOW)
    drafting.remove(session, author, set_id, three, NOW)
    drafting.move_to(session, author, set_id, four, other_id, NOW)
    new = add("Question f?")
    sets.describe(session, author, set_id, {"title": "Other title"}, working().revision, NOW)
    coming = comparing.coming(session, working())
    assert [(each.question_id, each.how) for each in coming.questions] == [
        (five, "moved"), (two, "changed"), (new, "new"), (three, "removed"),
    ]  # fmt: skip
    assert [each.question_id for each in coming.questions if each.moved] == [five]
    assert [(each.path, each.before, each.after) for each in coming.header] == [
        (("title",), "What happened", "Other title")
    ]
    assert coming.leaving == 1
    arriving = comparing.coming(session, access.opened(session, author, other_id, "view")).questions
    assert [(each.question_id, each.how, each.moved) for each in arriving] == [(four, "new", True)]
    publish(1)
    assert comparing.coming(session, working()) == comparing.SetChange((), (), leaving=1)
    publish(1, "link", other_id)
    assert comparing.coming(session, working()).leaving == 0
    assert access.opened(session, author, other_id, "view").questions[0].id == four
