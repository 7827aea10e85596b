"""Publishing on a page: what will change, what is not finished, who may take it, and the way for learners."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.authoring import Right
from quizapp.store import library
from quizapp.store.tables import SetRightRow
from quizapp.web import clock
from quizapp.work.authoring import drafting, sets

SignIn = Callable[..., Account]
Workshop = Any
Forms = Callable[[str], list[dict[str, str]]]


@pytest.fixture
def other(library_app: Flask, sign_in: SignIn) -> tuple[FlaskClient, Account]:
    """Another teacher's browser."""
    client = library_app.test_client()
    return client, sign_in(client, "teacher", "Nils Dahl")


def give(workshop: Workshop, account: Account, right: Right) -> None:
    workshop.session.add(SetRightRow(workshop.set_id, account.person_id, right, clock.now()))
    workshop.session.commit()


def sent(workshop: Workshop, forms: Forms, client: FlaskClient | None = None) -> dict[str, str]:
    """The form of the page that publishes."""
    page = (client or workshop.client).get(f"/teach/sets/{workshop.set_id}/publish").text
    return next(form for form in forms(page) if form["action"].endswith("/publish"))


def test_a_first_publishing_gives_learners_a_short_link(workshop: Workshop, forms: Forms, library_app: Flask) -> None:
    workshop.add("When did it leave?")
    page = workshop.page("/publish")
    assert "1 new" in page and "When did it leave?" in page
    assert page.count("button-primary") == 1
    answer = workshop.client.post(
        f"/teach/sets/{workshop.set_id}/publish", data=sent(workshop, forms) | {"visibility": "link"}
    )
    assert (answer.status_code, answer.location) == (303, f"/teach/sets/{workshop.set_id}/publish")
    page, code = workshop.page("/publish"), workshop.look().share_code
    assert "Published. Learners see it as it is now." in page
    assert f'value="http://localhost/s/{code}"' in page
    assert "Nothing: learners have all of it already." in page
    learner = library_app.test_client()
    assert learner.get(f"/s/{code}", follow_redirects=True).status_code == 200


def test_the_public_address_stands_in_the_link(workshop: Workshop, library_app: Flask) -> None:
    workshop.add()
    code = workshop.publish().share_code
    settings = library_app.config["SETTINGS"]
    library_app.config["SETTINGS"] = settings.__class__(**{**vars(settings), "public_url": "https://quiz.example"})
    page = workshop.page("/publish")
    assert f'value="https://quiz.example/s/{code}"' in page
    assert "type the code at https://quiz.example/s" in page


def test_what_will_change_is_told_in_words(workshop: Workshop) -> None:
    one, two = workshop.add("When did it leave?"), workshop.add("Who was hurt?")
    workshop.publish()
    workshop.save(one, stem="When did the ferry leave?", points=2)
    workshop.post("/arrange", do=f"remove:{two}")
    page = workshop.page("/publish")
    assert "1 changed" in page and "1 removed" in page
    assert re.search(r"<del>.*?taken out:.*?</span>it<span.*?</del>\s*<ins>.*?put in:.*?</span>the ferry<span", page)
    assert "<dt>Points</dt>" in page
    assert "{&#39;" not in page and "&#34;kind" not in page


def test_a_question_that_waits_to_move_is_told(workshop: Workshop) -> None:
    one = workshop.add("When did it leave?")
    workshop.publish()
    article_id = workshop.look().article_id
    beside = sets.create_set(workshop.session, workshop.author, article_id, {"title": "Beside"}, clock.now())
    drafting.move_to(workshop.session, workshop.author, workshop.set_id, one, beside, clock.now())
    page = workshop.page("/publish")
    assert "1 question has moved to another set. Learners find it here until that set is published." in page


def test_what_is_not_finished_is_told_with_the_way_to_it(workshop: Workshop) -> None:
    workshop.add("Fine?")
    bad = workshop.add("Why?", explanation="", evidence=[{"exact": "nowhere"}])
    page = workshop.page("/publish")
    assert f'href="/teach/sets/{workshop.set_id}/questions/{bad}"' in page
    assert "Say in a sentence or two why the answer is right." in page
    assert re.search(r"button-primary[^>]*disabled", page)
    answer = workshop.post("/publish", visibility="public")
    assert answer.status_code == 409
    assert "Some questions are not finished." in answer.text
    assert re.search(r'value="public"\s+checked', answer.text)
    assert workshop.look().edition == 0


def test_advice_is_given_and_does_not_block(workshop: Workshop) -> None:
    workshop.add("Which?", options=[{"text": "At noon", "correct": True}, "At dusk", "All of the above"])
    assert "Worth another look" in workshop.page("/publish")
    assert workshop.post("/publish", visibility="link").status_code == 303
    assert workshop.look().edition == 1


def test_a_set_that_was_changed_meanwhile_is_shown_again(
    workshop: Workshop, forms: Forms, other: tuple[FlaskClient, Account]
) -> None:
    client, account = other
    one = workshop.add("When?")
    give(workshop, account, "edit")
    form = sent(workshop, forms, client)
    workshop.save(one, stem="When and where?")
    answer = client.post(f"/teach/sets/{workshop.set_id}/publish", data=form)
    assert answer.status_code == 409
    assert "Somebody changed this set since you opened this page." in answer.text
    assert "When and where?" in answer.text
    assert workshop.look().edition == 0
    assert client.post(f"/teach/sets/{workshop.set_id}/publish", data=sent(workshop, forms, client)).status_code == 303


