"""A deck of ours that was changed in the real Anki: nothing is doubled or overwritten, and what differs is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.sentences import Refusal
from quizapp.formats.apkg import write_deck
from quizapp.store import decks
from quizapp.store.tables import NoteRow
from quizapp.work.authoring import drafting, importing, publishing, sets
from quizapp.work.authoring.importing import Look
from quizapp.work.authoring.portions import Choice

from .conftest import NOW

Add = Callable[..., int]
Look_ = Callable[..., Look]
Edit = Callable[..., None]
#: Anki dates an edit by its own clock; what was published long before it is older.
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Collection]:
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


@pytest.fixture
def published(session: Session, author: Author, set_id: int, add: Add) -> dict[str, int]:
    """One question of each sort of card, which learners have."""
    pairs = [{"id": "nils", "left": "Nils", "right": "captain"}, {"id": "ida", "left": "Ida", "right": "ferry"}]
    made = {
        "typed": add("When did it leave?", kind="short_text", answer="noon"),
        "choice": add("When did the ferry leave?"),
        "number": add("How many?", kind="number", answer=212),
        "matching": add("Who or what?", kind="matching", pairs=pairs),
    }
    for question in publishing.opened(session, author, set_id, "edit").questions:
        if question.kind != "choice":
            plain = {name: value for name, value in question.document.items() if name != "options"}
            drafting.save(session, author, set_id, question.id, plain, question.stamp, NOW)
    publishing.publish(session, author, set_id, LONG_AGO, "public")
    return made


@pytest.fixture
def taken_home(session: Session, author: Author, set_id: int, published: dict[str, int], anki: Collection) -> None:
    found = publishing.opened(session, author, set_id, "view")
    held = decks.set_deck(session, found.slug)
    assert held
    path = Path(anki.path).with_name("home.apkg")
    path.write_bytes(write_deck(decks.deck_export(session, held)).data)
    anki.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions()))


@pytest.fixture
def edit(anki: Collection) -> Edit:
    """`edit("When did", Answer="dusk")`: change a note in Anki, as its editor does."""

    def change(front: str, **fields: str) -> None:
        (number,) = (each for each in anki.find_notes("") if front in anki.get_note(each).fields[0])
        note = anki.get_note(number)
        for name, value in fields.items():
            note[name] = value
        anki.update_note(note)

    return change


@pytest.fixture
def look(session: Session, author: Author, set_id: int, anki: Collection) -> Look_:
    """`look()`: export everything from Anki, bring it, and look at it."""

    def bring(who: Author | None = None, choice: Choice | None = None) -> Look:
        path = Path(anki.path).with_name("back.apkg")
        anki.export_anki_package(out_path=str(path), limit=None, options=ExportAnkiPackageOptions())
        importing.keep(session, who or author, "back.apkg", path.read_bytes(), NOW)
        found = importing.look(session, who or author, choice or Choice(set_id=set_id))
        assert found
        return found

    return bring


@pytest.mark.usefixtures("taken_home")
def test_a_deck_that_was_not_changed_offers_and_makes_nothing(
    look: Look_, session: Session, author: Author, set_id: int
) -> None:
    found = look()
    assert (len(found.returned.guids), found.returned.same, found.returned.offered) == (5, 5, ())
    assert found.portion.entries == ()
    with pytest.raises(importing.Nothing):
        importing.take(session, author, found.stamp, Choice(set_id=set_id), NOW)


@pytest.mark.usefixtures("taken_home")
def test_what_was_changed_in_anki_is_offered_and_taken_over_only_where_it_is_ticked(
    look: Look_, edit: Edit, session: Session, author: Author, set_id: int, published: dict[str, int]
) -> None:
    edit("When did it leave", Answer="at dusk", Explanation="It <b>left</b> late.")
    edit("When did the ferry", Front="At what time did the ferry leave?")
    found = look()
    offered = {each.question_id: each for each in found.returned.offered}
    assert set(offered) == {published["typed"], published["choice"]}
    assert [(part.name, part.before, part.after) for part in offered[published["typed"]].parts] == [
        ("answer", "noon", "at dusk"),
        ("explanation", "It left at noon.", "It **left** late."),
    ]
    assert not publishing.opened(session, author, set_id, "view").changed
    ticked = {offered[published["typed"]].note_id}
    assert importing.take_over(session, author, found.stamp, ticked, NOW) == 1
    typed, choice, *_ = publishing.opened(session, author, set_id, "view").questions
    assert (typed.document["answer"], typed.document["explanation"]) == ("at dusk", "It **left** late.")
    assert (typed.state, choice.state) == ("changed", "unchanged")
    assert [each.question_id for each in look().returned.offered] == [published["choice"]]


@pytest.mark.usefixtures("taken_home")
def test_what_no_part_of_the_question_says_alone_is_told_and_left(
    look: Look_, edit: Edit, session: Session, author: Author, published: dict[str, int]
) -> None:
    edit("How many", Answer="213")
    edit("Nils", Back="skipper")
    edit("When did the ferry", Options="<ol><li>At one</li></ol>")
    found = look()
    assert [(each.can_be_taken, each.parts[0].name) for each in found.returned.offered] == [(False, "")] * 3
    everything = {each.note_id for each in found.returned.offered}
    assert importing.take_over(session, author, found.stamp, everything, NOW) == 0


@pytest.mark.usefixtures("taken_home")
def test_what_is_newer_here_is_not_offered(
    look: Look_, edit: Edit, session: Session, author: Author, set_id: int, published: dict[str, int]
) -> None:
    edit("When did it leave", Answer="at dusk")
    (row,) = session.scalars(select(NoteRow).where(NoteRow.question_id == published["typed"]))
    row.changed = 4_000_000_000
    session.commit()
    assert look().returned.offered == ()


@pytest.mark.usefixtures("taken_home")
def test_for_who_may_not_change_the_questions_they_are_a_strangers_cards(
    look: Look_, edit: Edit, session: Session, author: Author, teacher: Callable[..., Author], set_id: int
) -> None:
    edit("When did it leave", Answer="at dusk")
    other = teacher("Nils Dahl")
    sets.share(session, author, set_id, f"nils-{other.person_id}@school.example", "view", NOW)
    found = look(other, Choice())
    assert found.returned.guids == frozenset()
    assert len(found.portion.entries) == 5
    own = look()
    every = {each.note_id for each in own.returned.offered}
    with pytest.raises(Refusal):
        importing.take_over(session, other, own.stamp, every, NOW)
    look(other, Choice())
    assert importing.take_over(session, other, stamp(session, other), every, NOW) == 0
    assert not publishing.opened(session, author, set_id, "view").changed


def stamp(session: Session, who: Author) -> str:
    found = importing.look(session, who, Choice())
    assert found
    return found.stamp
