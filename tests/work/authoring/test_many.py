"""Deeds on many questions at once: done wholly, or told why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import NotAllowed, NotFound, Unreadable
from quizapp.store.tables import DraftRow, PictureRow, QuestionRow
from quizapp.work.authoring import access, articles, drafting, many, publishing, sets
from quizapp.work.authoring.many import Outcome

from .conftest import BODY, NOW, Draft

Add = Callable[..., int]
Working = Callable[..., WorkingSet]
Teacher = Callable[..., Author]
LATER = NOW + timedelta(days=1)


def whys(outcome: Outcome) -> list[str]:
    return [str(each.why) for each in outcome.left_out]


def tags(found: WorkingSet) -> list[Any]:
    return [question.document.get("tags") for question in found.questions]


def stems(session: Session, author: Author, set_id: int) -> list[str]:
    session.rollback()
    return [question.stem for question in access.opened(session, author, set_id, "view").questions]


@pytest.fixture
def beside(session: Session, author: Author, article_id: int) -> int:
    """Another set on the same article."""
    return sets.create_set(session, author, article_id, {"title": "Beside"}, NOW)


@pytest.fixture
def elsewhere(session: Session, author: Author) -> Callable[..., int]:
    """`elsewhere("text")`: a set on another article with this text."""

    def make(body: str) -> int:
        fields = {"title": "Other", "publisher": "The Coast", "published": "2011-05-05", "body": body}
        article_id = articles.create_article(session, author, fields, [], NOW)
        return sets.create_set(session, author, article_id, {"title": "Elsewhere"}, NOW)

    return make


def test_a_tag_is_given_to_each_and_taken_off_again(
    session: Session, author: Author, add: Add, working: Working
) -> None:
    one, two = add("One?"), add("Two?", tags=["ship", "sea"])
    given = many.add_tag(session, author, [one, two], " ship ", LATER)
    assert (given.done, whys(given)) == ((one,), ["It has this tag already."])
    assert tags(working()) == [["ship"], ["ship", "sea"]]
    assert session.scalars(select(QuestionRow.tags).order_by(QuestionRow.id)).all() == [" ship ", " ship sea "]
    taken = many.remove_tag(session, author, [one, two], "sea", LATER)
    assert (taken.done, [each.stem for each in taken.left_out]) == ((two,), ["One?"])
    assert tags(working()) == [["ship"], ["ship"]]


@pytest.mark.parametrize("tag", ["", "two words", "a,b", ":", "x" * 101, "a::"])
def test_what_is_no_tag_is_refused_before_anything_is_done(
    session: Session, author: Author, add: Add, working: Working, tag: str
) -> None:
    one = add("One?")
    with pytest.raises(Unreadable, match="one word"):
        many.add_tag(session, author, [one], tag, LATER)
    assert tags(working()) == [None]


def test_no_question_gets_more_tags_than_it_can_have(session: Session, author: Author, add: Add) -> None:
    full = add("One?", tags=[f"t{number}" for number in range(50)])
    assert whys(many.add_tag(session, author, [full], "more", LATER)) == ["It has 50 tags, and more it can't have."]


def test_points_are_kept_exactly(session: Session, author: Author, add: Add, working: Working) -> None:
    ids = [add("One?"), add("Two?", points="3/2")]
    outcome = many.set_points(session, author, ids, "1,5", LATER)
    assert (outcome.done, whys(outcome)) == ((ids[0],), ["It is worth that already."])
    assert [question.document["points"] for question in working().questions] == ["3/2", "3/2"]
    many.set_points(session, author, ids, "2", LATER)
    assert [question.document["points"] for question in working().questions] == [2, 2]


@pytest.mark.parametrize("points", ["", "0", "-1", "1001", "many", "1/0", "nan"])
def test_what_is_no_number_of_points_is_refused(session: Session, author: Author, add: Add, points: str) -> None:
    with pytest.raises(Unreadable, match="Write the points as a number"):
        many.set_points(session, author, [add("One?")], points, LATER)


def test_a_change_that_is_undone_leaves_no_draft(
    session: Session, author: Author, set_id: int, add: Add, working: Working
) -> None:
    one = add("One?")
    publishing.publish(session, author, set_id, NOW, "link")
    many.add_tag(session, author, [one], "ship", LATER)
    assert [question.state for question in working().questions] == ["changed"]
    many.remove_tag(session, author, [one], "ship", LATER)
    assert not working().changed
    assert session.scalars(select(DraftRow)).all() == []


def test_deleted_questions_are_brought_back_together(
    session: Session, author: Author, set_id: int, beside: int, add: Add, working: Working, draft: Callable[..., Draft]
) -> None:
    one, two, three = add("One?"), add("Two?"), add("Three?")
    other = drafting.add_question(session, author, beside, draft("Four?"), NOW)
    publishing.publish(session, author, set_id, NOW, "link")
    outcome = many.delete(session, author, [three, one, other], LATER)
    assert outcome == Outcome((three, one, other), ())
    assert (stems(session, author, set_id), stems(session, author, beside)) == (["Two?"], [])
    assert many.bring_back(session, author, [one, two, other, three], LATER).done == (one, other, three)
    assert stems(session, author, set_id) == ["One?", "Two?", "Three?"]
    assert not working().changed


def test_questions_move_together_to_a_set_on_the_same_article(
    session: Session, author: Author, set_id: int, beside: int, elsewhere: Any, add: Add, draft: Callable[..., Draft]
) -> None:
    one, two, three = add("One?"), add("Two?"), add("Three?")
    four = drafting.add_question(session, author, beside, draft("Four?"), NOW)
    outcome = many.move(session, author, [three, four, one], beside, LATER)
    assert (outcome.done, whys(outcome)) == ((three, one), ["It is in this set already."])
    assert stems(session, author, beside) == ["Four?", "Three?", "One?"]
    outcome = many.move(session, author, [two], elsewhere(BODY), LATER)
    assert (outcome.done, whys(outcome)) == (
        (), ["It is about another article, and its proof stands there. Copy it instead."],
    )  # fmt: skip
    assert stems(session, author, set_id) == ["Two?"]


def test_copies_go_only_where_their_proof_stands(
    session: Session, author: Author, set_id: int, elsewhere: Any, add: Add
) -> None:
    one = add("One?")
    two = add("Two?", evidence=[{"exact": "left the harbour of Bergen at noon"}, {"exact": "Nobody was hurt"}])
    three = add("Three?", evidence=[])
    target = elsewhere("The ferry left the harbour of Bergen at noon, says the captain.")
    outcome = many.copy(session, author, [one, two, three], target, LATER)
    assert [each.stem for each in outcome.left_out] == ["Two?", "Three?"]
    assert set(whys(outcome)) == {"Its proof does not stand in that article."}
    assert stems(session, author, target) == ["One?"]
    assert outcome.done != (one,)
    assert stems(session, author, set_id) == ["One?", "Two?", "Three?"]


def test_a_copy_beside_is_made_of_anything_and_has_parts_of_its_own(
    session: Session, author: Author, set_id: int, beside: int, add: Add
) -> None:
    pairs = [{"id": "a", "left": "Ida", "right": "ferry"}, {"id": "b", "left": "Dahl", "right": "captain"}]
    one = add("Who?", kind="matching", pairs=pairs, options=None, evidence=[])
    outcome = many.copy(session, author, [one], beside, LATER)
    copied = access.opened(session, author, beside, "view").question(outcome.done[0])
    assert copied and [set(pair) for pair in copied.document["pairs"]] == [{"left", "right"}] * 2


def test_a_copy_does_not_lose_its_picture_in_silence(
    session: Session, author: Author, elsewhere: Any, add: Add, article_id: int
) -> None:
    one, target = add("![A map](map.png) Where?"), elsewhere(BODY)
    assert whys(many.copy(session, author, [one], target, LATER)) == [
        "It shows a picture that is not with that article."
    ]
    other = access.opened(session, author, target, "view").article_id
    session.add(PictureRow(other, "map.png", "image/png", "d", b"."))
    session.commit()
    assert len(many.copy(session, author, [one], target, LATER).done) == 1


def test_a_public_question_is_copied_as_learners_see_it(
    session: Session, author: Author, set_id: int, add: Add, teacher: Teacher, working: Working
) -> None:
    one = add("One?")
    publishing.publish(session, author, set_id, NOW, "public")
    question = working().question(one)
    assert question
    drafting.save(session, author, set_id, one, {**question.document, "stem": "Secret?"}, question.stamp, NOW)
    other = teacher("Nils Dahl")
    fields = {"title": "Mine", "publisher": "The Coast", "published": "2011-05-05", "body": BODY}
    mine = sets.create_set(
        session, other, articles.create_article(session, other, fields, [], NOW), {"title": "M"}, NOW
    )
    assert len(many.copy(session, other, [one], mine, LATER).done) == 1
    assert stems(session, other, mine) == ["One?"]
    publishing.show_to(session, author, set_id, "link")
    assert many.copy(session, other, [one], mine, LATER).done == ()


def test_what_is_not_ones_own_is_left_out_without_a_word_of_it(
    session: Session, author: Author, set_id: int, add: Add, teacher: Teacher, working: Working
) -> None:
    one, stranger = add("One?"), teacher("Nils Dahl")
    for deed in (many.delete, many.bring_back):
        outcome = deed(session, stranger, [one, 999_999], LATER)
        assert (outcome.done, [each.stem for each in outcome.left_out]) == ((), ["", ""])
    with pytest.raises(NotFound):
        many.copy(session, stranger, [one], set_id, LATER)
    with pytest.raises(NotFound):
        many.move(session, stranger, [one], set_id, LATER)
    assert [question.state for question in working().questions] == ["new"]


def test_who_may_only_look_is_told_so(
    session: Session, author: Author, set_id: int, beside: int, add: Add, teacher: Teacher
) -> None:
    one, viewer = add("One?"), teacher("Nils Dahl")
    sets.share(session, author, set_id, f"nils-{viewer.person_id}@school.example", "view", NOW)
    outcome = many.add_tag(session, viewer, [one], "ship", LATER)
    assert (outcome.done, whys(outcome)) == ((), ["You may look at its set, but not change it."])
    with pytest.raises(NotAllowed):
        many.copy(session, viewer, [one], set_id, LATER)
    sets.share(session, author, beside, f"nils-{viewer.person_id}@school.example", "edit", NOW)
    assert whys(many.move(session, viewer, [one], beside, LATER)) == ["You may look at its set, but not change it."]
    assert len(many.copy(session, viewer, [one], beside, LATER).done) == 1


def test_a_full_set_takes_no_more(
    session: Session, author: Author, beside: int, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "MOST_QUESTIONS", 3)
    ids = [add("One?"), add("Two?"), add("Three?")]
    assert len(many.copy(session, author, ids[:2], beside, LATER).done) == 2
    for deed in (many.copy, many.move):
        outcome = deed(session, author, ids[1:], beside, LATER)
        assert len(outcome.done) == (1 if deed is many.copy else 0)
        assert "full" in whys(outcome)[-1]


def test_when_the_last_statement_fails_nothing_is_done(
    session: Session, engine: Engine, author: Author, add: Add, working: Working
) -> None:
    ids = [add("One?"), add("Two?")]

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE questions"):
            raise RuntimeError("the cable is cut")

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError, match="cable"):
        many.add_tag(session, author, ids, "ship", LATER)
    event.remove(engine, "before_cursor_execute", fail)
    assert tags(working()) == [None, None]


def test_many_cost_as_many_statements_as_few(session: Session, author: Author, add: Add, statements: list[str]) -> None:
    ids = [add(f"Question {number}?") for number in range(12)]
    counts = []
    for chosen in (ids[:2], ids[2:]):
        statements.clear()
        many.add_tag(session, author, chosen, "ship", LATER)
        counts.append(len(statements))
    assert counts[0] == counts[1]
