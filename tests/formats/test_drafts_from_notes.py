"""Notes from anyone's Anki as drafts of questions: what is asked, what is answered, and what stayed behind."""

from __future__ import annotations

import io
from typing import Any

import genanki
import pytest
from PIL import Image

from quizapp.core.drafts import finished
from quizapp.core.kinds import all_kinds
from quizapp.formats.anki.questions import Draft, drafts
from quizapp.formats.anki.reading.collection import Card, Collection, Note, NoteType, Template

BASIC, REVERSED, OPTIONAL, TYPED, CLOZE = (
    genanki.BASIC_MODEL,
    genanki.BASIC_AND_REVERSED_CARD_MODEL,
    genanki.BASIC_OPTIONAL_REVERSED_CARD_MODEL,
    genanki.BASIC_TYPE_IN_THE_ANSWER_MODEL,
    genanki.CLOZE_MODEL,
)


def type_of(model: Any) -> NoteType:
    """As the reader gives genanki's."""
    sides = tuple(Template(each["name"], each["qfmt"], each["afmt"]) for each in model.templates)
    fields = tuple(field["name"] for field in model.fields)
    return NoteType(model.model_id, model.name, model.model_type == model.CLOZE, fields, sides)


def read(*notes: tuple[Any, ...], media: dict[str, bytes] | None = None, tags: tuple[str, ...] = ()) -> list[Draft]:
    made = []
    for number, (model, *values) in enumerate(notes):
        kind = model if isinstance(model, NoteType) else type_of(model)
        made.append(Note(number, f"guid-{number}", kind, 0, tags, tuple(values)))
    return list(drafts(Collection(0, 0, None, (), tuple(made), (), (), media or {})))


def one(*note: Any, **around: Any) -> Draft:
    (draft,) = read(note, **around)
    return draft


def document(*note: Any) -> dict[str, Any]:
    draft = one(*note)
    assert draft.document, draft.left_out
    return draft.document


def told(draft: Draft) -> list[str]:
    return [str(sentence) for sentence in draft.left_out]


