"""A drill is its learner's alone, whatever the address and the method."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

Forms = Callable[[str], list[dict[str, str]]]


@pytest.fixture
def addresses(player: Any) -> list[tuple[str, str]]:
    """Every address of the player's drills with its method."""
    learn, match, test = (
        player.begin(f"/sets/who-and-what/{each}") for each in ("learn", "match", "card-test")
    )  # fmt: skip
    looked_at = [learn, match, test, f"{test}/1", f"{test}/finish"]
    sent_to = [learn, f"{learn}/round", match, f"{test}/1", f"{test}/finish"]
    return [*(("GET", each) for each in looked_at), *(("POST", each) for each in sent_to)]


FIELDS = {"revision": "1", "passed": "yes", "pair-0": "0", "answer": "0", "knew": "yes"}


@pytest.mark.parametrize("who", ["a stranger", "another guest", "somebody signed in"])
def test_anothers_drill_is_not_there(
    library_app: Flask,
    player: Any,
    addresses: list[tuple[str, str]],
    forms: Forms,
    sign_in: Callable[..., Any],
    who: str,
) -> None:
    client = library_app.test_client()
    if who == "somebody signed in":
        sign_in(client, "administrator", "Eve Berg")
    form = next(form for form in forms(client.get("/sets/money-and-law").text) if form.get("mode") == "test")
    if who == "another guest":
        client.post(form["action"], data=form)
    before = [player.page(address) for method, address in addresses if method == "GET"]
    for method, address in addresses:
        data = {"csrf_token": form["csrf_token"], **FIELDS} if method == "POST" else None
        answer = client.open(address, method=method, data=data)
        assert answer.status_code == 404, (method, address)
        assert "Ida Holm" not in answer.text
        missing = client.open(address.replace("/1", "/999", 1), method=method, data=data)
        assert missing.status_code == 404
    after = [player.page(address) for method, address in addresses if method == "GET"]
    assert [_without_moments(page) for page in after] == [_without_moments(page) for page in before]


def _without_moments(page: str) -> str:
    return re.sub(r'(data-elapsed|name="csrf_token" value)="[^"]*"', "", page)


def test_a_drill_of_one_sort_is_not_there_at_the_address_of_another(player: Any) -> None:
    learn = player.begin("/sets/who-and-what/learn")
    number = learn.rsplit("/", 1)[1]
    for other in (f"/match/{number}", f"/card-test/{number}"):
        player.page(other, 404)


def test_ids_beyond_all_bounds_are_not_there(player: Any) -> None:
    for address in ("/learn/99999999999999999999", "/match/0", f"/card-test/{2**31 - 1}"):
        player.page(address, 404)


def test_in_the_middle_of_a_test_no_drill_tells_its_answers(
    player: Any, begin: Callable[[str, str], str], addresses: list[tuple[str, str]]
) -> None:
    other = player.begin("/sets/money-and-law/learn")
    test = begin("who-and-what", "test")
    for way in ("learn", "match", "card-test"):
        assert f'href="{test}"' in player.page(f"/sets/who-and-what/{way}", 403)
    for address in [address for method, address in addresses if method == "GET" and "finish" not in address]:
        assert "middle of a test" in player.page(address, 403)
    player.page(other)
    player.send(f"{test}/finish")
    for address in [address for method, address in addresses if method == "GET"]:
        player.page(address)


@pytest.mark.parametrize("way", ["learn", "card-test"])
def test_a_form_that_lost_its_session_loses_nothing_that_was_typed(
    player: Any, typed_set: Callable[..., str], way: str
) -> None:
    address = player.begin(f"/sets/{typed_set({'answer': 'larch'})}/{way}")
    page = f"{address}/1" if way == "card-test" else address
    form = player.form(page) | {"typed": "larch bark", "answer": "larch bark", "csrf_token": "old"}
    stale = player.client.post(page, data=form)
    assert stale.status_code == 400
    assert 'value="larch bark"' in stale.text
    assert "Nothing is lost" in stale.text
    script = player.client.post(page, data=form, headers={"Accept": "application/json"})
    assert player.client.post(page, data={**form, "csrf_token": script.json["token"]}).status_code == 303
    stranger = player.client.application.test_client().post(page, data=form)
    # Whether there is such a drill, a stranger is not told.
    assert (stranger.status_code, "larch" in stranger.text) == (400, False)
    other = player.client.post(f"{address}/{'finish' if way == 'card-test' else 'round'}", data=form)
    assert other.status_code == 400
    assert "send it again" in other.text
