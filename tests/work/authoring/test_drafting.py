"""Working on questions: what learners see stays as it is until the set is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import NotAllowed, NotFound, Refusal
from quizapp.store import library
from quizapp.store.tables import DraftRow, QuestionRow, SetRightRow
from quizapp.work.authoring import drafting, publishing, sets
from quizapp.work.authoring.access import Conflict

from .conftest import NOW, Draft

Working = Callable[..., WorkingSet]
Add = Callable[..., int]
LATER = NOW + timedelta(days=1)


def stems(found: WorkingSet) -> list[str]:
    return [question.stem for question in found.questions]


def states(found: WorkingSet) -> list[str]:
    return [question.state for question in found.questions]


def published(session: Session, author: Author, set_id: int) -> None:
    publishing.publish(session, author, set_id, NOW, "public")


def learners_stems(session: Session, found: WorkingSet) -> list[str]:
    held = library.question_set(session, found.slug)
    return [question.stem for question in held.content.questions] if held else []


def save(session: Session, author: Author, set_id: int, question_id: int, document: Draft, stamp: str) -> Any:
    return drafting.save(session, author, set_id, question_id, document, stamp, LATER)


def test_a_new_question_is_a_draft_that_no_learner_sees(
    session: Session, author: Author, set_id: int, add: Add, working: Working
) -> None:
    add()
    published(session, author, set_id)
    add("Who was the captain?")
    found = working()
    assert states(found) == ["unchanged", "new"]
    assert learners_stems(session, found) == ["When did the ferry leave?"]


def test_what_is_saved_is_there_and_learners_keep_theirs(
    session: Session, author: Author, set_id: int, add: Add, working: Working, draft: Callable[..., Draft]
) -> None:
    question_id = add()
    published(session, author, set_id)
    stamp = working().questions[0].stamp
    kept = save(session, author, set_id, question_id, draft("When did it sail?"), stamp)
    assert (kept.stem, kept.state) == ("When did it sail?", "changed")
    assert kept.stamp != stamp
    assert learners_stems(session, working()) == ["When did the ferry leave?"]


def test_an_unfinished_draft_is_kept_as_it_is(
    session: Session, author: Author, set_id: int, add: Add, working: Working
) -> None:
    question_id = add()
    document = {"kind": "choice", "stem": "Half a quest", "options": ["", "x", ""]}
    save(session, author, set_id, question_id, document, working().questions[0].stamp)
    assert working().questions[0].document == document


def test_who_saves_on_top_of_anothers_work_is_told_and_nothing_is_lost(
    session: Session, teacher: Callable[..., Author], author: Author, set_id: int, add: Add, working: Working,
    draft: Callable[..., Draft],
) -> None:  # fmt: skip
    question_id = add()
    other = teacher("Nils Dahl")
    session.add(SetRightRow(set_id, other.person_id, "edit", NOW))
    session.commit()
    stamp = working().questions[0].stamp
    save(session, other, set_id, question_id, draft("Theirs"), stamp)
    with pytest.raises(Conflict, match="Nils Dahl has changed this question") as conflict:
        save(session, author, set_id, question_id, draft("Mine"), stamp)
    assert conflict.value.theirs.stem == "Theirs"
    assert stems(working()) == ["Theirs"]
    save(session, author, set_id, question_id, draft("Mine"), conflict.value.theirs.stamp)
    assert stems(working()) == ["Mine"]


def test_saving_the_same_again_is_no_conflict(
    session: Session, author: Author, set_id: int, add: Add, working: Working, draft: Callable[..., Draft]
) -> None:
    question_id = add()
    before = working().questions[0].stamp
    save(session, author, set_id, question_id, draft("Once"), before)
    kept = save(session, author, set_id, question_id, draft("Once"), before)
    assert kept.stem == "Once"


def test_who_saves_after_a_publishing_is_told(
    session: Session, author: Author, set_id: int, add: Add, working: Working, draft: Callable[..., Draft]
) -> None:
    question_id = add()
    stamp = working().questions[0].stamp
    published(session, author, set_id)
    with pytest.raises(Conflict):
        save(session, author, set_id, question_id, draft("Too late"), stamp)


def test_a_draft_that_says_what_learners_see_is_none(
    session: Session, author: Author, set_id: int, add: Add, working: Working, draft: Callable[..., Draft]
) -> None:
    question_id = add()
    published(session, author, set_id)
    kept = save(session, author, set_id, question_id, draft("Another"), working().questions[0].stamp)
    save(session, author, set_id, question_id, draft(), kept.stamp)
    assert states(working()) == ["unchanged"]
    assert session.query(DraftRow).count() == 0


def test_a_deletion_can_be_undone_until_it_is_published(
    session: Session, author: Author, set_id: int, add: Add, working: Working
) -> None:
    first, second = add("First?"), add("Second?")
    published(session, author, set_id)
    drafting.remove(session, author, set_id, first, LATER)
    assert stems(working()) == ["Second?"]
    assert [question.stem for question in working().removed] == ["First?"]
    assert learners_stems(session, working()) == ["First?", "Second?"]
    drafting.bring_back(session, author, set_id, first, LATER)
    assert stems(working()) == ["First?", "Second?"]
    assert states(working()) == ["unchanged", "unchanged"]
    drafting.remove(session, author, set_id, second, LATER)
    published(session, author, set_id)
    assert learners_stems(session, working()) == ["First?"]
    assert working().removed == ()


def test_a_new_question_that_was_deleted_is_gone_with_the_publishing(
    session: Session, author: Author, set_id: int, add: Add, working: Working
) -> None:
    add("Stays?")
    gone = add("Goes?")
    drafting.remove(session, author, set_id, gone, LATER)
    published(session, author, set_id)
    assert session.get(QuestionRow, gone) is None
    assert stems(working()) == ["Stays?"]


def test_questions_are_put_in_order(session: Session, author: Author, set_id: int, add: Add, working: Working) -> None:
    one, two, three = add("1?"), add("2?"), add("3?")
    published(session, author, set_id)
    drafting.move_by(session, author, set_id, three, -1, LATER)
    assert stems(working()) == ["1?", "3?", "2?"]
    assert learners_stems(session, working()) == ["1?", "2?", "3?"]
    drafting.arrange(session, author, set_id, [two, two, 99_999, one], LATER)
    assert stems(working()) == ["2?", "1?", "3?"]
    published(session, author, set_id)
    assert learners_stems(session, working()) == ["2?", "1?", "3?"]
    assert states(working()) == ["unchanged"] * 3


def test_an_order_that_was_undone_leaves_nothing_to_publish(
    session: Session, author: Author, set_id: int, add: Add, working: Working
) -> None:
    add("1?")
    two = add("2?")
    published(session, author, set_id)
    drafting.move_by(session, author, set_id, two, -1, LATER)
    assert working().changed
    drafting.move_by(session, author, set_id, two, 1, LATER)
    assert not working().changed


def test_a_copy_stands_behind_and_is_another_question(
    session: Session, author: Author, set_id: int, add: Add, working: Working
) -> None:
    pairs = [{"id": "n", "left": "N", "right": "1"}, {"id": "s", "left": "S", "right": "2"}]
    first = add("Pairs?", kind="matching", options=None, pairs=pairs)
    add("Last?")
    copied = drafting.duplicate(session, author, set_id, first, LATER)
    found = working()
    assert [question.id for question in found.questions][1] == copied
    assert stems(found) == ["Pairs?", "Pairs?", "Last?"]
    assert all("id" not in pair for pair in found.questions[1].document["pairs"])
    published(session, author, set_id)
    names = [question.name for question in working().questions]
    assert len(set(names)) == 3


def test_a_question_moves_to_another_set_of_the_article_and_keeps_its_name(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, working: Working
) -> None:
    stays, moves = add("Stays?"), add("Moves?")
    published(session, author, set_id)
    name = next(question.name for question in working().questions if question.id == moves)
    other = sets.create_set(session, author, article_id, {"title": "More"}, NOW)
    drafting.move_to(session, author, set_id, moves, other, LATER)
    assert [question.id for question in working().questions] == [stays]
    assert learners_stems(session, working()) == ["Stays?", "Moves?"]
    found = publishing.publish(session, author, other, LATER, "public")
    assert learners_stems(session, found) == ["Moves?"]
    assert learners_stems(session, working()) == ["Stays?"]
    assert found.questions[0].name == name


def test_dropping_a_draft_goes_back_to_what_learners_see(
    session: Session, author: Author, set_id: int, add: Add, working: Working, draft: Callable[..., Draft]
) -> None:
    question_id = add()
    with pytest.raises(Refusal, match="was never published"):
        drafting.discard(session, author, set_id, question_id)
    published(session, author, set_id)
    save(session, author, set_id, question_id, draft("Another"), working().questions[0].stamp)
    drafting.discard(session, author, set_id, question_id)
    assert stems(working()) == ["When did the ferry leave?"]
    assert states(working()) == ["unchanged"]


def test_a_viewer_changes_nothing_and_a_stranger_finds_nothing(
    session: Session, teacher: Callable[..., Author], set_id: int, add: Add, working: Working,
    draft: Callable[..., Draft],
) -> None:  # fmt: skip
    question_id = add()
    viewer, stranger = teacher("Viewer"), teacher("Stranger")
    session.add(SetRightRow(set_id, viewer.person_id, "view", NOW))
    session.commit()
    deeds: list[Callable[[Author], object]] = [
        lambda who: drafting.add_question(session, who, set_id, draft(), NOW),
        lambda who: save(session, who, set_id, question_id, draft("x"), "0.1"),
        lambda who: drafting.remove(session, who, set_id, question_id, NOW),
        lambda who: drafting.bring_back(session, who, set_id, question_id, NOW),
        lambda who: drafting.discard(session, who, set_id, question_id),
        lambda who: drafting.duplicate(session, who, set_id, question_id, NOW),
        lambda who: drafting.arrange(session, who, set_id, [question_id], NOW),
        lambda who: drafting.move_by(session, who, set_id, question_id, 1, NOW),
        lambda who: drafting.move_to(session, who, set_id, question_id, set_id, NOW),
    ]
    before = working()
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed(viewer)
        with pytest.raises(NotFound):
            deed(stranger)
    assert working() == before


def test_a_question_of_another_set_is_not_found(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, draft: Callable[..., Draft]
) -> None:
    question_id = add()
    other = sets.create_set(session, author, article_id, {"title": "More"}, NOW)
    with pytest.raises(NotFound):
        save(session, author, other, question_id, draft(), "0.1")


def test_an_administrator_may_work_on_every_set(
    session: Session, teacher: Callable[..., Author], add: Add, working: Working
) -> None:
    add()
    assert working(teacher("Root", "administrator")).right == "own"


def test_what_a_question_is_found_by_follows_its_draft(
    session: Session, author: Author, set_id: int, add: Add, working: Working, draft: Callable[..., Draft]
) -> None:
    question_id = add(tags=["sea", "time"])
    row = session.get_one(QuestionRow, question_id)
    assert (row.kind, row.tags) == ("choice", " sea time ")
    assert "at dusk" in row.words
    options = [{"text": "A", "correct": True}, "All of the above", "B"]
    save(session, author, set_id, question_id, draft(options=options), working().questions[0].stamp)
    session.refresh(row)
    assert "all of the above" in row.words
    assert row.flaws.strip()
