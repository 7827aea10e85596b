"""The next version of a deck: what was corrected arrives, and nothing that a learner has is lost."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_a_second_export_without_a_change_updates_nothing(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who"), ask("where")]})
    first = newsroom.set_deck()
    learner.opens(first)
    newsroom.load({"trees": [ask("who"), ask("where")]})
    assert newsroom.set_deck() == first
    assert learner.opens(newsroom.set_deck()) == {"duplicate": 2}


@pytest.mark.parametrize(
    ("field", "corrected", "shown_in"),
    [
        ("stem", "Which trees were planted?", "Front"),
        ("answer", "forty lime trees", "Answer"),
        ("explanation", "Forty of them.", "Explanation"),
        ("evidence", [{"exact": "forty lime trees along the canal"}], "Evidence"),
    ],
)
def test_a_correction_updates_its_note_in_place_and_no_other(
    newsroom: Any, learner: Any, ask: Any, field: str, corrected: Any, shown_in: str
) -> None:
    newsroom.load({"trees": [ask("who"), ask("where")]})
    learner.opens(newsroom.set_deck())
    for card in learner.cards():
        learner.studies(card)
    before = learner.history()
    newsroom.load({"trees": [ask("who") | {field: corrected}, ask("where")]})
    assert learner.opens(newsroom.set_deck()) == {"updated": 1, "duplicate": 1}
    assert learner.history() == before
    text = corrected if isinstance(corrected, str) else corrected[0]["exact"]
    assert text in learner.note("Id:limes/who")[shown_in]


@pytest.mark.parametrize("kind", ["choice", "matching", "ordering", "cloze"])
def test_corrections_of_every_style_of_card_keep_the_history(newsroom: Any, learner: Any, ask: Any, kind: str) -> None:
    fields: dict[str, Any] = {
        "choice": {"options": [{"text": "lime", "correct": True}, "oak"]},
        "matching": {"pairs": [{"id": "a", "left": "A", "right": "x"}, {"id": "b", "left": "B", "right": "y"}]},
        "ordering": {"items": ["first", "second"]},
        "cloze": {"text": "They planted [[1]].", "gaps": {"1": {"kind": "short_text", "answer": "limes"}}},
    }[kind]
    newsroom.load({"trees": [ask("who", kind=kind, **fields)]})
    learner.opens(newsroom.set_deck())
    for card in learner.cards():
        learner.studies(card)
    before, notes = learner.history(), len(learner.collection.find_notes(""))
    newsroom.load({"trees": [ask("who", kind=kind, stem="Corrected.", **fields)]})
    assert learner.opens(newsroom.set_deck()) == {"updated": notes}
    assert learner.history() == before
    assert all("Corrected." in card.question() for card in learner.cards())


def test_a_new_tag_arrives(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who", tags=["people"])]})
    learner.opens(newsroom.set_deck())
    newsroom.load({"trees": [ask("who", tags=["council"])]})
    assert learner.opens(newsroom.set_deck()) == {"updated": 1}
    assert learner.note().tags == ["quiz::limes", "quiz::limes::council"]


def test_a_correction_that_is_taken_back_arrives_too(newsroom: Any, learner: Any, ask: Any) -> None:
    for stem in ("Right?", "Wrong?", "Right?"):
        newsroom.load({"trees": [ask("who", stem=stem)]})
        learner.opens(newsroom.set_deck())
    assert learner.note()["Front"] == "<p>Right?</p>"


def test_a_new_question_comes_in_beside_the_others(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    learner.studies(*learner.cards())
    newsroom.load({"trees": [ask("new"), ask("who")]})
    assert learner.opens(newsroom.set_deck()) == {"new": 1, "duplicate": 1}
    assert len({card.did for card in learner.cards()}) == 1


def test_cards_that_were_moved_to_another_deck_stay_there(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who"), ask("where")]})
    learner.opens(newsroom.set_deck())
    mine = learner.collection.decks.id("Mine")
    learner.collection.set_deck([learner.cards("Id:limes/who")[0].id], mine)
    newsroom.load({"trees": [ask("who", stem="Corrected."), ask("where")]})
    assert learner.opens(newsroom.set_deck()) == {"updated": 1, "duplicate": 1}
    (card,) = learner.cards("Id:limes/who")
    assert card.did == mine
    assert "Corrected." in card.question()


def test_a_learners_own_edits_and_tags_stay_while_the_note_is_not_corrected(
    newsroom: Any, learner: Any, ask: Any
) -> None:
    newsroom.load({"trees": [ask("who"), ask("where")]})
    learner.opens(newsroom.set_deck())
    note = learner.note("Id:limes/who")
    note["Explanation"], note["Spare 1"] = "in my own words", "my spare words"
    note.tags.append("mine")
    learner.collection.update_note(note)
    newsroom.load({"trees": [ask("who"), ask("where", stem="Corrected.")]})
    learner.opens(newsroom.set_deck())
    note = learner.note("Id:limes/who")
    assert (note["Explanation"], note["Spare 1"]) == ("in my own words", "my spare words")
    assert "mine" in note.tags


def test_a_learners_own_look_stays(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    look = learner.collection.models.by_name("quizapp Typed")
    look["css"] += ".card { font-size: 40px; }"
    learner.collection.models.update_dict(look)
    newsroom.load({"trees": [ask("who", stem="Corrected.")]})
    learner.opens(newsroom.set_deck())
    assert learner.collection.models.by_name("quizapp Typed")["css"].endswith(".card { font-size: 40px; }")
    assert len([kept for kept in learner.collection.models.all_names_and_ids() if "quizapp" in kept.name]) == 1


def test_new_titles_leave_the_decks_where_they_are(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.article_deck())
    names = learner.collection.decks.all_names_and_ids()
    renamed = newsroom.article.replace("plants lime trees", "plants limes")
    newsroom.load({"trees": {"title": "All about trees", "questions": [ask("who"), ask("new")]}}, article=renamed)
    assert learner.opens(newsroom.article_deck())["new"] == 1
    assert learner.collection.decks.all_names_and_ids() == names


def test_a_deck_says_which_version_it_is(newsroom: Any, learner: Any, ask: Any) -> None:
    said = []
    for stem in ("One?", "One?", "Two?"):
        newsroom.load({"trees": [ask("who", stem=stem)]})
        learner.opens(newsroom.set_deck(site="https://quiz.example"))
        said.append(learner.collection.decks.get(learner.cards()[0].did)["desc"])
    assert "**Version:** 2020-05-04 (" in said[0]
    assert said[0] == said[1]
    assert "**Version:** 2021-01-04 (" in said[2]
    assert "(<https://quiz.example/decks/sets/trees.apkg>)" in said[2]
    assert "[Council plants lime trees](<https://leaf.example/limes?a=1&b=2>)" in said[2]


@pytest.mark.parametrize("gone", ["the question", "the set"])
def test_a_withdrawn_question_is_marked_and_keeps_its_history(newsroom: Any, learner: Any, ask: Any, gone: str) -> None:
    newsroom.load({"trees": [ask("who"), ask("where")], "canal": [ask("old")]})
    learner.opens(newsroom.article_deck())
    for card in learner.cards():
        learner.studies(card)
    before = learner.history()
    left = {"trees": [ask("who"), ask("where")]} | ({} if gone == "the set" else {"canal": [ask("new")]})
    newsroom.load(left)
    for deck in (newsroom.article_deck(), newsroom.set_deck("canal")):
        log = learner.opens(deck)
        assert log["conflicting"] == 0
    (card,) = learner.cards("Id:limes/old")
    assert "This question has been withdrawn." in card.question()
    assert "This question has been withdrawn." in card.answer()
    assert card.note().has_tag("quiz::retired")
    assert learner.history()[1] == before[1]
    assert [row for row in learner.history()[0] if row in before[0]] == before[0]
    newsroom.load({"trees": [ask("who"), ask("where")], "canal": [ask("old")]})
    learner.opens(newsroom.set_deck("canal"))
    (card,) = learner.cards("Id:limes/old")
    assert "withdrawn" not in card.question() + card.answer()
    assert not learner.note("Id:limes/old").has_tag("quiz::retired")


def test_withdrawn_cards_come_last_to_those_who_never_had_them(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("old"), ask("who")]})
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    assert [card.note()["Id"] for card in learner.cards()] == ["limes/who", "limes/old"]


def test_a_gap_that_is_dropped_leaves_no_empty_card(newsroom: Any, learner: Any, ask: Any) -> None:
    gaps = {"1": {"kind": "short_text", "answer": "limes"}, "2": {"kind": "short_text", "answer": "the canal"}}
    newsroom.load({"trees": [ask("who", kind="cloze", text="They planted [[1]] along [[2]].", gaps=gaps)]})
    learner.opens(newsroom.set_deck())
    for card in learner.cards():
        learner.studies(card)
    before = learner.history()
    del gaps["2"]
    newsroom.load({"trees": [ask("who", kind="cloze", text="They planted [[1]] there.", gaps=gaps)]})
    assert learner.opens(newsroom.set_deck()) == {"updated": 1}
    assert learner.history() == before
    assert learner.collection.get_empty_cards().notes == []
    kept, dropped = sorted(learner.cards(), key=lambda card: card.ord)
    assert "[This gap has been withdrawn. You can suspend or delete this card.]" in dropped.question()
    assert "withdrawn" not in kept.question()
    gaps["3"] = {"kind": "short_text", "answer": "there"}
    newsroom.load({"trees": [ask("who", kind="cloze", text="They planted [[1]] [[3]].", gaps=gaps)]})
    assert learner.opens(newsroom.set_deck()) == {"updated": 1}
    assert sorted(card.ord for card in learner.cards()) == [0, 1, 2]


def test_a_question_of_another_kind_is_another_card_and_the_old_one_is_withdrawn(
    newsroom: Any, learner: Any, ask: Any
) -> None:
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    learner.studies(*learner.cards())
    before = learner.history()
    newsroom.load({"trees": [ask("who", kind="true_false", answer=True)]})
    assert learner.opens(newsroom.set_deck()) == {"new": 1, "updated": 1}
    assert learner.history()[1] == before[1]
    assert learner.note('"note:quizapp Typed"').has_tag("quiz::retired")
    newsroom.load({"trees": [ask("who")]})
    assert learner.opens(newsroom.set_deck()) == {"updated": 2}
    assert not learner.note('"note:quizapp Typed"').has_tag("quiz::retired")


def test_a_question_that_moves_to_another_set_is_the_same_card(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who"), ask("where")], "canal": [ask("old")]})
    learner.opens(newsroom.article_deck())
    newsroom.load({"trees": [ask("where")], "canal": [ask("old"), ask("who")]})
    assert learner.opens(newsroom.article_deck()) == {"duplicate": 3}


def test_a_redrawn_picture_arrives_under_a_name_of_its_own(newsroom: Any, learner: Any, ask: Any) -> None:
    for data in (PNG, PNG + b"redrawn"):
        newsroom.load({"trees": [ask("who", stem="![a map](map.png)")]}, pictures={"map.png": data})
        learner.opens(newsroom.set_deck())
        (name,) = learner.collection.media.files_in_str(learner.note().mid, learner.note()["Front"])
        assert Path(learner.collection.media.dir(), name).read_bytes() == data
        assert name.startswith("quizapp-")
    told = learner.collection.media.check()
    assert list(told.missing) == []
    assert len(told.unused) == 1


def test_a_server_that_was_set_up_anew_takes_nothing_back(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who", stem="Frist?")]})
    newsroom.load({"trees": [ask("who", stem="First?")]})
    learner.opens(newsroom.set_deck())
    note = learner.note()
    note["Explanation"] = "mine"
    learner.collection.update_note(note)
    newsroom.forget()
    newsroom.load({"trees": [ask("who", stem="First?")]})
    assert learner.opens(newsroom.set_deck()) == {"duplicate": 1}
    assert learner.note()["Explanation"] == "mine"
