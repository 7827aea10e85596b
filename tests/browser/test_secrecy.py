"""The key is nowhere in the browser before the answer is in: not in the page, not in any file it asks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from .sitting import save

Begin = Callable[..., Page]
Turn = Callable[..., Page]

#: What only the key, the feedback, the explanation or a hint says, by question of the set.
SECRETS = {
    1: ("opened it on Friday.", "Her office drew", "It is the mayor"),
    2: ("The article names larch and oak.",),
    3: ("Only walkers and cyclists may.",),
    4: ("Holm is the mayor, Lind's office",),
    5: ("2012, 2017, 2019 and 2021",),
}
TELLTALES = ("correct", "weight", "is_key", "is-key", "evidence", "explanation")


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_no_page_or_file_tells_the_key_before_the_answer(begin: Begin, turn_to: Turn, mode: str) -> None:
    page = begin("who-and-what", mode)
    bodies: list[str] = []

    def listen(response: Response) -> None:
        if "/static/" not in response.url and response.ok:
            bodies.append(response.text())

    page.on("response", listen)
    for position, secrets in SECRETS.items():
        turn_to(page, position)
        bodies.append(page.content())
        for control in page.locator("[data-fields] :is(input, option)").all():
            assert not set(TELLTALES) & set(control.evaluate("each => each.getAttributeNames()"))
        for body in bodies:
            form = body[body.index("<main") : body.index("data-pane") if "data-pane" in body else None]
            assert [secret for secret in (*secrets, *TELLTALES) if secret in form] == []
        bodies.clear()


def test_the_page_of_a_whole_test_tells_no_key(open_page: Begin) -> None:
    page = open_page()
    bodies: list[str] = []
    page.on("response", lambda response: bodies.append(response.text()) if "/static/" not in response.url else None)
    page.reload()
    page.get_by_label("Tove Lind").first.check()
    save(page)
    bodies.append(page.content())
    secrets = [secret for told in SECRETS.values() for secret in told]
    assert len(bodies) == 3
    for body in bodies:
        form = body.partition("<main")[2] or body
        assert [secret for secret in (*secrets, *TELLTALES) if secret in form] == []


def test_a_test_that_saves_hears_nothing_of_right_or_wrong(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    heard: list[object] = []
    for choice in ("Ida Holm", "Tove Lind"):
        with page.expect_response(lambda response: response.request.method == "POST") as saved:
            page.get_by_label(choice).check()
        heard.append(saved.value.json())
    assert heard == [{"saved": True, "state": "answered"}] * 2


def test_the_answer_key_stays_closed_while_a_test_runs(begin: Begin, library_url: str) -> None:
    page = begin("who-and-what", "test")
    answer = page.goto(f"{library_url}/sets/who-and-what/answer-key")
    assert answer and answer.status == 403
    expect(page.get_by_text("You are in the middle of a test on this set.")).to_be_visible()
    page.get_by_role("link", name="Go on with the test").click()
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
