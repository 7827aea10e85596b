"""The bank finds questions by text, kind, tag, place, advice and standing: one's own, and what is public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.bank import Search, Use
from quizapp.formats import LoadedFolder
from quizapp.store.authoring import bank
from quizapp.work import answering, finishing, people, starting
from quizapp.work.authoring import articles, drafting, publishing, sets
from quizapp.work.loading import load

from .conftest import NOW, Draft

Add = Callable[..., int]
Find = Callable[..., list[str]]
Working = Callable[..., WorkingSet]
MINE, PUBLIC = Search(), Search(whose="public")


@pytest.fixture
def find(session: Session, author: Author) -> Find:
    """`find(words="ferry")`: the stems of what the author finds."""

    def stems(search: Search = MINE, who: Author | None = None, **fields: Any) -> list[str]:
        session.rollback()
        found = bank.page(session, who or author, replace(search, **fields), 1, 25)
        assert found.total == len(found.questions)
        return [str(each.document["stem"]) for each in found.questions]

    return stems


def save(session: Session, author: Author, found: WorkingSet, question_id: int, **fields: Any) -> None:
    question = found.question(question_id)
    assert question
    drafting.save(session, author, found.id, question_id, {**question.document, **fields}, question.stamp, NOW)


def test_all_words_must_be_in_it_wherever_and_however_written(add: Add, find: Find) -> None:
    add("When did the FERRY leave?")
    add("Straße?", explanation="The ferry left at noon.")
    assert find(words="ferry") == ["Straße?", "When did the FERRY leave?"]
    assert find(words="leave Ferry") == ["When did the FERRY leave?"]
    assert find(words="STRASSE") == ["Straße?"]
    assert find(words="ferry boat") == []


def test_a_part_of_a_sentence_without_spaces_is_found(add: Add, find: Find) -> None:
    add("橋は何でできていますか。")
    assert find(words="何で") == ["橋は何でできていますか。"]
    assert find(words="船") == []


@pytest.mark.parametrize("sign", ["%", "_", "/", "\\", "'", '"'])
def test_signs_of_the_database_mean_themselves(add: Add, find: Find, sign: str) -> None:
    add("Nothing special?")
    add(f"Half{sign}way?")
    assert find(words=f"half{sign}way") == [f"Half{sign}way?"]
    assert find(words=f"l{sign}w") == []


def test_it_is_found_by_kind_and_tag_and_what_stands_below_a_tag(add: Add, find: Find) -> None:
    add("One?", tags=["people::mayors"])
    add("Two?", kind="true_false", options=None, answer=True, tags=["people"])
    add("Three?", tags=["peoples", "other"])
    assert find(kind="true_false") == ["Two?"]
    assert sorted(find(tag="people")) == ["One?", "Two?"]
    assert find(tag="people::mayors") == ["One?"]
    assert find(tag="mayors") == []


def test_it_is_found_by_the_advice_on_it(session: Session, author: Author, add: Add, find: Find) -> None:
    add("One?")
    add("Two?", options=[{"text": "At noon", "correct": True}, "At dusk", "All of the above"])
    flaws = bank.terms(session, author, "mine").flaws
    assert flaws and find(flaw=flaws[0]) == ["Two?"]


def test_it_is_found_by_how_it_stands(
    session: Session, author: Author, set_id: int, add: Add, find: Find, working: Working
) -> None:
    add("One?")
    two = add("Two?")
    publishing.publish(session, author, set_id, NOW, "link")
    save(session, author, working(), two, points=2)
    add("Three?")
    add("Four?", explanation="")
    assert find(standing="published") == ["One?"]
    assert find(standing="unpublished", order="set") == ["Two?", "Three?", "Four?"]
    assert find(standing="unfinished") == ["Four?"]


def test_it_is_found_by_its_place(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, find: Find, draft: Callable[..., Draft]
) -> None:
    other = sets.create_set(session, author, article_id, {"title": "Other"}, NOW)
    one = add("One?")
    drafting.add_question(session, author, other, draft("Two?"), NOW)
    assert (find(set_id=set_id), find(set_id=other)) == (["One?"], ["Two?"])
    assert find(article_id=article_id, order="set") == ["One?", "Two?"]
    assert find(article_id=article_id + 1) == []
    drafting.move_to(session, author, set_id, one, other, NOW)
    assert find(set_id=other, order="set") == ["Two?", "One?"]


def test_the_last_changed_comes_first(
    session: Session, author: Author, set_id: int, add: Add, find: Find, working: Working
) -> None:
    one = add("One?")
    add("Two?")
    document = {**dict(working().questions[0].document), "points": 3}
    drafting.save(session, author, set_id, one, document, working().questions[0].stamp, NOW + timedelta(days=1))
    assert find() == ["One?", "Two?"]


def test_deleted_questions_and_deleted_sets_are_not_found(
    session: Session, author: Author, set_id: int, add: Add, find: Find
) -> None:
    one = add("One?")
    add("Two?")
    drafting.remove(session, author, set_id, one, NOW)
    assert find() == ["Two?"]
    publishing.publish(session, author, set_id, NOW, "public")
    assert find() == find(PUBLIC) == ["Two?"]
    sets.delete_set(session, author, set_id, NOW)
    assert find() == find(PUBLIC) == []


def test_each_finds_what_they_have_a_right_to(
    session: Session, author: Author, set_id: int, add: Add, find: Find, teacher: Callable[..., Author]
) -> None:
    add("One?")
    other, administrator = teacher("Nils Dahl"), teacher("Ada", "administrator")
    assert (find(who=other), find(who=administrator)) == ([], ["One?"])
    sets.share(session, author, set_id, f"nils-{other.person_id}@school.example", "view", NOW)
    assert find(who=other) == ["One?"]
    found = bank.page(session, other, Search(), 1, 25).questions[0]
    assert (found.right, [each.right for each in bank.sets(session, other)]) == ("view", ["view"])


def test_others_find_what_is_public_as_learners_see_it(
    session: Session,
    author: Author,
    set_id: int,
    add: Add,
    find: Find,
    teacher: Callable[..., Author],
    working: Working,
) -> None:
    one, other = add("One ferry?", tags=["ship"]), teacher("Nils Dahl")
    publishing.publish(session, author, set_id, NOW, "link")
    assert find(PUBLIC, other) == []
    publishing.show_to(session, author, set_id, "public")
    assert find(PUBLIC, other) == find(PUBLIC, other, words="FERRY", tag="ship", kind="choice") == ["One ferry?"]
    save(session, author, working(), one, stem="Secret boat?", tags=["secret"], kind="multiple")
    add("Another secret?")
    assert find(PUBLIC, other, words="ferry", kind="choice") == ["One ferry?"]
    assert find(PUBLIC, other, words="secret") == find(PUBLIC, other, tag="secret") == []
    assert find(PUBLIC, other, kind="multiple") == []
    assert bank.terms(session, other, "public").tags == ()
    found = bank.page(session, other, PUBLIC, 1, 25).questions[0]
    assert (found.right, found.drafted, found.flaws) == (None, False, ())


def test_what_comes_from_files_is_found_among_what_is_public(
    session: Session, find: Find, ask: Callable[..., Any], folder: Callable[..., LoadedFolder]
) -> None:
    load(session, [folder({"people": [ask("cars"), ask("boats", tags=["sea"])]})], NOW)
    assert find(PUBLIC, words="about boats") == find(PUBLIC, tag="sea") == ["About boats."]
    assert find() == []


def test_use_is_told_once_there_are_enough_answers(
    session: Session, author: Author, set_id: int, add: Add, find: Find
) -> None:
    add("One?", shuffle=False)
    add("Two?", shuffle=False)
    slug = publishing.publish(session, author, set_id, NOW, "link").slug
    for number in range(6):
        learner = people.guest(session, None, NOW).person_id
        attempt_id = starting.start(session, learner, slug, "test", "once", NOW, Random(1))
        if number < 5:
            answering.submit(session, learner, attempt_id, 1, {"answer": ["0" if number < 3 else "1"]}, NOW)
        if number < 4:
            answering.submit(session, learner, attempt_id, 2, {"answer": ["0"]}, NOW)
        if number < 5:
            finishing.finish(session, learner, attempt_id, NOW)
    uses = [each.use for each in bank.page(session, author, Search(order="set"), 1, 25).questions]
    assert uses == [Use(6, 5, 3), Use(6, 4, 4)]
    assert [use.share for use in uses] == [Fraction(3, 5), None]


def test_only_the_first_try_counts(session: Session, author: Author, set_id: int, add: Add) -> None:
    add("One?", shuffle=False, tries=3)
    slug = publishing.publish(session, author, set_id, NOW, "link").slug
    for number in range(5):
        learner = people.guest(session, None, NOW).person_id
        attempt_id = starting.start(session, learner, slug, "practice", "once", NOW, Random(1))
        for choice in ("0",) if number < 2 else ("1", "0"):
            answering.submit(session, learner, attempt_id, 1, {"answer": [choice]}, NOW)
    assert bank.page(session, author, MINE, 1, 25).questions[0].use == Use(5, 5, 2)


def test_what_was_asked_most_comes_first(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, find: Find, draft: Callable[..., Draft]
) -> None:
    add("One?")
    slug = publishing.publish(session, author, set_id, NOW, "link").slug
    other = sets.create_set(session, author, article_id, {"title": "Other"}, NOW)
    drafting.add_question(session, author, other, draft("Two?"), NOW)
    assert find(order="asked") == ["Two?", "One?"]
    starting.start(session, people.guest(session, None, NOW).person_id, slug, "test", "once", NOW, Random(1))
    assert find(order="asked") == ["One?", "Two?"]


def test_pages_hold_so_many_and_tell_how_many_there_are(session: Session, author: Author, add: Add) -> None:
    for number in range(5):
        add(f"Question {number}?")
    pages = [bank.page(session, author, Search(order="set"), number, 2) for number in (1, 2, 3, 4)]
    assert [page.total for page in pages] == [5, 5, 5, 5]
    assert [[str(each.document["stem"])[9] for each in page.questions] for page in pages] == [
        ["0", "1"], ["2", "3"], ["4"], [],
    ]  # fmt: skip


def test_a_page_costs_as_many_statements_in_any_bank(
    session: Session, author: Author, add: Add, statements: list[str]
) -> None:
    counts = []
    for _ in range(2):
        for number in range(4):
            add(f"Question {number}?")
        session.rollback()
        statements.clear()
        bank.page(session, author, Search(words="question"), 1, 25)
        counts.append(len(statements))
    assert counts == [5, 5]


def test_a_change_elsewhere_in_the_article_leaves_a_published_question_finished(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, find: Find
) -> None:
    add()
    publishing.publish(session, author, set_id, NOW)
    kept = articles.opened_article(session, author, article_id).article
    fields = {**kept.model_dump(mode="json"), "body": f"{kept.body}\n\nThe end."}
    articles.change_article(session, author, article_id, fields, 1, NOW)
    assert find(standing="unfinished") == []
    assert find() == ["When did the ferry leave?"]


def test_going_back_to_what_learners_see_leaves_nothing_to_finish(
    session: Session, author: Author, set_id: int, add: Add, find: Find, working: Working
) -> None:
    question_id = add()
    publishing.publish(session, author, set_id, NOW)
    save(session, author, working(), question_id, explanation="")
    assert find(standing="unfinished") == ["When did the ferry leave?"]
    drafting.discard(session, author, set_id, question_id)
    assert find(standing="unfinished") == []
