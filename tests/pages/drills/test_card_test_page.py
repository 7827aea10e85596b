"""A test made from cards, one question a page, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.drills.cards import answer_text
from quizapp.store.tables import DrillRow
from quizapp.work.drilling import testing

TypedSet = Callable[..., str]
PEOPLE = ["Ida Holm", "Tove Lind", "Per Aas", "Ana Ruiz", "Jan Berg", "Eva Dahl"]
WHO = [{"answer": name, "stem": f"Who was number {place}?"} for place, name in enumerate(PEOPLE)]


@pytest.fixture
def address(typed_set: TypedSet, player: Any) -> str:
    return str(player.begin(f"/sets/{typed_set(*WHO)}/card-test"))


@pytest.fixture
def key(library_session: Session) -> Callable[[str, int], str]:
    """`key(address, 3)`: what is right for question 3."""

    def right(address: str, number: int) -> str:
        library_session.rollback()
        row = library_session.get_one(DrillRow, int(address.rsplit("/", 1)[1]))
        found = testing.opened(library_session, row.person_id, row.id).item(number)
        paper = found.item
        if paper.form == "truth":
            return "true" if paper.holds else "false"
        return answer_text(found.held.card) or "" if paper.form == "type" else str(paper.keys[0])

    return right


def test_it_leads_from_question_to_question_and_tells_nothing_before_the_end(
    player: Any, address: str, key: Callable[[str, int], str]
) -> None:
    assert player.client.get(address).location == f"{address}/1"
    for number in range(1, 7):
        page = player.page(f"{address}/{number}")
        assert f"Question {number} of 6" in page
        assert "It left at noon." not in page
        answer = player.send(f"{address}/{number}", answer=key(address, number), go="next")
        assert answer.location == (f"{address}/{number + 1}" if number < 6 else f"{address}/finish")
    assert "Every question has an answer." in player.page(f"{address}/finish")
    player.send(f"{address}/finish")
    result = player.page(address)
    assert "6 of 6 right" in result
    assert result.count("left Bergen at noon") == 6
    assert result.count("It left at noon.") == 6


def test_forms_are_mixed(player: Any, address: str) -> None:
    pages = [player.page(f"{address}/{number}") for number in range(1, 7)]
    told = [("Somebody answers:" in page, 'id="typed"' in page, "Choose one." in page) for page in pages]
    assert {*told} == {(True, False, False), (False, True, False), (False, False, True)}


def test_what_is_open_is_listed_and_marked_as_not_answered(player: Any, address: str) -> None:
    player.send(f"{address}/2", answer=None, go="finish")
    assert "6 questions are still open." in player.page(f"{address}/finish")
    player.send(f"{address}/finish")
    result = player.page(address)
    assert "0 of 6 right" in result
    assert result.count("Not answered") == 6


def test_answers_stay_until_one_comes_back(player: Any, address: str, key: Callable[[str, int], str]) -> None:
    for number in range(1, 7):
        given = key(address, number)
        player.send(f"{address}/{number}", answer=given, go="next")
        page = player.page(f"{address}/{number}")
        assert f'value="{given}"' in page
        assert "checked" in page or 'id="typed"' in page
    assert player.client.get(address).location == f"{address}/finish"
    of_set = re.search(r'href="(/sets/[^"]+)"', player.page(f"{address}/1"))
    assert of_set
    assert "Go on where you were" in player.page(f"{of_set[1]}/card-test")


def test_what_was_wrong_is_told_with_the_right_answer(
    player: Any, address: str, key: Callable[[str, int], str]
) -> None:
    typed = next(number for number in range(1, 7) if 'id="typed"' in player.page(f"{address}/{number}"))
    player.send(f"{address}/{typed}", answer="nobody <b>", go="next")
    player.send(f"{address}/finish")
    result = player.page(address)
    assert "nobody &lt;b&gt;" in result
    assert f"<strong><bdi>{key(address, typed)}</bdi></strong>" in result


def test_what_can_t_be_read_is_told_kept_and_shown_again(player: Any, typed_set: TypedSet) -> None:
    address = player.begin(f"/sets/{typed_set({'kind': 'date', 'answer': '2011-05-04'})}/card-test")
    answer = player.send(f"{address}/1", answer="5/6/2011", go="next")
    assert answer.status_code == 422
    assert "Write the month as a word." in answer.text
    assert 'value="5/6/2011"' in answer.text
    assert 'value="5/6/2011"' in player.page(f"{address}/1")
    script = player.client.post(
        f"{address}/1", data={**player.form(f"{address}/1"), "answer": "soon"}, headers={"Accept": "application/json"}
    )
    assert script.status_code == 422
    assert "can't be read as a date" in script.json["sentence"]


def test_a_script_is_told_where_to_go_on(player: Any, address: str) -> None:
    form = player.form(f"{address}/1") | {"answer": "", "go": "next"}
    answer = player.client.post(f"{address}/1", data=form, headers={"Accept": "application/json"})
    assert answer.json == {"saved": True, "ended": True, "onward": f"{address}/2"}


def test_a_test_that_is_over_can_t_be_changed(player: Any, address: str) -> None:
    form = player.form(f"{address}/1")
    for _ in range(2):
        player.client.post(f"{address}/finish", data=form)
    assert player.client.post(f"{address}/1", data={**form, "answer": "true"}).status_code == 409
    assert player.client.get(f"{address}/1").location == address
    assert player.client.get(f"{address}/finish").location == address


def test_where_no_test_can_be_made_it_is_told(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set({"kind": "ordering", "items": ["The whole of the long plan is drawn", "Ships"]})
    refused = player.send(f"/sets/{slug}/card-test")
    assert refused.status_code == 409
    assert "No test can be made" in refused.text


def test_a_test_that_was_given_up_leads_to_a_new_one(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set(*WHO)
    first = player.begin(f"/sets/{slug}/card-test")
    player.begin(f"/sets/{slug}/card-test")
    assert player.client.get(first).location == f"/sets/{slug}/card-test"


def test_queries_do_not_grow_with_the_questions(player: Any, typed_set: TypedSet, queries: list[str]) -> None:
    counts = set()
    for people in (WHO[:3], WHO):
        address = player.begin(f"/sets/{typed_set(*people)}/card-test")
        queries.clear()
        player.page(f"{address}/1")
        asked = len(queries)
        player.send(f"{address}/finish")
        queries.clear()
        player.page(address)
        counts.add((asked, len(queries)))
    assert len(counts) == 1
