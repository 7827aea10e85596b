"""What was missed: the latest answer of each question, until learning has made it good."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.sentences import NotFound
from quizapp.store.missed import missed
from quizapp.work import answering, finishing, people
from quizapp.work.drilling import beginning, learning
from quizapp.work.drilling.learning import Given
from quizapp.work.loading import load

Ask = Callable[..., dict[str, Any]]


def begin(bench: Any, *slugs: str) -> int:
    bench.later(minutes=1)
    return beginning.learn_missed(
        bench.session, bench.person_id, slugs, f"missed {bench.at}", bench.at, Random(1)
    )  # fmt: skip


def test_nothing_is_missed_at_first(bench: Any) -> None:
    assert bench.missed() == []


def test_wrong_answers_are_listed_by_set_with_the_latest_first(bench: Any) -> None:
    bench.attempt("trees", True, False, False, True)
    bench.later(days=1)
    bench.attempt("stones", False, True)
    found = bench.missed()
    assert [(each.slug, [question.stem for question in each.questions]) for each in found] == [
        ("stones", ["About marble?"]),
        ("trees", ["About aspen?", "About maple?"]),
    ]
    assert found[0].questions[0].at == bench.at
    assert found[0].title == "Stones"


def test_an_attempt_that_goes_on_counts_only_once_it_is_finished(bench: Any) -> None:
    bench.attempt("trees", False, finish=False)
    assert bench.missed() == []


def test_what_was_left_open_was_missed_in_a_test_alone(bench: Any) -> None:
    bench.attempt("trees", True, False)
    assert bench.stems() == ["About aspen?"]
    bench.later(minutes=1)
    bench.attempt("stones", True, mode="test")
    assert bench.stems() == ["About granite?", "About aspen?"]


def test_what_was_looked_up_was_missed(bench: Any) -> None:
    attempt = bench.attempt("trees", finish=False)
    answering.reveal(bench.session, bench.person_id, attempt, 3, bench.at)
    finishing.finish(bench.session, bench.person_id, attempt, bench.at)
    assert bench.stems() == ["About maple?"]


def test_the_latest_answer_counts(bench: Any) -> None:
    bench.attempt("trees", False, False)
    bench.later(minutes=1)
    bench.attempt("trees", True, False)
    assert bench.stems() == ["About aspen?"]
    bench.later(minutes=1)
    bench.attempt("trees", False, True)
    assert bench.stems() == ["About larch?"]


def test_a_later_answer_that_was_not_given_changes_nothing(bench: Any) -> None:
    bench.attempt("trees", False)
    bench.later(minutes=1)
    bench.attempt("trees")
    assert bench.stems() == ["About larch?"]


def test_partly_right_is_missed(bench: Any, session: Session, folder: Callable[..., Any], text: Ask) -> None:
    accept = [{"text": "nothing like that", "weight": "1/2"}]
    load(session, [folder({"wood": [text("larch", accept=accept)]}, "wood")], bench.at)
    bench.attempt("wood", False)
    assert bench.stems() == ["About larch?"]


def test_who_gets_it_right_at_the_second_try_has_not_missed_it(
    bench: Any, session: Session, folder: Callable[..., Any], text: Ask
) -> None:
    load(session, [folder({"wood": [text("larch", tries=2)]}, "wood")], bench.at)
    attempt = bench.attempt("wood", False, finish=False)
    answering.submit(session, bench.person_id, attempt, 1, {"answer": ("larch",)}, bench.at)
    finishing.finish(session, bench.person_id, attempt, bench.at)
    assert bench.stems() == []


def test_what_is_learnt_leaves_the_list_and_comes_back_when_it_is_missed_again(bench: Any) -> None:
    bench.attempt("trees", False, False, True)
    drill_id = begin(bench, "trees")
    assert len(bench.look(drill_id).learning.cards) == 2
    bench.learn(drill_id)
    assert bench.stems() == []
    bench.later(minutes=1)
    bench.attempt("trees", False)
    assert bench.stems() == ["About larch?"]


def test_one_right_answer_is_not_enough(bench: Any) -> None:
    bench.attempt("trees", False)
    drill_id = begin(bench, "trees")
    bench.answer(drill_id)
    assert bench.stems() == ["About larch?"]
    bench.learn(drill_id)
    assert bench.stems() == []


def test_learning_the_whole_set_makes_it_good_as_well(bench: Any) -> None:
    bench.attempt("trees", False)
    bench.later(minutes=1)
    bench.learn(bench.begin("trees"))
    assert bench.stems() == []


def test_what_was_learnt_before_it_was_missed_makes_nothing_good(bench: Any) -> None:
    bench.learn(bench.begin("trees"))
    bench.later(minutes=1)
    bench.attempt("trees", False)
    assert bench.stems() == ["About larch?"]


def test_every_card_of_a_question_is_to_be_known(
    bench: Any, session: Session, folder: Callable[..., Any], ask: Ask
) -> None:
    pairs = [{"id": "a", "left": "Ada", "right": "mayor"}, {"id": "b", "left": "Ben", "right": "envoy"}]
    load(session, [folder({"roles": [ask("roles", kind="matching", pairs=pairs)]}, "roles")], bench.at)
    bench.attempt("roles", mode="test")
    drill_id = begin(bench, "roles")
    for knew in (True, True):
        learning.answer(
            session, bench.person_id, drill_id, bench.look(drill_id).revision, Given(knew=knew), bench.at
        )  # fmt: skip
    bench.go_on(drill_id)
    bench.answer(drill_id)
    assert bench.look(drill_id).learning.known == 1
    assert len(bench.stems()) == 1
    bench.answer(drill_id)
    assert bench.stems() == []


def test_only_the_sets_that_are_chosen_are_learnt(bench: Any) -> None:
    bench.attempt("trees", False)
    bench.attempt("stones", False)
    assert len(bench.look(begin(bench, "stones")).learning.cards) == 1
    assert len(bench.look(begin(bench, "stones", "trees")).learning.cards) == 2
    with pytest.raises(NotFound, match="nothing left"):
        begin(bench, "nothing")


def test_withdrawn_questions_are_listed_no_more(
    bench: Any, session: Session, folder: Callable[..., Any], text: Ask
) -> None:
    bench.attempt("trees", False, False)
    load(session, [folder({"trees": [text("aspen")], "stones": [text("marble")]})], bench.at)
    assert bench.stems() == ["About aspen?"]


def test_others_answers_are_theirs(bench: Any, session: Session) -> None:
    bench.attempt("trees", False)
    stranger = people.guest(session, None, bench.at).person_id
    assert missed(session, stranger) == []
    with pytest.raises(NotFound):
        beginning.learn_missed(session, stranger, ["trees"], "r", bench.at, Random(1))


def test_queries_do_not_grow_with_what_was_missed(bench: Any, statements: list[str]) -> None:
    counts = set()
    for right in ([False], [False] * 4):
        bench.attempt("trees", *right)
        bench.later(minutes=1)
        bench.answer(begin(bench, "trees"))
        bench.session.rollback()
        statements.clear()
        assert bench.missed()
        counts.add(len(statements))
    assert len(counts) == 1
    assert max(counts) <= 4


def test_going_on_with_other_cards_makes_nothing_good(bench: Any) -> None:
    drill_id = bench.begin("trees")
    while not bench.look(drill_id).learning.known:
        if bench.look(drill_id).asked:
            bench.answer(drill_id)
        else:
            bench.go_on(drill_id)
    bench.later(minutes=1)
    bench.attempt("trees", mode="test")
    bench.later(minutes=1)
    bench.answer(drill_id)
    assert bench.look(drill_id).learning.known == 2
    assert len(bench.stems()) == 3
