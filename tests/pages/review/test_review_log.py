"""What the page's script fetches and sends: cards by the same templates, deeds by the device's clock, nobody else's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.store.tables import NoteRow
from quizapp.web import clock
from quizapp.web.review_deeds import MOST

SET, OTHER = "who-and-what", "money-and-law"
JSON = {"Accept": "application/json"}
PICTURE = re.compile(r'src="([^"]+)"')


def day(reviewer: Any, address: str = "/review/cards.json") -> Any:
    return reviewer.client.get(address).json


def test_the_first_cards_come_with_both_faces_and_the_intervals_of_each_button(reviewer: Any) -> None:
    found = day(reviewer.study())
    assert found["counts"] == {"new": len(found["cards"]), "learning": 0, "due": 0}
    first = found["cards"][0]
    assert first["id"] == reviewer.card()
    assert "Who opened the bridge?" in first["front"]
    assert '<mark class="evidence">' in first["back"]
    assert [button["interval"] for button in first["buttons"]] == ["1 min", "6 min", "10 min", "8 days"]
    assert [button["seconds"] for button in first["buttons"]] == [60, 330, 600, 8 * 86_400]


def test_cards_name_the_pictures_of_their_own_article(reviewer: Any, library_session: Session) -> None:
    reviewer.study(SET, "hashi")
    for note in library_session.query(NoteRow):
        note.document = {**note.document, "explanation": "![A map](map.png)"}
    library_session.commit()
    named = {
        (card["set"]["slug"], address) for card in day(reviewer)["cards"] for address in PICTURE.findall(card["back"])
    }
    assert named == {(SET, "/articles/bridge/pictures/map.png"), ("hashi", "/articles/japanese/pictures/map.png")}


def test_a_stranger_gets_no_card_and_becomes_no_guest(reader: FlaskClient) -> None:
    answer = reader.get("/review/cards.json")
    assert "cards" not in answer.json
    assert "quizapp_guest" not in str(answer.headers)


def test_what_is_sent_is_taken_and_the_day_told_anew(reviewer: Any) -> None:
    card = reviewer.study().card()
    answer = reviewer.send({"id": "one", "sort": "rate", "card": card, "rating": 4, "took": 1500})
    assert answer.json["outcomes"] == [{"id": "one", "refused": None}]
    assert card not in [each["id"] for each in answer.json["cards"]]
    assert answer.json["undoable"] == reviewer.lines()[0].id
    assert [(line.request, line.took) for line in reviewer.lines()] == [("one", 1500)]


def test_faces_that_the_device_has_are_not_sent_again(reviewer: Any) -> None:
    cards = [each["id"] for each in day(reviewer.study())["cards"]]
    answer = reviewer.send({"sort": "flag", "card": cards[0]}, have=",".join(map(str, cards[:3])))
    assert [("front" in each) for each in answer.json["cards"]] == [place >= 3 for place in range(len(cards))]
    assert all(len(each["buttons"]) == 4 for each in answer.json["cards"])


@pytest.mark.parametrize("wrong", [timedelta(days=-400), timedelta(0), timedelta(days=3650)])
def test_a_wrong_clock_is_put_right_by_when_it_was_sent(reviewer: Any, wrong: timedelta) -> None:
    card, now = reviewer.study().card(), clock.now()
    by_device = int((now + wrong).timestamp() * 1000)
    reviewer.send({"sort": "rate", "card": card, "rating": 4, "at": by_device - 3_600_000}, sent_at=by_device)
    assert abs(reviewer.lines()[0].at - (now - timedelta(hours=1))) < timedelta(minutes=1)


def test_a_bad_one_is_told_and_the_others_count(reviewer: Any) -> None:
    card = reviewer.study().card()
    answer = reviewer.send(
        {"id": "bad", "sort": "rate", "card": 999_999, "rating": 3},
        {"id": "good", "sort": "rate", "card": card, "rating": 3},
    )
    assert [(each["id"], bool(each["refused"])) for each in answer.json["outcomes"]] == [("bad", True), ("good", False)]
    assert len(reviewer.lines()) == 1


def test_an_undo_may_come_with_its_review(reviewer: Any) -> None:
    card = reviewer.study().card()
    answer = reviewer.send(
        {"id": "one", "sort": "rate", "card": card, "rating": 3}, {"sort": "undo", "of": "one", "card": card}
    )
    assert answer.json["counts"]["learning"] == 0
    assert reviewer.memory(card).state == "new"


def test_cards_of_another_are_not_touched(reviewer: Any, stranger: Any) -> None:
    card = reviewer.study().card()
    stranger.study()
    for sort in ("rate", "bury", "suspend", "flag"):
        assert stranger.send({"sort": sort, "card": card, "rating": 3}).json["outcomes"][0]["refused"]
    assert reviewer.lines() == []
    assert (reviewer.memory(card).suspended, reviewer.memory(card).flagged) == (False, False)


def test_reviews_of_another_person_are_kept_back(reviewer: Any, stranger: Any) -> None:
    card = stranger.study().card()
    reviewer.study()
    answer = stranger.send({"sort": "rate", "card": card, "rating": 3}, person=reviewer.marker())
    assert (answer.status_code, answer.json["other"]) == (403, True)
    assert stranger.lines() == []


def test_what_a_guest_did_is_taken_once_they_have_signed_in(reviewer: Any, sign_in: Callable[..., Any]) -> None:
    card, before = reviewer.study().card(), reviewer.marker()
    reviewer.id = sign_in(reviewer.client, "learner").person_id
    assert reviewer.marker() != before
    answer = reviewer.send({"sort": "rate", "card": card, "rating": 3}, person=before)
    assert answer.json["outcomes"][0]["refused"] is None
    assert [line.memory_id for line in reviewer.lines()] == [card]


def test_what_an_account_did_is_not_taken_from_a_guest(reviewer: Any, sign_in: Callable[..., Any]) -> None:
    sign_in(reviewer.client, "learner")
    before = reviewer.marker()
    reviewer.post("/sign-out")
    answer = reviewer.send({"sort": "flag", "card": 1}, person=before)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "deeds",
    [
        "", "{", "[1]", '[{"id": "a"}]', '[{"id": "a", "sort": "eat", "at": 1}]', "9" * 10_000, "[" * 5_000, "null",
        '[{"id": "a b", "sort": "flag", "at": 1}]', '[{"id": "a", "sort": "flag", "at": 1e400}]',
        '[{"id": "a", "sort": "flag", "at": 1, "card": 99999999999}]', '[{"id": "a", "sort": "flag", "at": -1}]',
        '[{"id": "a", "sort": "rate", "at": 1, "card": 1, "rating": 5}]', '[{"id": "a", "sort": "flag", "at": NaN}]',
        json.dumps([{"id": f"d{number}", "sort": "flag", "at": 1} for number in range(MOST + 1)]),
    ],
)  # fmt: skip
def test_what_cant_be_read_is_refused_with_a_sentence(reviewer: Any, deeds: str) -> None:
    reviewer.study()
    answer = reviewer.send(deeds=deeds)
    assert answer.status_code == 422, answer.text
    assert answer.json["sentence"].startswith("These reviews can't be read.")
    assert reviewer.lines() == []


@pytest.mark.parametrize("sent_at", ["", "x", "-1", "9" * 30, "1e9999"])
def test_a_time_that_is_none_is_refused(reviewer: Any, sent_at: str) -> None:
    reviewer.study()
    assert reviewer.send({"sort": "flag", "card": 1}, sent_at=sent_at).status_code == 422


def test_an_expired_visit_gets_a_new_token_and_may_send_again(reviewer: Any) -> None:
    card = reviewer.study().card()
    person = reviewer.marker()
    reviewer.client.delete_cookie("quizapp_session")
    deeds = json.dumps([{"id": "one", "sort": "rate", "card": card, "rating": 3, "at": 1}])
    form = {"csrf_token": "gone", "person": person, "deeds": deeds, "sent_at": "1"}
    answer = reviewer.client.post("/review/log", data=form, headers=JSON)
    assert (answer.status_code, reviewer.lines()) == (400, [])
    form["csrf_token"] = answer.json["token"]
    assert reviewer.client.post("/review/log", data=form, headers=JSON).status_code == 200
    assert len(reviewer.lines()) == 1


def test_a_card_that_waits_comes_along(reviewer: Any) -> None:
    reviewer.study().rate(Rating.AGAIN)
    found = day(reviewer)
    waiting = [card for card in found["cards"] if card["due"]]
    assert len(waiting) == 1
    assert found["now"] < waiting[0]["due"] <= found["now"] + 60_000
    assert found["cards"][-1] == waiting[0]


def test_more_cards_cost_no_more_queries(reviewer: Any, queries: list[str]) -> None:
    counts = []
    for slugs in ([SET], [SET, OTHER, "jisr", "hashi"]):
        reviewer.study(*slugs)
        day(reviewer)
        queries.clear()
        day(reviewer)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