def test_an_editor_publishes_and_an_owner_chooses_who_may_take_it(
    workshop: Workshop, other: tuple[FlaskClient, Account]
) -> None:
    client, account = other
    workshop.add()
    give(workshop, account, "edit")
    page = client.get(f"/teach/sets/{workshop.set_id}/publish").text
    assert 'name="visibility"' not in page
    assert workshop.post("/publish", client, visibility="public").status_code == 403
    assert workshop.post("/publish", client).status_code == 303
    assert workshop.look().visibility == "draft"
    for path in ("/publish/visibility", "/publish/code"):
        assert workshop.post(path, client, visibility="link").status_code == 403


def test_who_may_only_look_sees_what_will_change_and_no_button(
    workshop: Workshop, other: tuple[FlaskClient, Account]
) -> None:
    client, account = other
    workshop.add()
    give(workshop, account, "view")
    page = client.get(f"/teach/sets/{workshop.set_id}/publish").text
    assert "1 new" in page and "button-primary" not in page
    assert workshop.post("/publish", client).status_code == 403


@pytest.mark.parametrize("path", ["/publish", "/publish/qr.png", "/publish/qr.svg"])
def test_a_stranger_does_not_learn_that_there_is_a_set(
    workshop: Workshop, other: tuple[FlaskClient, Account], path: str
) -> None:
    workshop.add()
    workshop.publish("public")
    answers = [other[0].get(f"/teach/sets/{number}{path}") for number in (workshop.set_id, workshop.set_id + 1)]
    assert [answer.status_code for answer in answers] == [404, 404]
    # The forms' tokens tell when they were made, and nothing else.
    told = [re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text) for answer in answers]
    assert told[0] == told[1]


def test_a_set_without_a_question_has_no_button_to_publish(workshop: Workshop) -> None:
    page = workshop.page("/publish")
    assert "There is no question in this set yet." in page and "button-primary" not in page
    answer = workshop.post("/publish", visibility="link")
    assert answer.status_code == 409 and "Write one first." in answer.text


def test_taken_back_a_set_is_out_of_learners_reach_and_can_be_shown_again(
    workshop: Workshop, library_app: Flask
) -> None:
    workshop.add()
    found = workshop.publish("public")
    assert "Taken" not in workshop.page("/publish")
    assert workshop.post("/publish/visibility", visibility="draft").status_code == 303
    page = workshop.page("/publish")
    assert "see this set any more" in page and found.share_code not in page
    assert library_app.test_client().get(f"/sets/{found.slug}").status_code == 404
    assert workshop.post("/publish/visibility", visibility="link").status_code == 303
    assert library_app.test_client().get(f"/sets/{found.slug}").status_code == 200
    assert workshop.post("/publish/visibility", visibility="all").status_code == 303
    assert workshop.look().visibility == "link"


def test_a_new_link_makes_the_old_one_void(workshop: Workshop, library_app: Flask) -> None:
    workshop.add()
    old = workshop.publish().share_code
    assert workshop.post("/publish/code").status_code == 303
    new = workshop.look().share_code
    learner = library_app.test_client()
    assert (learner.get(f"/s/{old}").status_code, learner.get(f"/s/{new}").status_code) == (404, 302)


def test_the_code_is_a_picture_to_take_away(workshop: Workshop) -> None:
    workshop.add()
    for name in ("png", "svg"):
        workshop.page(f"/publish/qr.{name}", 404)
    slug = workshop.publish().slug
    png = workshop.client.get(f"/teach/sets/{workshop.set_id}/publish/qr.png")
    assert (png.mimetype, f"{slug}.png" in png.headers["Content-Disposition"]) == ("image/png", True)
    picture = Image.open(BytesIO(png.data))
    assert picture.width == picture.height >= 1000
    svg = workshop.client.get(f"/teach/sets/{workshop.set_id}/publish/qr.svg")
    assert (svg.mimetype, ElementTree.fromstring(svg.data).tag) == ("image/svg+xml", "{http://www.w3.org/2000/svg}svg")
    page = workshop.page("/publish")
    assert 'class="qr"' in page and "style=" not in page


def test_nothing_typed_is_taken_for_markup(workshop: Workshop) -> None:
    workshop.begin("<script>alert(1)</script>")
    one = workshop.add("<script>alert(2)</script>")
    workshop.publish()
    workshop.save(one, stem="<script>alert(3)</script> & more", explanation="<img src=x onerror=alert(4)>")
    page = workshop.page("/publish")
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert" in page


def test_an_arabic_set_stands_in_its_own_direction(workshop: Workshop) -> None:
    workshop.begin("عبّارة بيرغن", "ar")
    workshop.add("متى غادرت؟")
    page = workshop.page("/publish")
    assert 'lang="ar" dir="auto">عبّارة بيرغن</a>' in page
    assert "متى غادرت؟" in page


def test_the_page_costs_as_many_statements_for_any_set(workshop: Workshop, queries: list[str]) -> None:
    counts = []
    for _ in range(2):
        for number in range(5):
            one = workshop.add(f"Question {number}?")
        workshop.publish()
        workshop.save(one, points=2)
        workshop.add("Another?")
        queries.clear()
        workshop.page("/publish")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_looking_publishes_nothing(workshop: Workshop, library_session: Session) -> None:
    workshop.add()
    workshop.page("/publish")
    assert workshop.look().edition == 0
    assert library.question_set(library_session, workshop.look().slug) is None
