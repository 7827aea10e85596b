"""Files that the real Anki wrote become drafts, whole or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ExportAnkiPackageOptions
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import NotAllowed, NotFound, Refusal, Unreadable
from quizapp.formats.anki.questions.contents import deck_key
from quizapp.formats.anki.questions.entries import token, token_in
from quizapp.store.tables import DraftRow, NoteRow, PictureRow, QuestionRow, SetRow, UploadRow
from quizapp.work.authoring import drafting, importing, pictures, publishing, sets
from quizapp.work.authoring.importing import Look, Report
from quizapp.work.authoring.portions import MOST_NOTES, Choice

from .conftest import NOW

Add = Callable[..., None]
Bring = Callable[..., Look]
Take = Callable[..., Report]
Working = Callable[..., WorkingSet]
LONG = "It is a long story of three travellers who met at the well, could not agree, and went home in the rain at last."


class Shelf:
    """A collection of the real Anki; `add` puts a note into it, `file` exports all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.anki = folder, Collection(str(folder / "collection.anki2"))

    def add(self, kind: str, *values: str, deck: str = "Trees", tags: tuple[str, ...] = ()) -> str:
        note = self.anki.new_note(self.anki.models.by_name(kind))
        note.fields = [*values, *note.fields[len(values) :]]
        note.tags = list(tags)
        self.anki.add_note(note, self.anki.decks.id(deck))
        return str(note.guid)

    def picture(self, name: str, colour: str = "red", size: int = 30) -> None:
        file = BytesIO()
        Image.new("RGB", (size, size), colour).save(file, "PNG")
        self.anki.media.write_data(name, file.getvalue())

    def file(self, *, legacy: bool = False, whole: bool = False) -> bytes:
        path = str(self.folder / ("out.colpkg" if whole else "out.apkg"))
        if whole:
            self.anki.export_collection_package(path, include_media=True, legacy=legacy)
            self.anki.reopen()
        else:
            options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
            self.anki.export_anki_package(out_path=path, limit=None, options=options)
        return Path(path).read_bytes()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.anki.close()


@pytest.fixture
def bring(session: Session, author: Author, set_id: int) -> Bring:
    """`bring(data, plain=True)`: upload a file and look at what it makes in the set."""

    def look(data: bytes, name: str = "trees.apkg", **fields: Any) -> Look:
        importing.keep(session, author, name, data, NOW)
        found = importing.look(session, author, Choice(**{"set_id": set_id, **fields}))
        assert found
        return found

    return look


@pytest.fixture
def take(session: Session, author: Author, set_id: int, bring: Bring) -> Take:
    """The same, and make the drafts."""

    def make(data: bytes, name: str = "trees.apkg", **fields: Any) -> Report:
        stamp = bring(data, name, **fields).stamp
        importing.take(session, author, stamp, Choice(**{"set_id": set_id, **fields}), NOW)
        made = importing.report(session, author)
        assert made
        return made

    return make


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


