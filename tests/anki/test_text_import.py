"""Our text file in the real Anki's own import, and Anki's text export read by us."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from anki.collection import ImportCsvRequest

from quizapp.formats import Dumped
from quizapp.formats.anki.questions import drafts
from quizapp.formats.anki.text.reading import read_notes
from quizapp.formats.anki_text import FORMAT
from quizapp.store import decks
from quizapp.web.extensions import db

CITIES = [{"text": "Oslo", "correct": True}, "Bergen"]
GAPS = {"1": {"kind": "short_text", "answer": "limes"}, "2": {"kind": "short_text", "answer": "canal"}}


def printed(newsroom: Any) -> Dumped:
    with newsroom.app.app_context():
        held = decks.set_deck(db.session(), "trees")
        assert held
        export = decks.deck_export(db.session(), held, "")
        return FORMAT.write(export)  # type: ignore[arg-type]  # of a set's export it reads no more than of a deck's


def imports(learner: Any, data: bytes, folder: Path) -> dict[str, int]:
    path = folder / "notes.txt"
    path.write_bytes(data)
    metadata = learner.collection.get_csv_metadata(path=str(path), delimiter=None)
    log = learner.collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    lists = {name.name: getattr(log, name.name) for name in log.DESCRIPTOR.fields}
    return {name: len(notes) for name, notes in lists.items() if hasattr(notes, "append") and notes}


@pytest.fixture
def four(newsroom: Any, ask: Any) -> Any:
    def load(stem: str = "Which *trees*?") -> Any:
        newsroom.load(
            {
                "trees": [
                    ask("typed", stem=stem, answer="<lime> & oak", tags=["wood"]),
                    ask("choice", kind="choice", options=CITIES),
                    ask("cloze", kind="cloze", text="They planted [[1]] at the [[2]].", gaps=GAPS),
                    ask("date", kind="date", stem="#1: when?", answer="2020-05-04"),
                ]
            }
        )
        return newsroom

    return load


def test_every_note_arrives_with_its_type_deck_tags_and_identity(four: Any, learner: Any, tmp_path: Path) -> None:
    dumped = printed(four())
    assert imports(learner, dumped.data, tmp_path) == {"new": 4}
    typed = learner.note('"note:Basic (type in the answer)"')
    assert typed["Front"] == "<p>Which <em>trees</em>?</p>"
    assert typed["Back"] == "&lt;lime&gt; &amp; oak"
    assert typed.tags == ["quiz::limes", "quiz::limes::wood"]
    cloze = learner.note("note:Cloze")
    assert "{{c1::limes}}" in cloze["Text"]
    assert "forty lime trees" in cloze["Back Extra"]
    assert {learner.collection.decks.name(card.did) for card in learner.cards()} == {"Council plants lime trees::Trees"}
    assert len(learner.cards()) == 5
    assert "Oslo" in learner.note("Bergen")["Back"]
    assert "Bergen" not in learner.note("Bergen")["Back"]


def test_imported_again_only_what_was_corrected_is_updated(four: Any, learner: Any, tmp_path: Path) -> None:
    imports(learner, printed(four()).data, tmp_path)
    card = learner.studies(learner.cards("note:Cloze")[0])
    imports(learner, printed(four(stem="Corrected?")).data, tmp_path)
    assert len(learner.collection.find_notes("")) == 4
    assert learner.note("Corrected")["Front"] == "<p>Corrected?</p>"
    due = card.due
    card.load()
    assert card.due == due


def test_a_deck_that_is_there_already_is_left_as_it_is(four: Any, learner: Any, tmp_path: Path) -> None:
    newsroom = four()
    learner.opens(newsroom.set_deck())
    before = [dict(learner.collection.get_note(note).items()) for note in learner.collection.find_notes("")]
    imports(learner, printed(newsroom).data, tmp_path)
    assert [dict(learner.collection.get_note(note).items()) for note in learner.collection.find_notes("")] == before


def test_what_a_text_can_not_carry_is_told(newsroom: Any, four: Any, ask: Any) -> None:
    told = [str(sentence) for sentence in printed(four()).left_out]
    assert [sentence.split()[0] for sentence in told] == ["Options", "Cards"]
    newsroom.forget()
    newsroom.load({"trees": [ask("date", kind="date", answer="2020-05-04")]})
    assert printed(newsroom).left_out == ()


def test_our_own_file_is_read_back(four: Any) -> None:
    dumped = printed(four())
    found = read_notes(dumped.data)
    assert len(found.notes) == 4
    documents = [draft.document for draft in drafts(found)]
    assert {document["kind"] for document in documents if document} == {"short_text", "cloze"}
    assert printed(four()).data == dumped.data


def test_what_anki_exports_as_text_is_read(four: Any, learner: Any, tmp_path: Path) -> None:
    learner.opens(four().set_deck())
    path = tmp_path / "out.txt"
    learner.collection.export_note_csv(
        out_path=str(path),
        limit=None,
        with_html=True,
        with_tags=True,
        with_deck=True,
        with_notetype=True,
        with_guid=True,
    )
    there = {note.guid: note for note in map(learner.collection.get_note, learner.collection.find_notes(""))}
    for note in read_notes(path.read_bytes()).notes:
        assert note.type.name == there[note.guid].note_type()["name"]
        assert list(note.tags) == there[note.guid].tags
        assert note.fields == dict(there[note.guid].items())
    sources = {draft.source for draft in drafts(read_notes(path.read_bytes()))}
    assert sources == {"limes/typed", "limes/choice", "limes/cloze", "limes/date"}
