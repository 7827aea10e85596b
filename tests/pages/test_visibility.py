"""Who may take a set: nobody, whoever has its address, or everyone; at every address that learners have."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.store.tables import PictureRow

Workshop = Any


@pytest.fixture
def learner(library_app: Flask) -> FlaskClient:
    return library_app.test_client()


@pytest.fixture
def slugs(workshop: Workshop) -> tuple[str, str]:
    """The names of the set, which is published with a picture, and of its article."""
    workshop.add("![The ferry](ferry.png) When did it leave?")
    found = workshop.look()
    workshop.session.add(PictureRow(found.article_id, "ferry.png", "image/png", "d", b"\x89PNG"))
    workshop.session.commit()
    return found.slug, found.article.slug


def addresses(slugs: tuple[str, str]) -> dict[str, str]:
    slug, article = slugs
    return {
        "set": f"/sets/{slug}",
        "worksheet": f"/sets/{slug}/worksheet",
        "key": f"/sets/{slug}/answer-key",
        "deck": f"/decks/sets/{slug}.apkg",
        "article": f"/articles/{article}",
        "picture": f"/articles/{article}/pictures/ferry.png",
        "article's deck": f"/decks/articles/{article}.apkg",
    }


def statuses(learner: FlaskClient, slugs: tuple[str, str]) -> dict[str, int]:
    found = {}
    for name, address in addresses(slugs).items():
        with learner.get(address) as answer:
            found[name] = answer.status_code
    return found


def start(workshop: Workshop, learner: FlaskClient, slug: str) -> int:
    with learner.get("/sign-in") as page:
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    fields = {"csrf_token": token, "mode": "practice", "request": "once-only-token-1"}
    return int(learner.post(f"/sets/{slug}/attempts", data=fields).status_code)


@pytest.mark.parametrize("published", [False, True])
def test_a_draft_is_nowhere_for_learners(
    workshop: Workshop, learner: FlaskClient, slugs: tuple[str, str], published: bool
) -> None:
    if published:
        workshop.publish("public")
        workshop.post("/publish/visibility", visibility="draft")
    assert set(statuses(learner, slugs).values()) == {404}
    assert start(workshop, learner, slugs[0]) == 404
    assert learner.get_cookie("quizapp_guest") is None
    assert slugs[0] not in learner.get("/").text and slugs[1] not in learner.get("/").text


def test_a_set_with_a_link_is_there_for_those_who_have_it_and_listed_nowhere(
    workshop: Workshop, learner: FlaskClient, slugs: tuple[str, str]
) -> None:
    workshop.publish("link")
    found = statuses(learner, slugs)
    assert found.pop("article's deck") == 404
    assert set(found.values()) == {200}
    assert start(workshop, learner, slugs[0]) == 303
    assert slugs[0] not in learner.get("/").text and slugs[1] not in learner.get("/").text
    assert slugs[0] not in learner.get(f"/articles/{slugs[1]}").text


def test_a_public_set_is_listed(workshop: Workshop, learner: FlaskClient, slugs: tuple[str, str]) -> None:
    workshop.publish("public")
    assert set(statuses(learner, slugs).values()) == {200}
    assert start(workshop, learner, slugs[0]) == 303
    assert f"/sets/{slugs[0]}" in learner.get("/").text
    assert f"/sets/{slugs[0]}" in learner.get(f"/articles/{slugs[1]}").text


def test_a_draft_beside_a_public_set_stays_out_of_the_articles_deck(
    workshop: Workshop, learner: FlaskClient, slugs: tuple[str, str]
) -> None:
    from quizapp.web import clock
    from quizapp.work.authoring import sets

    workshop.publish("public")
    before = learner.get(addresses(slugs)["article's deck"]).data
    article_id = workshop.look().article_id
    workshop.set_id = sets.create_set(workshop.session, workshop.author, article_id, {"title": "Beside"}, clock.now())
    workshop.add("Beside?")
    for visibility in ("draft", "link"):
        workshop.publish(visibility)
        assert learner.get(addresses(slugs)["article's deck"]).data == before
    workshop.publish("public")
    assert learner.get(addresses(slugs)["article's deck"]).data != before
