"""A deck of ours that went through the real Anki, as drafts again: the same questions, as far as cards tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from anki.collection import ExportAnkiPackageOptions

from quizapp.core.drafts import finished
from quizapp.formats.anki.questions import Draft, drafts
from quizapp.formats.anki.reading import read_package

CHOICES: list[Any] = [{"text": "*lime*", "correct": True}, "oak <b>", {"text": "none", "pinned": True}]


@pytest.fixture
def comes_back(newsroom: Any, learner: Any, tmp_path: Path) -> Any:
    def back(*questions: dict[str, Any]) -> list[Draft]:
        newsroom.load({"trees": list(questions)})
        learner.opens(newsroom.set_deck())
        path = str(tmp_path / "back.apkg")
        learner.collection.export_anki_package(out_path=path, limit=None, options=ExportAnkiPackageOptions())
        return sorted(drafts(read_package(Path(path))), key=lambda draft: draft.source)

    return back


def test_a_typed_answer(comes_back: Any, ask: Any) -> None:
    (draft,) = comes_back(ask("who", stem="Which *trees*, {{a}}?", tags=["people"], answer="lime & <oak>"))
    assert draft.source == "limes/who"
    assert draft.document == {
        "kind": "short_text",
        "stem": "Which *trees*, {{a}}?",
        "answer": "lime & <oak>",
        "explanation": "The article says so.",
        "evidence": [{"exact": "forty lime trees"}],
        "tags": ["people"],
    }
    assert draft.left_out == ()


@pytest.mark.parametrize("kind", ["choice", "multiple"])
def test_choices_with_their_key(comes_back: Any, ask: Any, kind: str) -> None:
    options = CHOICES if kind == "choice" else [*CHOICES, {"text": "linden", "correct": True}]
    (draft,) = comes_back(ask("who", kind=kind, options=options))
    assert draft.document["kind"] == kind
    found = {option["text"]: option for option in draft.document["options"]}
    assert found[r"oak \<b>"] == {"text": r"oak \<b>"}
    assert found["none"] == {"text": "none", "pinned": True}
    assert {text for text, option in found.items() if option.get("correct")} == {
        option["text"] for option in options if isinstance(option, dict) and option.get("correct")
    }
    assert finished(draft.document).faults == ()


def test_gaps_with_their_numbers(comes_back: Any, ask: Any) -> None:
    gaps = {"2": {"kind": "short_text", "answer": "limes"}, "1": {"kind": "number", "answer": 40, "unit": "trees"}}
    (draft,) = comes_back(ask("who", kind="cloze", stem="Fill in.", text="They planted [[1]] of [[2]].", gaps=gaps))
    assert draft.document["stem"] == "Fill in."
    assert draft.document["text"] == "They planted [[1]] of [[2]]."
    assert {name: gap["answer"] for name, gap in draft.document["gaps"].items()} == {"1": "40", "2": "limes"}
    assert finished(draft.document).faults == ()


def test_cards_of_pairs_ask_one_question_each(comes_back: Any, ask: Any) -> None:
    pairs = [{"id": "a", "left": "Ada", "right": "mayor"}, {"id": "b", "left": "Ben", "right": "envoy"}]
    first, second = comes_back(ask("who", kind="matching", stem="Who was what?", pairs=pairs))
    assert [(draft.source, draft.document["answer"]) for draft in (first, second)] == [
        ("limes/who/a", "mayor"),
        ("limes/who/b", "envoy"),
    ]
    assert "Ada" in first.document["stem"]


def test_a_withdrawn_question_does_not_come_back(newsroom: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who"), ask("where")]})
    newsroom.load({"trees": [ask("where")]})
    gone, kept = sorted(drafts(read_package(newsroom.set_deck())), key=lambda draft: draft.document is not None)
    assert (gone.document, [str(told) for told in gone.left_out]) == (None, ["This question was withdrawn."])
    assert kept.source == "limes/where"
