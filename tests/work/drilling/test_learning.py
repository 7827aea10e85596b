"""Learn mode as it is kept: once for each page, until all is known, without the schedule knowing."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.sentences import Blank, NotFound, Refusal, Unreadable
from quizapp.store.base import Base
from quizapp.store.tables import DrillRow, MemoryRow, ReviewRow, SetRow
from quizapp.work import people
from quizapp.work.drilling import beginning, learning
from quizapp.work.drilling.learning import Given
from quizapp.work.loading import load
from quizapp.work.reviewing import studying

Ask = Callable[..., dict[str, Any]]


def test_all_is_known_in_the_end_and_the_drill_is_finished(bench: Any) -> None:
    drill_id = bench.begin()
    found = bench.learn(drill_id)
    assert (found.learning.known, found.learning.over) == (4, True)
    row = bench.row(drill_id)
    assert row.finished_at == bench.at
    assert len(row.document["known_at"]) == 4


def test_an_answer_is_taken_once_for_each_page_that_was_shown(bench: Any) -> None:
    drill_id = bench.begin()
    shown = bench.look(drill_id)
    bench.answer(drill_id)
    after = bench.row(drill_id).document
    for right in (True, False):
        bench.answer(drill_id, right=right, shown=shown.revision)
    assert bench.row(drill_id).document == after
    assert bench.row(drill_id).revision == shown.revision + 1


def test_what_was_wrong_comes_again_in_the_round_and_its_evidence_is_there(bench: Any) -> None:
    drill_id = bench.begin()
    asked = bench.look(drill_id).learning.asked
    bench.answer(drill_id, right=False)
    found = bench.look(drill_id)
    assert (found.last.card, found.last.right) == (asked, False)
    assert found.learning.line[-1] == asked
    assert found.cards[asked].card.note.evidence == ("It is made of larch",)


def test_the_schedule_is_not_touched(bench: Any, session: Session) -> None:
    studying.study(session, bench.person_id, "trees", bench.at)
    tables = [table for table in Base.metadata.sorted_tables if table.name != "drills"]
    before = {table.name: session.execute(select(table)).all() for table in tables}
    assert before["memories"]
    bench.learn(bench.begin())
    session.rollback()
    assert {table.name: session.execute(select(table)).all() for table in tables} == before
    assert session.scalar(select(func.count()).select_from(ReviewRow)) == 0
    assert set(session.scalars(select(MemoryRow.state))) == {"new"}


def test_what_can_t_be_read_is_sent_back_and_nothing_is_counted(bench: Any) -> None:
    drill_id = bench.begin()
    before = bench.row(drill_id).revision
    for typed, refusal in (("", Blank), ("?!", Unreadable), ("a\x00b", Unreadable), ("a" * 501, Unreadable)):
        with pytest.raises(refusal):
            learning.answer(bench.session, bench.person_id, drill_id, before, Given(typed=typed), bench.at)
    assert bench.row(drill_id).revision == before


@pytest.mark.parametrize("chosen", [(), ("9",), ("x",), ("0", "1"), ("\u00b2",), ("-1",), ("1" * 5000,)])
def test_a_choice_that_was_not_offered_is_sent_back(
    bench: Any, ask: Ask, folder: Callable[..., Any], session: Session, chosen: tuple[str, ...]
) -> None:
    load(session, [folder({"cars": [ask("cars")]}, "cars")], bench.at)
    drill_id = bench.begin("cars")
    with pytest.raises(Unreadable):
        learning.answer(session, bench.person_id, drill_id, 1, Given(chosen=chosen), bench.at)
    assert bench.row(drill_id).revision == 1


def test_a_basic_card_is_judged_by_oneself(bench: Any, ask: Ask, folder: Callable[..., Any], session: Session) -> None:
    load(session, [folder({"day": [ask("day", kind="date", answer="2019-11-23")]}, "day")], bench.at)
    drill_id = bench.begin("day")
    with pytest.raises(Unreadable, match="whether you knew it"):
        learning.answer(session, bench.person_id, drill_id, 1, Given(), bench.at)
    learning.answer(session, bench.person_id, drill_id, 1, Given(knew=False), bench.at)
    assert bench.look(drill_id).learning.line
    learning.answer(session, bench.person_id, drill_id, 2, Given(knew=True), bench.at)
    assert bench.look(drill_id).learning.between


def test_rounds_follow_one_another_once(bench: Any) -> None:
    drill_id = bench.begin()
    bench.go_on(drill_id)
    assert bench.row(drill_id).revision == 1
    for _ in range(4):
        bench.answer(drill_id)
    shown = bench.look(drill_id).revision
    for seed in range(3):
        learning.go_on(bench.session, bench.person_id, drill_id, shown, bench.at, Random(seed))
    assert bench.look(drill_id).learning.round == 2


def test_the_same_form_sent_twice_begins_one(bench: Any) -> None:
    assert bench.begin(request="once") == bench.begin(request="once")
    assert bench.session.scalar(select(func.count()).select_from(DrillRow)) == 1


def test_beginning_again_gives_up_what_was_not_finished(bench: Any) -> None:
    first, other = bench.begin(), bench.begin("stones")
    second = bench.begin()
    assert bench.row(first).finished_at is not None
    assert bench.row(second).finished_at is bench.row(other).finished_at is None
    bench.answer(first)
    assert bench.row(first).revision == 1


def test_anothers_drill_is_not_there(bench: Any, session: Session) -> None:
    drill_id = bench.begin()
    stranger = people.guest(session, None, bench.at).person_id
    for person in (stranger, None):
        with pytest.raises(NotFound):
            learning.opened(session, person, drill_id)
        with pytest.raises(NotFound):
            learning.answer(session, person, drill_id, 1, Given(passed=True), bench.at)
        with pytest.raises(NotFound):
            learning.go_on(session, person, drill_id, 1, bench.at, Random(1))
    assert bench.row(drill_id).revision == 1


def test_a_set_that_is_not_there_can_t_be_learnt(bench: Any, session: Session) -> None:
    with pytest.raises(NotFound):
        bench.begin("nothing")
    session.scalars(select(SetRow).where(SetRow.slug == "trees")).one().visibility = "draft"
    session.commit()
    with pytest.raises(NotFound):
        bench.begin()


def test_cards_that_were_withdrawn_are_asked_no_more(
    bench: Any, session: Session, folder: Callable[..., Any], text: Ask
) -> None:
    drill_id = bench.begin()
    bench.answer(drill_id)
    load(session, [folder({"trees": [text("maple"), text("birch")], "stones": [text("marble")]})], bench.at)
    found = bench.look(drill_id)
    assert {held.card.question.id for held in found.cards.values()} <= {"maple", "birch"}
    assert len(found.learning.cards) == 2
    assert bench.learn(drill_id).learning.known == 2


def test_a_corrected_key_marks_from_then_on(
    bench: Any, session: Session, folder: Callable[..., Any], text: Ask
) -> None:
    load(session, [folder({"wood": [text("larch")]}, "wood")], bench.at)
    drill_id = bench.begin("wood")
    load(session, [folder({"wood": [text("larch", accept=["tamarack"])]}, "wood")], bench.at)
    learning.answer(session, bench.person_id, drill_id, 1, Given(typed="Tamarack"), bench.at)
    assert bench.look(drill_id).last.right


def test_queries_do_not_grow_with_the_cards(
    bench: Any, session: Session, folder: Callable[..., Any], text: Ask, statements: list[str]
) -> None:
    load(session, [folder({"many": [text(f"tree-{number}") for number in range(40)]}, "many")], bench.at)
    counts = set()
    for slug in ("stones", "many"):
        drill_id = bench.begin(slug)
        statements.clear()
        bench.look(drill_id)
        looked = len(statements)
        statements.clear()
        learning.answer(session, bench.person_id, drill_id, 1, Given(passed=True), bench.at)
        counts.add((looked, len(statements)))
    assert len(counts) == 1
    assert max(max(each) for each in counts) <= 6


def test_at_least_one_set_is_to_be_chosen(session: Session, bench: Any) -> None:
    with pytest.raises(Refusal, match="at least one set"):
        beginning.learn_missed(session, bench.person_id, [], "r", bench.at, Random(1))


def test_a_set_that_nobody_may_take_any_more_is_asked_no_more(bench: Any, session: Session) -> None:
    drill_id = bench.begin()
    session.scalars(select(SetRow).where(SetRow.slug == "trees")).one().visibility = "draft"
    session.commit()
    assert bench.look(drill_id).learning.cards == ()
    learning.answer(session, bench.person_id, drill_id, 1, Given(passed=True), bench.at)
    assert bench.row(drill_id).revision == 1
