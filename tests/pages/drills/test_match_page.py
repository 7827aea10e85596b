"""The match game as a form, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

TypedSet = Callable[..., str]
TREES = [{"answer": name, "stem": f"What is {name}?"} for name in ("larch", "aspen", "maple", "birch")]


def fits(page: str) -> dict[str, str]:
    """The form's fields in which all that is left fits."""
    return {f"pair-{pair}": tile for pair, tile in re.findall(r'data-pair="(\d+)" data-fits="(\d+)"', page)}


def game(player: Any, slug: str) -> str:
    return str(player.begin(f"/sets/{slug}/match"))


def test_all_pairs_at_once_end_the_game_with_its_time(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set(*TREES)
    address = game(player, slug)
    page = player.page(address)
    assert len(fits(page)) == 4
    assert player.send(address, **fits(page)).status_code == 303
    result = player.page(address)
    assert re.search(r"[0-9]\.[0-9] seconds", result)
    assert "4 pairs, no mistake." in result
    assert "Your best time so far!" in result
    assert "Your best time:" in player.page(f"/sets/{slug}/match")


def test_what_does_not_fit_is_marked_and_stays_chosen_and_the_rest_is_kept(player: Any, typed_set: TypedSet) -> None:
    address = game(player, typed_set(*TREES))
    right = fits(player.page(address))
    first, second, third, _ = right
    player.send(address, **{first: right[first], second: right[third]})
    page = player.page(address)
    assert "1 pair does not fit. It is marked below." in page
    assert page.count("does not fit</span>") == 1
    assert page.count('class="match-row is-solved"') == 1
    assert page.count("selected") == 1
    assert set(fits(page)) == {*right} - {first}
    player.send(address, **fits(page))
    assert "4 pairs, 1 mistake." in player.page(address)


def test_a_form_sent_twice_makes_one_mistake(player: Any, typed_set: TypedSet) -> None:
    address = game(player, typed_set(*TREES))
    right = fits(player.page(address))
    form = player.form(address) | dict(zip(right, [*right.values()][1:] + [*right.values()][:1], strict=True))
    for _ in range(2):
        assert player.client.post(address, data=form).status_code == 303
    assert 'data-mistakes="4"' in player.page(address)


def test_nothing_chosen_is_sent_back_with_a_sentence(player: Any, typed_set: TypedSet) -> None:
    address = game(player, typed_set(*TREES))
    answer = player.send(address)
    assert answer.status_code == 422
    assert "Choose an answer for at least one" in answer.text
    assert answer.text.count("<select") == 4


def test_nothing_chosen_in_a_game_that_is_over_leads_to_its_result(player: Any, typed_set: TypedSet) -> None:
    address = game(player, typed_set(*TREES))
    form = player.form(address)
    player.client.post(address, data=form | fits(player.page(address)))
    answer = player.client.post(address, data=form)
    assert (answer.status_code, answer.location) == (303, address)


def test_a_script_tells_of_pairs_one_by_one_and_of_the_time(player: Any, typed_set: TypedSet) -> None:
    address = game(player, typed_set(*TREES))
    page = player.page(address)
    right, form = fits(page), player.form(address)
    done: dict[str, str] = {}
    for pair, tile in right.items():
        done[pair] = tile
        answer = player.client.post(
            address, data={**form, **done, "mistakes": "2", "took": "1"}, headers={"Accept": "application/json"}
        )
        assert answer.json == {"saved": True}
    result = player.page(address)
    assert "0.0 seconds" in result
    assert "2 mistakes" in result


def test_too_few_short_cards_are_told_with_a_way_on(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set(*TREES[:2])
    offer = player.page(f"/sets/{slug}/match")
    assert "fewer than three" in offer
    assert f'href="/sets/{slug}/learn"' in offer
    form = player.form(f"/sets/{slug}/learn")
    refused = player.client.post(f"/sets/{slug}/match", data=form)
    assert refused.status_code == 409
    assert "Too few cards" in refused.text


def test_a_game_that_was_given_up_leads_to_a_new_one(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set(*TREES)
    first = game(player, slug)
    game(player, slug)
    assert player.client.get(first).location == f"/sets/{slug}/match"


def test_texts_are_no_markup(player: Any, typed_set: TypedSet) -> None:
    evil = [{"answer": f"{name} <img src=x>", "stem": f"{name} <script>alert(1)</script>"} for name in ("a", "b", "c")]
    address = game(player, typed_set(*evil))
    page = player.page(address)
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    player.send(address, **fits(page))
    assert "<img src=x" not in player.page(address)
