"""What one has missed, over all sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

TypedSet = Callable[..., str]
Forms = Callable[[str], list[dict[str, str]]]


def miss(player: Any, slug: str) -> None:
    """Hand in a test without an answer."""
    form = next(form for form in player._forms(player.client.get(f"/sets/{slug}").text) if form.get("mode") == "test")
    address = player.client.post(form["action"], data=form).location
    player.client.post(f"{address}/finish", data=form)


def test_nothing_missed_is_told_with_a_way_on(player: Any) -> None:
    page = player.page("/missed")
    assert "Nothing here." in page
    assert "Go to the library" in page
    assert "<form" not in page[page.index("<main") :]


def test_misses_are_listed_by_set_and_leave_the_list_when_they_are_known(player: Any, typed_set: TypedSet) -> None:
    trees = typed_set({"answer": "larch"}, title="Trees")
    miss(player, trees)
    miss(player, "money-and-law")
    page = player.page("/missed")
    assert page.index("Money and law") < page.index("Trees")
    assert "What is number 0?" in page
    assert "The state paid half of the cost." in page
    drill = player.send("/missed", set=trees).location
    assert "Go on where you were" in player.page("/missed")
    for _ in range(2):
        player.send(player.on(drill), drill, typed="larch")
        if "Next round" in player.page(player.on(drill)):
            player.send(player.on(drill), f"{drill}/round")
    assert "You know them all" in player.page(player.on(drill))
    left = player.page("/missed")
    assert "Trees" not in left
    assert "Money and law" in left


def test_a_drill_that_was_given_up_leads_back_to_the_list(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set({"answer": "larch"})
    miss(player, slug)
    first = player.send("/missed", set=slug).location
    player.send("/missed", set=slug)
    assert player.client.get(first).location == "/missed"


def test_no_set_chosen_is_told(player: Any, typed_set: TypedSet) -> None:
    miss(player, typed_set({"answer": "larch"}))
    answer = player.send("/missed", set=None)
    assert answer.status_code == 409
    assert "Choose at least one set first." in answer.text
    assert player.send("/missed", set="\x00").status_code == 409


def test_who_has_answered_nothing_has_missed_nothing(reader: FlaskClient, player: Any) -> None:
    form = player.form("/sets/who-and-what/learn")
    answer = reader.post("/missed", data={**form, "set": "who-and-what"})
    assert answer.status_code == 404
    assert reader.get_cookie("quizapp_guest") is None


def test_stems_are_no_markup_and_not_endless(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set({"answer": "larch", "stem": f"<script>alert(1)</script> {'word ' * 200}"}, title="<i>Trees</i>")
    miss(player, slug)
    page = player.page("/missed")
    assert "&lt;script&gt;" in page
    assert "&lt;i&gt;Trees" in page
    assert page.count("word") < 60


def test_a_guest_s_drills_and_misses_become_their_account_s(
    player: Any, reader: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    miss(player, "money-and-law")
    drill = player.begin("/sets/who-and-what/learn")
    sign_in(reader, "learner")
    assert "Money and law" in player.page("/missed")
    assert "Round 1" in player.page(drill)


def test_the_set_and_the_result_lead_to_the_other_ways(player: Any, begin: Callable[[str, str], str]) -> None:
    page = player.page("/sets/who-and-what")
    ways = [f"/sets/who-and-what/{way}" for way in ("learn", "match", "card-test")]
    assert all(f'href="{way}"' in page for way in (*ways, "/missed"))
    assert page.count("button-primary") == 1
    address = begin("who-and-what", "practice")
    player.send(f"{address}/finish")
    result = player.page(f"{address}/result")
    assert all(f'href="{way}"' in result for way in (*ways, "/missed"))
