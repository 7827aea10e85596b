"""The bank of questions on a page: found by its address, and acted on many at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.store.tables import SetRightRow
from quizapp.web import clock
from quizapp.work.authoring import sets

SignIn = Callable[..., Account]
Workshop = Any
BANK = "/teach/questions"


def stems(client: FlaskClient, **query: Any) -> list[str]:
    page = client.get(BANK, query_string=query)
    assert page.status_code == 200, page.text
    return re.findall(r'id="stem-\d+"><a [^>]*>(.*?)</a>', page.text)


def act(workshop: Workshop, do: str, *ids: int, client: FlaskClient | None = None, **fields: Any) -> TestResponse:
    answer: TestResponse = workshop.post(BANK, client, do=do, question=list(map(str, ids)), **fields)
    return answer


def notices(workshop: Workshop, answer: TestResponse) -> list[str]:
    """What the page that the answer leads to tells."""
    assert answer.status_code == 303, answer.text
    page = workshop.client.get(answer.location).text
    return re.findall(r'<p class="notice" role="status">(.*?)</p>', page)


@pytest.fixture
def other(library_app: Flask, sign_in: SignIn, workshop: Workshop) -> tuple[FlaskClient, Account]:
    client = library_app.test_client()
    return client, sign_in(client, "teacher", "Nils Dahl")


def test_an_empty_bank_tells_how_to_begin(workshop: Workshop) -> None:
    page = workshop.client.get(BANK).text
    assert "You have no question yet." in page and "<fieldset" not in page


def test_what_is_looked_for_stands_in_the_address(workshop: Workshop) -> None:
    workshop.add("When did it leave?", tags=["time"])
    workshop.add("Who was hurt?", kind="true_false", options=None, answer=False)
    assert stems(workshop.client, words="HURT nobody") == []
    assert stems(workshop.client, words="hurt WHO") == ["Who was hurt?"]
    assert stems(workshop.client, kind="choice", tag="time", standing="unpublished") == ["When did it leave?"]
    assert len(stems(workshop.client, **{"in": f"s{workshop.set_id}", "order": "set"})) == 2
    page = workshop.client.get(BANK, query_string={"words": "hurt", "kind": "matching"}).text
    assert "No question fits all of this." in page
    assert 'value="hurt"' in page and re.search(r'value="matching" selected', page)


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "x", "standing": "x", "whose": "x", "order": "x"},
        {"in": "s"}, {"in": "a" + "9" * 30}, {"in": "zz"}, {"page": "0"}, {"page": "-1"}, {"page": "x"},
        {"words": "\x00 "}, {"deleted": "x.y"}, {"deleted": "."},
    ],
)  # fmt: skip
def test_what_makes_no_sense_in_the_address_does_not_matter(workshop: Workshop, query: dict[str, str]) -> None:
    workshop.add("One?")
    assert stems(workshop.client, **query) == ["One?"]


def test_a_page_beyond_the_last_leads_back(workshop: Workshop) -> None:
    for number in range(27):
        workshop.add(f"Question {number}?")
    assert len(stems(workshop.client)) == 25
    assert len(stems(workshop.client, page=2)) == 2
    page = workshop.client.get(f"{BANK}?words=question&page=9").text
    assert "page=2" in page and "words=question" in page


def test_a_question_tells_how_it_stands(workshop: Workshop) -> None:
    workshop.add("Done?", tags=["a-tag"])
    two = workshop.add("Changed?")
    workshop.publish()
    workshop.save(two, points=2)
    workshop.add("New?")
    workshop.add("", explanation="")
    page = " ".join(workshop.client.get(BANK).text.split())
    for words in ("changed, not published", "new, not published", "not finished", "without a text yet", "a-tag"):
        assert words in page


def test_tags_and_points_are_given_to_all_chosen(workshop: Workshop) -> None:
    ids = [workshop.add("One?"), workshop.add("Two?", tags=["sea"])]
    told = notices(workshop, act(workshop, "add-tag", *ids, tag="sea", query="words=o&kind=choice&page=1"))
    assert told == [
        "1 question has got the tag. Learners see it when the sets are published.",
        "1 was left out: “Two?”. It has this tag already.",
    ]
    assert notices(workshop, act(workshop, "points", *ids, points="2"))[0].startswith("2 questions have new points.")
    assert [question.document["points"] for question in workshop.look().questions] == [2, 2]
    assert notices(workshop, act(workshop, "remove-tag", *ids, tag="sea"))[0].startswith("The tag is off 2 questions.")
    assert notices(workshop, act(workshop, "remove-tag", *ids, tag="sea"))[0] == "Nothing was changed."


def test_the_way_back_is_the_page_that_they_were_chosen_on(workshop: Workshop) -> None:
    one = workshop.add("One?")
    answer = act(workshop, "points", one, points="2", query="words=one&in=s1&order=set&page=3&next=//evil.example")
    assert answer.location == f"{BANK}?words=one&in=s1&order=set&page=3"


def test_deleted_questions_come_back_with_one_press(workshop: Workshop, forms: Callable[[str], list[Any]]) -> None:
    ids = [workshop.add("One?"), workshop.add("Two?"), workshop.add("Three?")]
    answer = act(workshop, "delete", *ids[:2])
    assert stems(workshop.client) == ["Three?"]
    page = workshop.client.get(answer.location).text
    assert "2 questions are deleted from their sets." in page
    assert "2 questions are deleted." not in page
    undo = next(form for form in forms(page) if "question" in form)
    assert undo["action"] == BANK
    assert notices(workshop, act(workshop, "bring-back", *ids[:2]))[0].startswith("2 questions are back.")
    assert len(stems(workshop.client)) == 3


def test_questions_are_moved_and_copied_to_another_set(workshop: Workshop) -> None:
    one, two = workshop.add("One?"), workshop.add("Two?")
    article_id = workshop.look().article_id
    beside = sets.create_set(workshop.session, workshop.author, article_id, {"title": "Beside"}, clock.now())
    assert notices(workshop, act(workshop, "move", one, set=str(beside)))[0].startswith("1 question is moved.")
    assert stems(workshop.client, **{"in": f"s{beside}"}) == ["One?"]
    assert notices(workshop, act(workshop, "copy", one, two, set=str(beside))) == ["2 questions are copied."]
    first = workshop.set_id
    far = workshop.begin("Far", body="Something else entirely.")
    told = notices(workshop, act(workshop, "copy", one, two, set=str(far)))
    assert told == [
        "Nothing was changed.", "2 were left out: “One?”, “Two?”. Its proof does not stand in that article.",
    ]  # fmt: skip
    assert act(workshop, "move", two, set=str(first + 100)).status_code == 404


@pytest.mark.parametrize(
    ("do", "fields", "told"),
    [
        ("add-tag", {"tag": "two words"}, "Write the tag as one word"),
        ("points", {"points": "many"}, "Write the points as a number"),
        ("move", {"set": ""}, "Choose a set"),
        ("copy", {"set": "x"}, "Choose a set"),
        ("explode", {}, "Choose what to do"),
    ],
)
def test_what_can_not_be_done_is_told_and_what_was_chosen_stays(
    workshop: Workshop, do: str, fields: dict[str, str], told: str
) -> None:
    one = workshop.add("One?")
    workshop.add("Two?")
    answer = act(workshop, do, one, **fields, query="words=one")
    assert answer.status_code == 422
    assert told in answer.text
    assert re.search(rf'value="{one}" id="question-{one}" checked', " ".join(answer.text.split()))
    assert all(f'value="{value}"' in answer.text for value in fields.values() if do not in {"move", "copy"})
    assert "Two?" not in answer.text


def test_nothing_chosen_is_told(workshop: Workshop) -> None:
    workshop.add("One?")
    for ids in ([], ["x"], ["-1"]):
        answer = workshop.post(BANK, do="delete", question=ids)
        assert answer.status_code == 422 and "Choose at least one question first." in answer.text


def test_anothers_questions_are_neither_shown_nor_touched(
    workshop: Workshop, other: tuple[FlaskClient, Account]
) -> None:
    client, account = other
    one = workshop.add("Secret?")
    assert stems(client) == []
    answer = act(workshop, "delete", one, client=client)
    page = client.get(answer.location).text
    assert "Nothing was changed." in page and "1 was left out: It is not there any more, or not yours." in page
    assert "Secret" not in page
    workshop.session.add(SetRightRow(workshop.set_id, account.person_id, "view", clock.now()))
    workshop.session.commit()
    assert stems(client) == ["Secret?"]
    page = client.get(act(workshop, "delete", one, client=client).location).text
    assert "You may look at its set, but not change it." in page
    assert workshop.look().questions


def test_public_questions_lead_to_what_learners_see(workshop: Workshop, other: tuple[FlaskClient, Account]) -> None:
    client, _ = other
    one = workshop.add("Public?")
    slug = workshop.publish("public").slug
    workshop.save(one, stem="Hidden?")
    page = client.get(f"{BANK}?whose=public&words=public").text
    assert f'href="/sets/{slug}"' in page and "Hidden" not in page
    assert 'value="delete"' not in page and 'value="copy"' in page


def test_nothing_typed_is_taken_for_markup(workshop: Workshop) -> None:
    workshop.begin("<script>alert(1)</script>", "ar")
    one = workshop.add("<script>alert(2)</script>" + "long" * 200, tags=["<b>"])
    page = workshop.client.get(f"{BANK}?words=script%3E").text
    assert "<script>alert" not in page and "<b>" not in page
    for do, fields in (("add-tag", {"tag": "<script>"}), ("points", {"points": "<script>"})):
        answer = act(workshop, do, one, **fields)
        assert "<script>" not in (
            answer.text if answer.status_code == 422 else workshop.client.get(answer.location).text
        )


def test_what_is_told_of_many_long_questions_fits_into_a_cookie(workshop: Workshop) -> None:
    ids = [workshop.add(f"橋{number}は何でできていますか。" * 40, tags=["sea"]) for number in range(25)]
    answer = act(workshop, "add-tag", *ids, tag="sea")
    told = notices(workshop, answer)
    assert "25 were left out:" in told[1] and "22 more" in told[1]
    assert all(len(cookie) < 4000 for cookie in answer.headers.getlist("Set-Cookie"))


def test_the_page_costs_as_many_statements_in_any_bank(workshop: Workshop, queries: list[str]) -> None:
    counts = []
    for _ in range(2):
        for number in range(3):
            workshop.add(f"Question {number}?")
        workshop.publish("public")
        workshop.begin("Another")
        found = []
        for query in ("", "?whose=public", "?words=question&order=asked&tag=x"):
            queries.clear()
            workshop.client.get(BANK + query)
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9