def picture(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(file, "PNG")
    return file.getvalue()


def test_a_short_back_is_the_answer() -> None:
    draft = one(BASIC, "Capital of <b>Norway</b>?", "<div>Oslo&nbsp;</div>", tags=("a,b", "x::y", "leech", "z"))
    assert draft.document == {
        "kind": "short_text",
        "stem": "Capital of **Norway**?",
        "answer": "Oslo",
        "tags": ["a-b", "x::y", "z"],
    }
    assert (draft.guid, draft.ord, draft.name, draft.left_out) == ("guid-0", 0, "Capital of Norway?", ())


def test_what_stands_below_a_short_first_line_explains_it() -> None:
    made = document(BASIC, "Capital?", "Oslo<br>It has <i>trams</i>.<ul><li>red ones</li></ul>")
    assert (made["answer"], made["explanation"]) == ("Oslo", "It has *trams*.\n\n- red ones")


@pytest.mark.parametrize("back", ["word " * 30, "<ul><li>one</li><li>two</li></ul>", "<b>?!</b>"])
def test_a_back_that_nobody_can_type_explains_and_the_answer_is_to_be_written(back: str) -> None:
    draft = one(BASIC, "Why?", back)
    assert draft.document
    assert "answer" not in draft.document
    assert draft.document["explanation"]
    assert told(draft) == ["Its back is too long to be typed and stands in the explanation: write a short answer."]
    missing = {fault.path for fault in finished(draft.document).faults}
    assert missing == {("answer",), ("evidence",)}


def test_a_reversed_note_asks_both_ways() -> None:
    asked = [draft.document for draft in read((REVERSED, "dog", "Hund"))]
    assert [(each["stem"], each["answer"]) for each in asked if each] == [("dog", "Hund"), ("Hund", "dog")]


def test_a_card_that_a_note_may_have_is_asked_where_its_field_says_so() -> None:
    assert [told(draft) for draft in read((OPTIONAL, "cat", "Katze", ""))] == [
        [],
        ["Its front shows nothing that can be asked here."],
    ]
    assert all(draft.document for draft in read((OPTIONAL, "cat", "Katze", "y")))


def test_only_cards_that_are_there_are_asked() -> None:
    note = Note(1, "guid", type_of(OPTIONAL), 0, (), ("cat", "Katze", ""))
    card = Card(1, 1, 0, "Default", 0, 0, 0, 0, 0, 0, 0, 0, "")
    assert [draft.ord for draft in drafts(Collection(0, 0, None, (), (note,), (card,), (), {}))] == [0]


def test_an_answer_to_be_typed_is_the_answer_however_long_it_is() -> None:
    assert document(TYPED, "Name all.", "word " * 30)["answer"] == ("word " * 30).strip()


def test_text_of_the_template_is_asked_and_other_fields_explain() -> None:
    sides = Template(
        "Card", "What is the capital of {{Country}}?", "{{FrontSide}}<hr id=answer>{{City}}<br>{{hint:More}}"
    )
    kind = NoteType(1, "Geo", False, ("Country", "City", "More", "Hidden"), (sides,))
    draft = one(kind, "Norway", "Oslo", "It is in the south.", "secret")
    assert draft.document == {
        "kind": "short_text",
        "stem": "What is the capital of Norway?",
        "answer": "Oslo",
        "explanation": "It is in the south.",
    }
    assert told(draft) == ["The field Hidden is on no card and was left out."]


def test_sounds_and_formulas_are_told() -> None:
    draft = one(BASIC, r"Say [sound:a.mp3] \(a^2\)", "[sound:b.mp3] four")
    assert draft.document == {"kind": "short_text", "stem": r"Say \\(a^2\\)", "answer": "four"}
    assert told(draft) == ["Sounds were left out.", "A formula is shown as it is written: pages don't typeset it."]


def test_programs_and_markdown_in_a_field_are_no_more_than_text() -> None:
    made = document(BASIC, "<script>alert(1)</script>[[1]] *x* <img src=x onerror=alert(1)>y", "a\x00b")
    assert made["stem"] == r"\[\[1\]\] \*x\* y"
    assert made["answer"] == "ab"


def test_a_picture_comes_along_with_its_files_name_for_its_words() -> None:
    media = {"eiffel_tower 2.png": picture(), "other.png": picture("blue")}
    draft = one(BASIC, '<img src="eiffel_tower%202.png">', "Eiffel Tower", media=media)
    assert draft.document
    assert draft.document["stem"] == "![eiffel tower 2](eiffel-tower-2.webp)"
    assert [found.name for found in draft.pictures] == ["eiffel-tower-2.webp"]
    assert told(draft) == ["Write what the picture eiffel_tower 2.png shows: its words are its file's name."]


def test_two_pictures_never_share_a_name_and_one_that_is_shown_twice_is_one() -> None:
    media = {"a b.png": picture(), "a-b.png": picture("blue")}
    notes = [(BASIC, f'<img src="{name}" alt="A">', "x") for name in ("a b.png", "a-b.png", "a b.png")]
    names = [draft.pictures[0].name for draft in read(*notes, media=media)]
    assert names == ["a-b.webp", "a-b-2.webp", "a-b.webp"]


def test_a_picture_that_is_missing_or_broken_is_told() -> None:
    draft = one(BASIC, 'Which? <img src="a.png" alt="A"><img src="b.png" alt="B">', "x", media={"b.png": b"\x89PNG no"})
    assert draft.document
    assert draft.document["stem"] == "Which?"
    assert told(draft)[0] == "The picture a.png is not in the package."
    assert "picture" in told(draft)[1]


def test_of_a_picture_that_is_missing_no_words_are_asked() -> None:
    assert told(one(BASIC, 'Which? <img src="a.png">', "x")) == ["The picture a.png is not in the package."]


def test_how_a_word_is_read_out_is_not_to_be_typed() -> None:
    read_out = "<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby><RUBY>都<RT class=x>と</RT ></RUBY>"
    assert document(BASIC, "首都？", read_out)["answer"] == "東京都"


def test_a_cloze_keeps_its_numbers_its_hints_and_its_extra() -> None:
    made = document(
        CLOZE, "<div>Norway</div><div>{{c3::<b>Oslo</b>::city}} has {{c1::700,000}} people.</div>", "So <b>it</b> is."
    )
    assert made == {
        "kind": "cloze",
        "stem": "Norway",
        "text": "[[3]] has [[1]] people.",
        "gaps": {
            "1": {"kind": "short_text", "answer": "700,000"},
            "3": {"kind": "short_text", "answer": "Oslo"},
        },
        "hints": [r"[3]: city"],
        "explanation": "So **it** is.",
    }


def test_deletions_within_others_and_a_number_twice_are_told() -> None:
    draft = one(CLOZE, "{{c1::{{c2::Harald::who}} V}} and {{c1::Sonja}} and {{c2::x}}", "")
    assert draft.document
    assert draft.document["text"] == "[[1]] and [[3]] and [[2]]"
    assert draft.document["gaps"]["1"]["answer"] == "Harald V"
    assert told(draft) == ["Gap 1 stands twice; one of them became gap 3."]


def test_a_gap_that_is_lost_within_another_is_told() -> None:
    draft = one(CLOZE, "{{c1::Oslo in {{c2::Norway::country}}}} and {{c3::a {{c4::b {{c3::c}}}}}}", "")
    assert draft.document
    assert draft.document["text"] == "[[1]] and [[3]]"
    assert [gap["answer"] for gap in draft.document["gaps"].values()] == ["Oslo in Norway", "a b c"]
    assert told(draft) == [
        "Gap 2 lies within another one and is not asked by itself.",
        "Gap 4 lies within another one and is not asked by itself.",
    ]


def test_a_deletion_of_several_cards_is_one_gap() -> None:
    made = document(CLOZE, "{{c1,2::Oslo {{c3,4::town::city}}::place}} and {{c2::Molde}}", "")
    assert made["text"] == "[[1]] and [[2]]"
    assert (made["gaps"]["1"]["answer"], made["hints"]) == ("Oslo town", ["[1]: place"])


def test_brackets_that_were_typed_are_no_gap_and_a_link_gives_way_to_one() -> None:
    made = document(CLOZE, '[[1]] <a href="https://x.example">{{c1::here}}</a>', "")
    assert list(made["gaps"]) == ["1"]
    assert finished({**made, "explanation": "e", "evidence": [{"exact": "e"}]}).faults == ()


@pytest.mark.parametrize(
    "value", ["{{c1::<img src=a.png>}}", "no gap", "{{c1::image-occlusion:rect:left=.1}}", "{{c1::?!}}"]
)
def test_a_cloze_without_a_gap_to_type_is_no_question(value: str) -> None:
    draft = one(CLOZE, value, "")
    assert draft.document is None
    assert draft.left_out


def test_fields_that_would_take_too_long_are_left_out_and_told() -> None:
    assert told(one(BASIC, "x" * 100_001, "y")) == ["One of its fields is too long to be read."]
    assert told(one(BASIC, "<b>" * 200 + "x", "y")) == ["One of its fields is nested too deeply to be read."]
    many = read(*[(BASIC, "<br>" * 20_000 + "x", "y")] * 6)
    assert told(many[-1]) == ["There is too much to read at once. Import fewer notes at a time."]


def test_no_more_drafts_are_made_than_are_asked_for() -> None:
    notes = tuple(Note(number, str(number), type_of(REVERSED), 0, (), ("a", "b")) for number in range(50))
    assert len(list(drafts(Collection(0, 0, None, (), notes, (), (), {}), most=7))) == 7


def test_every_document_is_of_a_kind_that_there_is() -> None:
    for draft in read((BASIC, "a", "b"), (CLOZE, "{{c1::a}}", ""), (TYPED, "a", "b")):
        assert draft.document
        assert draft.document["kind"] in all_kinds()
