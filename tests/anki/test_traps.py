"""What Anki does with files that are made otherwise than ours: the reasons for how ours are made."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from typing import Any
from zipfile import ZipFile

Change = Callable[[sqlite3.Connection], None]


def altered(package: bytes, change: Change) -> bytes:
    """The package with its collection changed."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, _changed(data, change) if name == "collection.anki2" else data)
    return out.getvalue()


def _changed(data: bytes, change: Change) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        change(database)
        database.commit()
        return bytes(database.serialize())


def change_models(database: sqlite3.Connection, change: Callable[[dict[str, Any]], None]) -> None:
    (models,) = database.execute("SELECT models FROM col").fetchone()
    found = json.loads(models)
    for model in found.values():
        change(model)
    database.execute("UPDATE col SET models = ?", (json.dumps(found),))


def a_day_later(database: sqlite3.Connection) -> None:
    database.execute("UPDATE notes SET mod = mod + 86400")


def test_a_spare_field_that_is_filled_later_arrives(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    learner.studies(learner.cards()[0])
    before, names = learner.history(), learner.note().keys()
    place = names.index("Spare 2")

    def fill(database: sqlite3.Connection) -> None:
        (fields,) = database.execute("SELECT flds FROM notes").fetchone()
        values = fields.split("\x1f")
        values[place] = "came later"
        database.execute("UPDATE notes SET flds = ?", ("\x1f".join(values),))
        a_day_later(database)

    assert learner.opens(altered(newsroom.set_deck(), fill)) == {"updated": 1}
    assert learner.note()["Spare 2"] == "came later"
    assert learner.history() == before


def test_a_new_field_would_stop_all_updates(newsroom: Any, learner: Any, ask: Any) -> None:
    """So the spare ones are there from the first day, and a test holds the schema."""
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    newsroom.load({"trees": [ask("who", stem="Corrected.")]})

    def add_field(database: sqlite3.Connection) -> None:
        def more(model: dict[str, Any]) -> None:
            model["flds"].append({**model["flds"][-1], "name": "One more", "ord": len(model["flds"]), "id": 77})
            model["mod"] += 86_400

        change_models(database, more)
        database.execute("UPDATE notes SET flds = flds || char(31)")

    assert learner.opens(altered(newsroom.set_deck(), add_field)) == {"conflicting": 1}
    assert "Corrected." not in learner.note()["Front"]
    assert len([each for each in learner.collection.models.all_names() if each.startswith("quizapp Typed")]) == 2


def test_a_renamed_field_with_its_number_is_the_same_field(newsroom: Any, learner: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    newsroom.load({"trees": [ask("who", stem="Corrected.")]})

    def rename(database: sqlite3.Connection) -> None:
        def named(model: dict[str, Any]) -> None:
            next(field for field in model["flds"] if field["name"] == "Spare 1")["name"] = "Renamed"
            model["mod"] += 86_400

        change_models(database, named)

    assert learner.opens(altered(newsroom.set_deck(), rename)) == {"updated": 1}
    assert "Corrected." in learner.note()["Front"]
    assert "Renamed" in learner.note().keys()  # noqa: SIM118 - a note is no mapping


def test_a_later_date_alone_would_overwrite_a_learners_own_words(newsroom: Any, learner: Any, ask: Any) -> None:
    """So a note's date moves only with its content."""
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    note = learner.note()
    note["Explanation"] = "mine"
    learner.collection.update_note(note)
    learner.collection.db.execute("update notes set mod = mod - 1000000000")
    assert learner.opens(altered(newsroom.set_deck(), a_day_later)) == {"updated": 1}
    assert learner.note()["Explanation"] != "mine"


def test_a_later_date_of_the_look_would_overwrite_a_learners_own(newsroom: Any, learner: Any, ask: Any) -> None:
    """So a note type's date moves only with its templates."""
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    look = learner.collection.models.by_name("quizapp Typed")
    look["css"] += ".card { font-size: 40px; }"
    learner.collection.models.update_dict(look)
    far = 4_000_000_000

    def later(database: sqlite3.Connection) -> None:
        change_models(database, lambda model: model.update(mod=far))

    learner.opens(altered(newsroom.set_deck(), later))
    assert "font-size: 40px" not in learner.collection.models.by_name("quizapp Typed")["css"]


def test_a_note_that_is_missing_from_the_file_stays(newsroom: Any, learner: Any, ask: Any) -> None:
    """So a withdrawn question is exported once more, with its banner."""
    newsroom.load({"trees": [ask("who"), ask("where")]})
    learner.opens(newsroom.set_deck())

    def drop(database: sqlite3.Connection) -> None:
        database.execute("DELETE FROM cards WHERE nid = (SELECT min(id) FROM notes)")
        database.execute("DELETE FROM notes WHERE id = (SELECT min(id) FROM notes)")

    assert learner.opens(altered(newsroom.set_deck(), drop)) == {"duplicate": 1}
    assert len(learner.cards()) == 2


def test_a_renamed_deck_would_part_new_cards_from_old_ones(newsroom: Any, learner: Any, ask: Any) -> None:
    """So a deck's name is settled when it is first loaded."""
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    newsroom.load({"trees": [ask("who"), ask("new")]})

    def rename(database: sqlite3.Connection) -> None:
        (text,) = database.execute("SELECT decks FROM col").fetchone()
        decks = json.loads(text)
        for deck in decks.values():
            deck["name"] += " renamed"
        database.execute("UPDATE col SET decks = ?", (json.dumps(decks),))

    assert learner.opens(altered(newsroom.set_deck(), rename)) == {"new": 1, "duplicate": 1}
    assert len({card.did for card in learner.cards()}) == 2