@pytest.mark.parametrize("plain", [True, False])
def test_brought_twice_nothing_is_doubled_even_after_it_was_published_and_reworded(
    shelf: Shelf, take: Take, bring: Bring, working: Working, session: Session, author: Author, set_id: int, plain: bool
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    shelf.add("Basic", "Which other?", "Elm")
    take(shelf.file(), plain=plain)
    whole = {"stem": "Anew?", "explanation": "So it is.", "evidence": [{"exact": "Nobody was hurt."}]}
    for question in working().questions:
        drafting.save(session, author, set_id, question.id, {**question.document, **whole}, question.stamp, NOW)
    publishing.publish(session, author, set_id, NOW)
    shelf.add("Basic", "A third?", "Oak")
    again = bring(shelf.file(legacy=True), plain=not plain).portion
    assert (again.here, again.notes, [entry.title for entry in again.entries]) == (2, 1, ["A third?"])
    other = sets.create_set(session, author, working().article_id, {"title": "Other"}, NOW)
    assert bring(shelf.file(), set_id=other).portion.here == 2


def test_with_nothing_new_nothing_is_made_not_even_a_set(
    shelf: Shelf, take: Take, bring: Bring, session: Session, author: Author, article_id: int
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    take(shelf.file())
    stamp = bring(shelf.file()).stamp
    with pytest.raises(importing.Nothing):
        importing.take(session, author, stamp, Choice(article_id=article_id, title="New"), NOW)
    assert session.scalar(select(func.count()).select_from(SetRow)) == 1


def test_a_deleted_draft_is_told_and_a_withdrawn_question_comes_back_as_itself(
    shelf: Shelf, take: Take, bring: Bring, working: Working, session: Session, author: Author, set_id: int
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    take(shelf.file())
    (question,) = working().questions
    whole = {**question.document, "explanation": "So.", "evidence": [{"exact": "Nobody was hurt."}]}
    drafting.save(session, author, set_id, question.id, whole, question.stamp, NOW)
    drafting.add_question(session, author, set_id, {**whole, "stem": "Another?"}, NOW)
    publishing.publish(session, author, set_id, NOW)
    drafting.remove(session, author, set_id, question.id, NOW)
    assert (bring(shelf.file()).portion.removed, bring(shelf.file()).portion.notes) == (1, 0)
    publishing.publish(session, author, set_id, NOW)
    take(shelf.file())
    assert [(each.id, each.state) for each in working().questions][1] == (question.id, "changed")
    assert session.scalar(select(func.count()).select_from(QuestionRow)) == 2


def test_five_hundred_notes_at_once_and_the_next_ones_after_them(shelf: Shelf, take: Take, working: Working) -> None:
    text = "".join(f"Tree {number}?\tAnswer {number}\n" for number in range(MOST_NOTES + 7)).encode()
    first = take(text, "trees.txt")
    assert (len(first.made), first.later) == (MOST_NOTES, 7)
    second = take(text, "trees.txt")
    assert (len(second.made), second.later, second.here) == (7, 0, MOST_NOTES)
    assert len(working().questions) == MOST_NOTES + 7


def test_text_without_guids_is_known_by_what_it_says(take: Take, bring: Bring) -> None:
    take(b"#separator:tab\nWhich tree?\tLime\nWhich?\tElm\n", "trees.txt")
    again = bring(b"Which tree?\tLime\nWhich?\tAsh\nWhich?\tAsh\n", "trees.txt")
    assert (again.portion.here, again.twice, [entry.document["answer"] for entry in again.portion.entries]) == (
        1,
        1,
        ["Ash"],
    )


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


def test_too_many_pictures_or_questions_make_nothing(
    shelf: Shelf, bring: Bring, session: Session, author: Author, article_id: int, set_id: int
) -> None:
    shelf.picture("map.png")
    shelf.add("Basic", 'Where? <img src="map.png">', "Here")
    stamp, choice = bring(shelf.file()).stamp, Choice(set_id=set_id)
    for number in range(pictures.MOST):
        session.add(PictureRow(article_id, f"{number}.png", "image/png", str(number), b""))
    session.commit()
    with pytest.raises(Refusal, match="200 pictures at most"):
        importing.take(session, author, stamp, choice, NOW)
    for number in range(drafting.MOST_QUESTIONS):
        session.add(QuestionRow(article_id, set_id, f"q-{number}", number, 1))
    session.commit()
    with pytest.raises(Refusal, match="1000 questions at most"):
        importing.take(session, author, stamp, choice, NOW)
    assert session.scalar(select(func.count()).select_from(DraftRow)) == 0
    assert importing.report(session, author) is None


def test_many_pictures_come_in_portions(shelf: Shelf, bring: Bring) -> None:
    for number in range(45):
        shelf.picture(f"map {number}.png", size=number + 1)
        shelf.add("Basic", f'Where is {number}? <img src="map {number}.png">', "Here")
    found = bring(shelf.file()).portion
    assert (found.notes, found.later) == (40, 5)


def test_only_who_may_change_the_set_brings_cards_and_nobody_sees_anothers_file(
    shelf: Shelf, bring: Bring, session: Session, author: Author, teacher: Callable[..., Author], set_id: int
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    stamp, other, choice = bring(shelf.file()).stamp, teacher("Nils Dahl"), Choice(set_id=set_id)
    assert importing.held(session, other) is None
    with pytest.raises(NotFound, match="no longer here"):
        importing.take(session, other, stamp, choice, NOW)
    importing.keep(session, other, "trees.apkg", shelf.file(), NOW)
    with pytest.raises(NotFound):
        importing.look(session, other, choice)
    sets.share(session, author, set_id, f"nils-{other.person_id}@school.example", "view", NOW)
    for deed in (importing.look, lambda *given: importing.take(*given[:2], stamp_of(session, other), choice, NOW)):
        with pytest.raises(NotAllowed):
            deed(session, other, choice)
    assert session.scalar(select(func.count()).select_from(QuestionRow)) == 0


def stamp_of(session: Session, who: Author) -> str:
    found = importing.look(session, who, Choice())
    assert found
    return found.stamp


def test_another_file_chosen_meanwhile_is_not_taken_for_the_first(
    shelf: Shelf, bring: Bring, session: Session, author: Author, set_id: int
) -> None:
    stamp = bring(b"Which tree?\tLime\n", "trees.txt").stamp
    bring(b"Which bird?\tHeron\n", "birds.txt")
    with pytest.raises(Refusal, match="another file since"):
        importing.take(session, author, stamp, Choice(set_id=set_id), NOW)


def test_what_is_no_file_from_anki_is_refused_and_not_kept(session: Session, author: Author) -> None:
    files = [("a.apkg", b"x"), ("a.txt", b""), ("a.txt", b"\xff\xfe"), ("a.txt", b"#html:true\n"), ("a.apkg", b"PK")]
    for name, data in [*files, ("a.txt", b"x" * (importing.LARGEST + 1))]:
        with pytest.raises(Unreadable):
            importing.keep(session, author, name, data, NOW)
    assert session.scalar(select(func.count()).select_from(UploadRow)) == 0
