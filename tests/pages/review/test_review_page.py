"""Review without a script: the card of the moment, its answer, a rating, and what else can be done with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.store.tables import PlanRow, SetRow

Words = Callable[[str], str]
Forms = Callable[[str], list[dict[str, str]]]
SET, OTHER = "who-and-what", "money-and-law"


def form_to(forms: Forms, page: str, ending: str) -> dict[str, str]:
    return next(form for form in forms(page) if form["action"].endswith(ending))


def test_who_reviews_nothing_is_told_what_it_is_and_where_to_begin(reader: FlaskClient, words: Words) -> None:
    page = reader.get("/review").text
    assert "just before you would forget it" in words(page)
    assert 'href="/">Choose a set in the library' in page
    assert reader.get_cookie("quizapp_guest") is None


def test_a_set_is_taken_up_on_its_page_and_given_up_there(reader: FlaskClient, forms: Forms, words: Words) -> None:
    form = form_to(forms, reader.get(f"/sets/{SET}").text, "/study")
    for _ in range(2):
        answer = reader.post(form["action"], data={**form, "time_zone": "Asia/Seoul"})
        assert (answer.status_code, answer.location) == (303, f"/review?set={SET}")
    assert "Who opened the bridge?" in words(reader.get(answer.location).text)
    page = reader.get(f"/sets/{SET}").text
    assert f'href="/review?set={SET}"' in page
    form = form_to(forms, page, "/study/end")
    assert reader.post(form["action"], data=form).location == f"/sets/{SET}"
    assert "just before you would forget it" in words(reader.get("/review").text)


def test_the_time_zone_of_the_device_is_the_learners(
    reader: FlaskClient, forms: Forms, library_session: Session
) -> None:
    form = form_to(forms, reader.get(f"/sets/{SET}").text, "/study")
    reader.post(form["action"], data={**form, "time_zone": "Asia/Seoul"})
    assert [row.document for row in library_session.query(PlanRow)] == [{"time_zone": "Asia/Seoul"}]


def test_what_is_no_set_makes_no_guest(reader: FlaskClient, forms: Forms) -> None:
    form = form_to(forms, reader.get(f"/sets/{SET}").text, "/study")
    assert reader.post("/sets/nothing/study", data=form).status_code == 404
    assert reader.get_cookie("quizapp_guest") is None


def test_the_result_offers_the_same(begin: Callable[[str, str], str], reader: FlaskClient, forms: Forms) -> None:
    attempt = begin(SET, "practice")
    form = form_to(forms, reader.get(f"{attempt}/finish").text, "/finish")
    reader.post(form["action"], data=form)
    form = form_to(forms, reader.get(f"{attempt}/result").text, "/study")
    reader.post(form["action"], data=form)
    assert f'href="/review?set={SET}"' in reader.get(f"{attempt}/result").text


def test_the_front_tells_no_answer_and_the_back_tells_why(reviewer: Any, words: Words) -> None:
    reviewer.study(OTHER)
    front = words(reviewer.page())
    assert "Show the answer" in front
    assert "in the article" not in front
    back = reviewer.page(f"/review?show={reviewer.card()}")
    assert '<mark class="evidence">' in back
    assert "#:~:text=" in back
    told = words(back)
    for button in ("Again 1 min", "Hard 6 min", "Good 10 min", "Easy 8 days"):
        assert button in told


def test_a_rating_leads_to_the_next_card(reviewer: Any, forms: Forms) -> None:
    card = reviewer.study().card()
    form = form_to(forms, reviewer.page(f"/review?show={card}&set={SET}"), "/rating")
    answer = reviewer.client.post(form["action"], data={**form, "rating": "4"})
    assert (answer.status_code, answer.location) == (303, f"/review?set={SET}")
    assert [(line.memory_id, line.rating) for line in reviewer.lines()] == [(card, 4)]
    assert reviewer.card() != card
    assert reviewer.memory(card).state == "review"


def test_pressing_twice_rates_once(reviewer: Any, forms: Forms) -> None:
    card = reviewer.study().card()
    form = form_to(forms, reviewer.page(f"/review?show={card}"), "/rating")
    for rating in ("3", "1"):
        assert reviewer.client.post(form["action"], data={**form, "rating": rating}).status_code == 303
    assert [line.rating for line in reviewer.lines()] == [3]


@pytest.mark.parametrize("fields", [{"rating": "5"}, {"rating": "0"}, {"rating": ""}, {"rating": "3", "request": ""}])
def test_what_is_no_rating_is_refused_with_a_sentence(reviewer: Any, fields: dict[str, str]) -> None:
    answer = reviewer.post(f"/review/cards/{reviewer.study().card()}/rating", **{"request": "one", **fields})
    assert answer.status_code == 422
    assert "Again, Hard, Good or Easy" in answer.text
    assert reviewer.lines() == []


def test_without_the_token_of_the_visit_nothing_is_rated(reviewer: Any) -> None:
    card = reviewer.study().card()
    data = {"rating": "3", "request": "one"}
    assert reviewer.client.post(f"/review/cards/{card}/rating", data=data).status_code == 400
    assert reviewer.lines() == []


def test_how_long_a_card_lay_open_is_kept(reviewer: Any, forms: Forms) -> None:
    form = form_to(forms, reviewer.page(f"/review?show={reviewer.study().card()}"), "/rating")
    form["shown_at"] = str(int(form["shown_at"]) - 7000)
    reviewer.client.post(form["action"], data={**form, "rating": "3"})
    assert 7000 <= reviewer.lines()[0].took < 60_000


@pytest.mark.parametrize("path", ["rating", "aside"])
def test_a_card_of_another_is_not_there(reviewer: Any, stranger: Any, path: str) -> None:
    card = reviewer.study().card()
    stranger.study()
    fields = {"rating": "3", "request": "one", "do": "suspend"}
    answers = [stranger.post(f"/review/cards/{number}/{path}", **fields) for number in (card, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text
    assert stranger.client.get(f"/review?show={card}").status_code == 404
    assert not reviewer.memory(card).suspended


def test_an_answer_of_another_is_not_undone(reviewer: Any, stranger: Any) -> None:
    review = reviewer.study().rate().lines()[0]
    stranger.study()
    assert stranger.post("/review/undo", review=review.id).status_code == 404
    assert stranger.post("/review/undo", review="x").status_code == 404
    assert reviewer.lines()[0].undone_at is None


def test_undoing_brings_the_card_back_first(reviewer: Any, forms: Forms) -> None:
    card = reviewer.study().card()
    reviewer.rate()
    form = form_to(forms, reviewer.page(), "/undo")
    answer = reviewer.client.post(form["action"], data=form)
    assert answer.location == f"/review?card={card}"
    assert f'data-card="{card}"' in reviewer.page(answer.location)
    assert reviewer.memory(card).state == "new"


@pytest.mark.parametrize("do", ["bury", "suspend"])
def test_a_card_is_put_aside_and_taken_up_again(reviewer: Any, forms: Forms, do: str, words: Words) -> None:
    card = reviewer.study().card()
    form = form_to(forms, reviewer.page(), "/aside")
    answer = reviewer.client.post(form["action"], data={**form, "do": do})
    page = reviewer.page(answer.location)
    assert f'data-card="{card}"' not in page
    assert "The card is put aside." in words(page)
    form = next(form for form in forms(page) if form["action"] == f"/review/cards/{card}/aside")
    answer = reviewer.client.post(form["action"], data={**form, "do": "ask"})
    assert f'data-card="{card}"' in reviewer.page(answer.location)
    assert (reviewer.memory(card).suspended, reviewer.memory(card).buried_until) == (False, None)


def test_a_flag_is_put_on_and_taken_off(reviewer: Any) -> None:
    card = reviewer.study().card()
    for do, flagged in (("flag", True), ("unflag", False)):
        answer = reviewer.post(f"/review/cards/{card}/aside", do=do)
        assert reviewer.memory(card).flagged is flagged
        assert ("data-flagged >" in reviewer.page(answer.location)) is flagged


def test_what_was_put_aside_for_good_is_listed_and_taken_up_again(reviewer: Any, stranger: Any, words: Words) -> None:
    card = reviewer.study().card()
    stranger.study()
    assert "You have put no card aside" in words(reviewer.page("/review/aside"))
    for do in ("suspend", "flag"):
        reviewer.post(f"/review/cards/{card}/aside", do=do)
    page = words(reviewer.page("/review/aside"))
    assert "Who opened the bridge?" in page
    assert "You have put no card aside" in words(stranger.page("/review/aside"))
    for do, left in (("ask", "Take the flag off"), ("unflag", "You have put no card aside")):
        answer = reviewer.post(f"/review/cards/{card}/aside", do=do, back="aside")
        assert answer.location == "/review/aside"
        assert left in words(reviewer.page(answer.location))
    assert not reviewer.memory(card).suspended


def test_the_list_costs_no_more_with_more_cards(reviewer: Any, queries: list[str]) -> None:
    reviewer.study()
    counts = []
    for card in day(reviewer)[:5]:
        reviewer.post(f"/review/cards/{card}/aside", do="flag")
        queries.clear()
        reviewer.page("/review/aside")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def day(reviewer: Any) -> list[int]:
    return [card["id"] for card in reviewer.client.get("/review/cards.json").json["cards"]]


def test_what_is_no_deed_is_refused(reviewer: Any) -> None:
    assert reviewer.post(f"/review/cards/{reviewer.study().card()}/aside", do="eat").status_code == 422


def test_only_the_chosen_sets_are_asked(reviewer: Any, words: Words) -> None:
    reviewer.study(SET, OTHER)
    for slug, title in ((SET, "Who did what"), (OTHER, "Money and law")):
        assert re.search(rf"data-set[^>]*>{title}<", reviewer.page(f"/review?set={slug}"))
    # An old bookmark, of a set that is not reviewed, leads to those that are.
    answer = reviewer.client.get("/review?set=nothing")
    assert (answer.status_code, answer.location) == (303, "/review")


def test_what_was_typed_is_held_against_the_answer_letter_by_letter(reviewer: Any, forms: Forms, words: Words) -> None:
    card = reviewer.study().typed("Ida Holm")
    form = next(form for form in forms(reviewer.page()) if "show" in form)
    page = reviewer.page(f"/review?show={form['show']}&typed=ida Helm")
    assert form["show"] == str(card)
    assert "You typed: ida H wrong: e lm" in words(page)
    assert "missing: o" not in words(page)
    assert "Just as it is written." in words(reviewer.page(f"/review?show={card}&typed=IDA  holm"))
    assert 'compared-letters">' not in reviewer.page(f"/review?show={card}&typed=")


def test_what_was_typed_is_shown_as_typed(reviewer: Any) -> None:
    card = reviewer.study().typed("larch")
    page = reviewer.page(f"/review?show={card}&typed=<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;s" in page


def test_the_day_ends(reviewer: Any, words: Words) -> None:
    reviewer.study(new_a_day=2).rate(Rating.EASY, 2)
    page = words(reviewer.page())
    assert "Done for today" in page
    assert "You answered 2 cards." in page
    assert "Tomorrow: 2 new cards" in page


def test_a_card_in_learning_is_waited_for(reviewer: Any, words: Words) -> None:
    reviewer.study(new_a_day=1, learning_steps=(timedelta(minutes=40),)).rate(Rating.AGAIN)
    page = reviewer.page()
    assert "The next card comes in 40 min." in words(page)
    assert re.search(r'data-next-in="(23|24)\d\d000"', page)


def test_nothing_is_due(reviewer: Any, words: Words) -> None:
    reviewer.study(new_a_day=0)
    assert "Nothing is due" in words(reviewer.page())


def test_of_a_backlog_the_day_takes_its_limit(reviewer: Any, words: Words) -> None:
    reviewer.study(reviews_a_day=100, new_a_day=100)
    count = len(reviewer.rate(Rating.EASY, 4).lines())
    reviewer.ago(30)
    row = reviewer.session.get_one(PlanRow, reviewer.id)
    row.document = {**row.document, "reviews_a_day": 1}
    reviewer.session.commit()
    page = words(reviewer.page())
    assert f"{count - 1} more are waiting; they are spread over the next days." in page


def test_titles_are_shown_as_typed(reviewer: Any, library_session: Session) -> None:
    reviewer.study()
    library_session.execute(update(SetRow).values(title="<script>alert(1)</script>"))
    library_session.commit()
    page = reviewer.page()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_page_costs_no_more_with_more_cards(reviewer: Any, queries: list[str]) -> None:
    counts = []
    for slugs in ([SET], [SET, OTHER, "jisr", "hashi"]):
        reviewer.study(*slugs)
        reviewer.page()
        queries.clear()
        reviewer.page()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_the_done_page_costs_as_little(reviewer: Any, queries: list[str]) -> None:
    reviewer.study(new_a_day=1).rate()
    reviewer.page()
    queries.clear()
    reviewer.page()
    assert len(queries) <= 9
