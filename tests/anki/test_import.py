"""A deck as the real Anki takes it in, shows it and studies it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizapp.core.kinds import all_kinds
from quizapp.core.library import QuestionSet
from quizapp.formats.dumping import dump
from quizapp.paths import shipped

LIBRARY = Path(__file__).parents[1] / "library"


@pytest.fixture
def every_kind() -> dict[str, Any]:
    """A set with the sample of each kind, as a document."""
    asked = []
    for name, kind in all_kinds().items():
        question = kind.sample().question
        fields = question.model_dump(exclude_defaults=True) | {"id": name.replace("_", "-")}
        asked.append(type(question).model_validate(fields | {"evidence": [{"exact": "forty lime trees"}]}))
    document: dict[str, Any] = yaml.safe_load(dump(QuestionSet(slug="trees", title="Trees", questions=tuple(asked))))
    return document


def shown(html: str) -> str:
    """What a learner reads of one side of a card."""
    return " ".join(re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def test_every_kind_of_question_makes_cards_that_show_a_front_and_a_back(
    newsroom: Any, learner: Any, every_kind: Any
) -> None:
    newsroom.load({"trees": every_kind})
    assert learner.opens(newsroom.set_deck())["new"] >= len(all_kinds())
    asked = {card.note()["Id"].split("/")[1] for card in learner.cards()}
    assert asked == {name.replace("_", "-") for name in all_kinds()}
    for card in learner.cards():
        front, back = shown(card.question()), shown(card.answer())
        assert len(front) > 5
        assert "forty lime trees" in back
        assert len(back) > len(front) + len("forty lime trees")


def test_every_card_can_be_studied_and_the_collection_is_sound(newsroom: Any, learner: Any, every_kind: Any) -> None:
    newsroom.load({"trees": every_kind})
    learner.opens(newsroom.set_deck())
    for card in learner.cards():
        assert learner.studies(card).ivl > 1
    told, sound = learner.collection.fix_integrity()
    assert sound
    assert told == "Database rebuilt and optimized."
    assert learner.collection.get_empty_cards().notes == []


def test_a_question_makes_the_cards_that_suit_its_kind(newsroom: Any, learner: Any, every_kind: Any) -> None:
    newsroom.load({"trees": every_kind})
    learner.opens(newsroom.set_deck())
    made: dict[str, list[str]] = {}
    for card in learner.cards():
        made.setdefault(card.note()["Id"].split("/")[1], []).append(card.note_type()["name"])
    samples = {name.replace("_", "-"): kind.sample().question for name, kind in all_kinds().items()}
    assert made["matching"] == ["quizapp Basic"] * len(samples["matching"].pairs)
    assert made["ordering"] == ["quizapp Basic"] * len(samples["ordering"].items)
    assert made["cloze"] == ["quizapp Cloze"] * len(samples["cloze"].gaps)
    assert made["choice"] == made["multiple"] == made["true-false"] == ["quizapp Choice"]
    assert made["short-text"] == made["number"] == ["quizapp Typed"]


def test_new_cards_come_in_the_order_of_the_set(newsroom: Any, learner: Any, ask: Any) -> None:
    names = [f"q-{number}" for number in (3, 1, 2, 5, 4)]
    newsroom.load({"trees": [ask(name) for name in names]})
    learner.opens(newsroom.set_deck())
    queued = learner.collection.db.list("select nid from cards where queue = 0 order by due")
    assert [learner.collection.get_note(note)["Id"] for note in queued] == [f"limes/{name}" for name in names]


@pytest.mark.parametrize(("slug", "language", "direction"), [("arabic", "ar", "rtl"), ("japanese", "ja", "ltr")])
def test_a_card_speaks_the_language_of_its_set(
    newsroom: Any, learner: Any, slug: str, language: str, direction: str
) -> None:
    newsroom.load_folder(LIBRARY)
    learner.opens(newsroom.article_deck(slug))
    (card,) = learner.cards()
    for side in (card.question(), card.answer()):
        assert f'<div class="quiz" lang="{language}" dir="{direction}">' in side
    assert f'<blockquote lang="{language}" dir="{direction}"><mark>' in card.answer()


def test_the_passage_may_be_in_another_language_than_the_question(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": {"title": "أشجار", "language": "ar", "questions": [ask("who", stem="كم شجرة؟")]}})
    learner.opens(newsroom.set_deck())
    back = learner.cards()[0].answer()
    assert '<div class="quiz" lang="ar" dir="rtl">' in back
    assert '<blockquote lang="en" dir="ltr"><mark>forty lime trees</mark>' in back
    assert '<bdi lang="en" dir="ltr">The Daily Leaf' in back


def test_an_article_brings_its_sets_as_subdecks_and_a_set_adds_nothing_to_them(newsroom: Any, learner: Any) -> None:
    newsroom.load_folder(LIBRARY)
    assert learner.opens(newsroom.set_deck("who-and-what"))["new"] == 10
    assert learner.opens(newsroom.article_deck("bridge")) == {"new": 1, "duplicate": 10}
    assert learner.opens(newsroom.set_deck("money-and-law")) == {"duplicate": 1}
    title = "Town opens a wooden bridge over the Lune after nine years of argument"
    names = {deck.name for deck in learner.collection.decks.all_names_and_ids()}
    assert names == {"Default", title, f"{title}::Who did what", f"{title}::Money and law"}


def test_tags_are_a_tree_below_the_article(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who", tags=["people", "city::council", "l'été"])]})
    learner.opens(newsroom.set_deck())
    root = "quiz::limes"
    assert sorted(learner.note().tags) == [root, f"{root}::city::council", f"{root}::l'été", f"{root}::people"]


def test_the_back_leads_to_the_source_and_to_the_passage(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck(site="https://quiz.example"))
    back = learner.cards()[0].answer()
    assert 'href="https://leaf.example/limes?a=1&amp;b=2"' in back
    assert "The Daily Leaf, 2020-05-04: Council plants lime trees" in shown(back)
    assert 'href="https://quiz.example/articles/limes#:~:text=forty%20lime%20trees"' in back


def test_without_an_address_of_its_own_the_site_is_not_linked(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load(
        {"trees": [ask("who")]}, article=newsroom.article.replace("url: https://leaf.example/limes?a=1&b=2\n", "")
    )
    learner.opens(newsroom.set_deck())
    back = learner.cards()[0].answer()
    assert "href" not in back
    assert "The Daily Leaf, 2020-05-04: Council plants lime trees" in shown(back)


def test_ids_that_a_learner_has_used_already_do_no_harm(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who")]})
    deck = newsroom.set_deck()
    learner.opens(deck)
    taken = learner.note().id
    learner.collection.remove_notes([taken])
    own = learner.collection.new_note(learner.collection.models.by_name("Basic"))
    own["Front"], own["Back"] = "mine", "mine too"
    learner.collection.add_note(own, 1)
    for table, column in (("notes", "id"), ("cards", "nid")):
        learner.collection.db.execute(f"update {table} set {column} = ? where {column} = ?", taken, own.id)
    assert learner.opens(deck) == {"new": 1}
    assert learner.collection.get_note(taken)["Front"] == "mine"
    assert learner.note("Id:limes/who").id != taken


def test_a_deck_of_a_thousand_cards_comes_in_whole(newsroom: Any, learner: Any, ask: Any) -> None:
    items = [f"item {number}" for number in range(20)]
    newsroom.load({"trees": [ask(f"q-{number}", kind="ordering", items=items) for number in range(50)]})
    assert learner.opens(newsroom.article_deck()) == {"new": 1000}
    assert learner.collection.card_count() == 1000


def test_the_first_content_comes_in_whole(newsroom: Any, learner: Any) -> None:
    newsroom.load_folder(shipped("content"))
    log = learner.opens(newsroom.article_deck("gsomia-2019"))
    assert set(log) == {"new"}
    for card in learner.cards():
        assert len(shown(card.question())) > 10
        assert card.note()["Evidence"].count("<mark>") >= 1
    assert learner.collection.get_empty_cards().notes == []
