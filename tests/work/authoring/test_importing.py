"""Files that the real Anki wrote become drafts, whole or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import Refusal, Unreadable
from quizapp.formats.anki.questions.contents import deck_key
from quizapp.formats.anki.questions.entries import token, token_in
from quizapp.store.tables import NoteRow, PictureRow, QuestionRow, UploadRow
from quizapp.work.authoring import drafting, importing, pictures, publishing
from quizapp.work.authoring.importing import Look, Report
from quizapp.work.authoring.portions import Choice

from .conftest import NOW
from .shelf import Shelf

Add = Callable[..., None]
Bring = Callable[..., Look]
Take = Callable[..., Report]
Working = Callable[..., WorkingSet]
LONG = "It is a long story of three travellers who met at the well, could not agree, and went home in the rain at last."


def documents(found: WorkingSet) -> list[dict[str, Any]]:
    return [dict(question.document) for question in found.questions]


@pytest.mark.parametrize("legacy", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_every_sort_of_note_in_every_sort_of_package_becomes_a_draft(
    shelf: Shelf, take: Take, working: Working, session: Session, legacy: bool, whole: bool
) -> None:
    shelf.picture("a lime.png")
    shelf.add("Basic", 'Which <b>tree</b>? <img src="a lime.png">', "Lime", tags=("wood",))
    shelf.add("Basic (and reversed card)", "Elm", "Ulmus")
    shelf.add("Basic (type in the answer)", "Type: oak", "Quercus robur")
    shelf.add("Cloze", "An {{c1::ash}} is a {{c2::tree::plant}}.", "Extra")
    shelf.add("Basic", "Why?", LONG)
    made = take(shelf.file(legacy=legacy, whole=whole))
    found = documents(working())
    assert [document["kind"] for document in found] == ["short_text"] * 4 + ["cloze", "short_text"]
    assert found[0] == {
        "kind": "short_text",
        "stem": "Which **tree**? ![a lime](a-lime.webp)",
        "answer": "Lime",
        "tags": ["wood"],
    }
    assert [(each["stem"], each["answer"]) for each in found[1:4]] == [
        ("Elm", "Ulmus"),
        ("Ulmus", "Elm"),
        (r"Type: oak", "Quercus robur"),
    ]
    assert {name: gap["answer"] for name, gap in found[4]["gaps"].items()} == {"1": "ash", "2": "tree"}
    assert "answer" not in found[5]
    assert found[5]["explanation"].startswith("It is a long story")
    assert session.scalars(select(PictureRow.name)).all() == ["a-lime.webp"]
    assert [question.id for question in working().questions] == [each.question_id for each in made.made]
    assert "Write what the picture a lime.png shows" in str(made.made[0].told[0])
    assert "too long to be typed" in str(made.made[5].told[0])


def test_the_look_counts_decks_types_tags_and_kinds_and_writes_nothing(
    shelf: Shelf, bring: Bring, session: Session, statements: list[str]
) -> None:
    shelf.add("Basic", "Which tree?", "Lime", deck="Trees::Tall", tags=("wood", "old"))
    shelf.add("Cloze", "An {{c1::ash}}.", deck="Trees", tags=("wood",))
    shelf.add("Cloze", "{{c1::<img src=no.png>}}", deck="Trees")
    found = bring(shelf.file())
    assert found.contents.decks == (("Trees", 2), ("Trees::Tall", 1))
    assert found.contents.note_types == (("Basic", 1), ("Cloze", 2))
    assert found.contents.tags == (("old", 1), ("wood", 2))
    assert found.portion.kinds == [("short_text", 1), ("cloze", 1)]
    assert [[str(why) for why in each.why] for each in found.portion.left_out] == [
        ["Gap 1 can't be typed; its answer stands in the text.", "There is no gap in it that can be typed."]
    ]
    assert session.scalar(select(func.count()).select_from(QuestionRow)) == 0


def test_decks_and_a_tag_are_chosen(shelf: Shelf, bring: Bring) -> None:
    shelf.add("Basic", "One?", "1", deck="Numbers", tags=("odd",))
    shelf.add("Basic", "Two?", "2", deck="Numbers")
    shelf.add("Basic", "Elm?", "Ulmus", deck="Trees", tags=("odd",))
    data = shelf.file()
    both = bring(data)
    (numbers,) = [deck_key(name) for name, _ in both.contents.decks if name == "Numbers"]
    assert [entry.title for entry in bring(data, decks=frozenset({numbers})).portion.entries] == ["One?", "Two?"]
    assert [entry.title for entry in bring(data, decks=frozenset({numbers}), tag="odd").portion.entries] == ["One?"]
    assert bring(data, decks=frozenset()).portion.entries == ()


def test_plain_cards_are_pairs_that_keep_their_sides_and_are_cards_of_their_own(
    shelf: Shelf, take: Take, working: Working, session: Session, author: Author, set_id: int
) -> None:
    guids = [shelf.add("Basic", f"Tree <i>{number}</i>", f"{LONG} {number}", tags=("wood",)) for number in range(11)]
    shelf.add("Cloze", "An {{c1::ash}}.")
    made = take(shelf.file(), plain=True)
    first, second, cloze = documents(working())
    assert [len(each["pairs"]) for each in (first, second)] == [5, 6]
    assert (first["kind"], first["stem"], first["tags"]) == ("matching", "Trees: what belongs together?", ["wood"])
    assert (first["pairs"][0]["left"], first["pairs"][0]["right"]) == ("Tree *0*", f"{LONG} 0")
    assert cloze["kind"] == "cloze"
    assert [(each.kind, each.cards) for each in made.made] == [("matching", 5), ("matching", 6), ("cloze", 1)]
    assert all(not each.told for each in made.made)
    whole = {"explanation": "So it is.", "evidence": [{"exact": "Nobody was hurt."}]}
    for question in working().questions:
        drafting.save(session, author, set_id, question.id, {**question.document, **whole}, question.stamp, NOW)
    publishing.publish(session, author, set_id, NOW)
    parts = session.scalars(select(NoteRow.part).order_by(NoteRow.id)).all()
    assert len(parts) == 11 + 1
    found = {token_in(part) for part in parts}
    assert {token(guid, 0) for guid in guids} <= found


def test_what_is_no_plain_card_is_a_question_and_says_so(shelf: Shelf, take: Take, working: Working) -> None:
    shelf.add("Basic", "Alone?", "Yes", deck="Alone")
    shelf.add("Basic", "Same?", "One", deck="Trees")
    shelf.add("Basic", "same?", "Two", deck="Trees")
    shelf.add("Basic", "Long?", LONG * 4, deck="Trees")
    shelf.add("Basic", "Other?", "Three", deck="Trees")
    made = take(shelf.file(), plain=True)
    assert [each["kind"] for each in documents(working())] == ["short_text", "matching", "short_text", "short_text"]
    for each in made.made:
        assert any("no plain card" in str(sentence) for sentence in each.told) is (each.kind != "matching")


def test_a_reversed_note_asks_in_each_direction_by_itself(shelf: Shelf, take: Take, working: Working) -> None:
    for number in range(3):
        shelf.add("Basic (and reversed card)", f"Left {number}", f"Right {number}")
    take(shelf.file(), plain=True)
    forth, back = documents(working())
    assert [pair["left"] for pair in forth["pairs"]] == ["Left 0", "Left 1", "Left 2"]
    assert [pair["left"] for pair in back["pairs"]] == ["Right 0", "Right 1", "Right 2"]
    assert not {pair["id"] for pair in forth["pairs"]} & {pair["id"] for pair in back["pairs"]}


def test_a_new_set_gets_the_title_and_the_notes(
    shelf: Shelf, bring: Bring, session: Session, author: Author, article_id: int
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    stamp = bring(shelf.file()).stamp
    with pytest.raises(Refusal, match="Give the set a title"):
        importing.take(session, author, stamp, Choice(article_id=article_id), NOW)
    importing.take(session, author, stamp, Choice(article_id=article_id, title="Limes"), NOW)
    made = importing.report(session, author)
    assert made
    found = publishing.opened(session, author, made.set_id, "own")
    assert (found.title, [question.stem for question in found.questions]) == ("Limes", ["Which tree?"])


def test_a_picture_that_is_there_is_not_doubled_and_one_of_the_same_name_gets_another(
    shelf: Shelf, take: Take, working: Working, session: Session, author: Author, article_id: int
) -> None:
    for name, colour in (("map.png", "red"), ("plan.png", "blue")):
        shelf.picture(name, colour)
        shelf.add("Basic", f'Where? <img src="{name}">', name)
    file = BytesIO()
    Image.new("RGB", (9, 9), "green").save(file, "PNG")
    pictures.add_picture(session, author, article_id, "map.png", file.getvalue())
    blue = (shelf.folder / "collection.media" / "plan.png").read_bytes()
    pictures.add_picture(session, author, article_id, "there.png", blue)
    take(shelf.file())
    assert set(session.scalars(select(PictureRow.name))) == {"map.webp", "there.webp", "map-2.webp"}
    assert [question.stem for question in working().questions] == [
        "Where? ![map](map-2.webp)",
        "Where? ![plan](there.webp)",
    ]


def test_notes_as_text_may_begin_as_a_package_does(bring: Bring) -> None:
    assert bring(b"PKW\tcar\n", "cars.txt").portion.kinds == [("short_text", 1)]


def test_what_is_no_file_from_anki_is_refused_and_not_kept(session: Session, author: Author) -> None:
    files = [("a.apkg", b"x"), ("a.txt", b""), ("a.txt", b"\xff\xfe"), ("a.txt", b"#html:true\n"), ("a.apkg", b"PK")]
    for name, data in [*files, ("a.txt", b"x" * (importing.LARGEST + 1))]:
        with pytest.raises(Unreadable):
            importing.keep(session, author, name, data, NOW)
    assert session.scalar(select(func.count()).select_from(UploadRow)) == 0
