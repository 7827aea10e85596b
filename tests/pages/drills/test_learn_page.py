"""Learn mode on its pages, without a script."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from quizapp.work.authoring import pictures

TypedSet = Callable[..., str]


@pytest.fixture
def larch(typed_set: TypedSet, player: Any) -> str:
    """The address of a drill over one card that is answered by `larch`."""
    return str(player.begin(f"/sets/{typed_set({'answer': 'larch'})}/learn"))


def test_the_offer_says_how_many_cards_there_are_and_where_to_go_on(player: Any) -> None:
    offer = player.page("/sets/who-and-what/learn")
    assert "There are 10 cards in this set." in offer
    assert "Go on where you were" not in offer
    address = player.begin("/sets/who-and-what/learn")
    again = player.page("/sets/who-and-what/learn")
    assert f'href="{address}"' in again
    assert "Begin again" in again


def test_a_drill_that_was_given_up_leads_to_the_one_begun_since(player: Any, typed_set: TypedSet) -> None:
    offer = f"/sets/{typed_set({'answer': 'larch'})}/learn"
    first = player.begin(offer)
    form = player.form(first)
    player.begin(offer)
    assert player.client.get(first).location == offer
    assert player.client.post(first, data=form | {"typed": "larch"}).location == first


def test_a_wrong_answer_shows_the_right_one_with_its_proof_and_comes_again(player: Any, larch: str) -> None:
    assert player.send(larch, typed="larhc bark").location == larch
    told = player.page(larch)
    for words in ("Wrong", "comes again in this round", "You typed:", "It left at noon.", "left Bergen at noon"):
        assert words in told
    assert '<p class="card-answer"><bdi>larch</bdi></p>' in told
    assert "#:~:text=left%20Bergen%20at%20noon" in told
    assert "What is number 0?" in player.page(player.on(larch))
    assert "0 of 1 known" in told


def test_a_slip_is_forgiven_and_told(player: Any, larch: str) -> None:
    player.send(larch, typed="larhc")
    assert "Accepted. It is spelled “larch”." in player.page(larch)


def test_who_does_not_know_may_say_so(player: Any, larch: str) -> None:
    assert player.send(larch, passed="yes").status_code == 303
    assert "Wrong" in player.page(larch)


def test_the_round_and_the_end_are_summed_up(player: Any, larch: str) -> None:
    player.send(larch, passed="yes")
    player.send(player.on(larch), larch, typed="larch")
    summary = player.page(player.on(larch))
    assert "Round 1 is done" in summary
    assert "was wrong:" in summary
    player.send(player.on(larch), f"{larch}/round")
    assert "Round 2" in player.page(larch)
    player.send(larch, typed="larch")
    end = player.page(player.on(larch))
    assert "You know them all" in end
    assert "wrong 1 time" in end
    assert "1 of 1 known" in end


def test_what_can_t_be_read_comes_back_as_typed(player: Any, larch: str) -> None:
    answer = player.send(larch, typed="<script>?!")
    assert answer.status_code == 303
    blank = player.send(player.on(larch), larch, typed="?!")
    assert blank.status_code == 422
    assert 'value="?!"' in blank.text
    assert "There is no letter or digit in that answer." in blank.text
    assert "<script>?!" not in player.page(larch)


def test_a_script_gets_the_sentence_alone(player: Any, larch: str) -> None:
    form = player.form(larch)
    answer = player.client.post(larch, data={**form, "typed": ""}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json == {"saved": False, "sentence": "Write an answer first."}


def test_a_reload_and_a_second_click_count_nothing_twice(player: Any, larch: str) -> None:
    form = player.form(larch) | {"typed": "larch"}
    for _ in range(3):
        assert player.client.post(larch, data=form).status_code == 303
    assert "Round 1 is done" in player.page(player.on(larch))


def test_options_are_chosen_and_told(player: Any, typed_set: TypedSet) -> None:
    options = [{"text": "**At noon**", "correct": True}, "At dusk", "At night"]
    slug = typed_set({"kind": "choice", "stem": "When?", "options": options})
    address = player.begin(f"/sets/{slug}/learn")
    page = player.page(address)
    assert page.count('type="radio"') == 3
    assert "is-key" not in page
    assert player.send(address, answer=None).status_code == 422
    assert player.send(address, answer="7").status_code == 422
    right = page.partition("At noon")[0].rpartition('value="')[2].partition('"')[0]
    player.send(address, answer=str((int(right) + 1) % 3))
    told = player.page(address)
    assert "You chose:" in told
    assert "<strong>At noon</strong>" in told


def test_several_are_chosen_with_boxes(player: Any, typed_set: TypedSet) -> None:
    options = [{"text": "larch", "correct": True}, {"text": "oak", "correct": True}, "steel"]
    slug = typed_set({"kind": "multiple", "options": options})
    address = player.begin(f"/sets/{slug}/learn")
    form = player.form(address)
    assert player.page(address).count('type="checkbox"') == 3
    player.client.post(address, data={**form, "answer": ["0", "1", "2"]})
    assert "Wrong" in player.page(address)


def test_a_basic_card_is_turned_over_and_judged_by_oneself(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set({"kind": "date", "answer": "2011-05-04"})
    address = player.begin(f"/sets/{slug}/learn")
    page = player.page(address)
    assert "4 May 2011" in page
    assert "<details" in page
    unsaid = player.send(address)
    assert unsaid.status_code == 422
    assert "Say whether you knew it" in unsaid.text
    player.send(address, knew="no")
    assert "0 of 1 known" in player.page(address)
    player.send(address, knew="yes")
    assert "Round 1 is done" in player.page(address)


def test_each_gap_of_a_text_is_a_card_with_its_own_field(player: Any, typed_set: TypedSet) -> None:
    gaps = {"1": {"kind": "choice", "options": ["Bergen", "Oslo"], "answer": "Bergen"}}
    gaps["2"] = {"kind": "number", "answer": "212", "unit": "people"}
    slug = typed_set({"kind": "cloze", "text": "It left [[1]] with [[2]].", "gaps": gaps})
    address = player.begin(f"/sets/{slug}/learn")
    pages = [player.page(address)]
    player.send(address, passed="yes")
    pages.append(player.page(player.on(address)))
    chosen = next(page for page in pages if 'type="radio"' in page)
    typed = next(page for page in pages if 'name="typed"' in page)
    assert "with <bdi>212</bdi>" in chosen
    assert "It left <bdi>Bergen</bdi>" in typed
    assert "people" in typed


def test_pictures_are_those_of_the_card_s_article(player: Any, workshop: Any) -> None:
    file = BytesIO()
    Image.new("RGB", (20, 20), "olive").save(file, "PNG")
    article_id = workshop.look().article_id
    held = pictures.add_picture(workshop.session, workshop.author, article_id, "map.png", file.getvalue())
    workshop.add(f"![A map]({held.name}) Where?")
    slug = workshop.publish().slug
    address = player.begin(f"/sets/{slug}/learn")
    assert f'/articles/{workshop.look().article.slug}/pictures/{held.name}"' in player.page(address)


def test_arabic_is_shown_from_right_to_left(player: Any) -> None:
    address = player.begin("/sets/jisr/learn")
    assert 'id="front" lang="ar" dir="rtl"' in player.page(address)


def test_what_a_title_says_is_no_markup(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set({"answer": "larch", "stem": "<script>alert(1)</script>"}, title="<b>Trees</b>")
    for address in (f"/sets/{slug}/learn", player.begin(f"/sets/{slug}/learn")):
        page = player.page(address)
        assert "&lt;b&gt;Trees" in page
        assert "<script>alert" not in page


def test_long_texts_are_cut_in_the_summary(player: Any, typed_set: TypedSet) -> None:
    slug = typed_set({"answer": "larch", "stem": f"{'word ' * 200}?"})
    address = player.begin(f"/sets/{slug}/learn")
    player.send(address, typed="larch")
    assert "…</bdi>" in player.page(player.on(address))


def test_there_is_nothing_to_learn_of_a_set_that_is_not_there(reader: FlaskClient, player: Any) -> None:
    assert reader.get("/sets/nothing/learn").status_code == 404
    form = player.form("/sets/who-and-what/learn")
    assert reader.post("/sets/nothing/learn", data=form).status_code == 404
    assert reader.get_cookie("quizapp_guest") is None


@pytest.mark.parametrize("fields", [{"request": "a b"}, {"request": ""}, {"request": "x" * 65}])
def test_a_form_that_no_page_made_begins_nothing(player: Any, fields: dict[str, str]) -> None:
    assert player.send("/sets/who-and-what/learn", **fields).status_code == 400


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 10, "²"])
def test_an_answer_without_its_page_s_number_is_not_taken(player: Any, larch: str, revision: str) -> None:
    assert player.send(larch, revision=revision, typed="larch").status_code == 400


def test_queries_do_not_grow_with_the_cards(player: Any, typed_set: TypedSet, queries: list[str]) -> None:
    counts = set()
    for count in (2, 12):
        slug = typed_set(*({"answer": f"tree {number}"} for number in range(count)))
        address = player.begin(f"/sets/{slug}/learn")
        queries.clear()
        player.page(address)
        counts.add(len(queries))
    assert len(counts) == 1
