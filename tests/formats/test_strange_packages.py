"""Packages that were made to do harm, or are not what they say: each is refused with a sentence, and nothing runs."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import stat
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import zstandard

from quizapp.core.sentences import Refusal
from quizapp.formats.anki.reading import read_package
from quizapp.formats.anki.reading.limits import MOST_CARDS, MOST_MEDIA, MOST_NOTES, MOST_REVIEWS

from .packages import PNG, changed, collection, package, script

#: The system ends what takes more.
LARGEST = 200_000_000
BOUND = """
import resource, sys
from quizapp.formats.anki.reading import limits
limits.hold()
try:
    bytearray(int(sys.argv[1]))
except MemoryError:
    print("memory")
if resource.getrlimit(resource.RLIMIT_CPU) == (8, 8):
    print("time")
"""
MANY = "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 100 + %d) "
ZEROS = bytes(201_000_000)


def refused(data: bytes | Path) -> str:
    with pytest.raises(Refusal) as caught:
        read_package(data)
    return str(caught.value)


def claiming(data: bytes, size: int) -> bytes:
    """The zip, with another size for its first file in the list at its end."""
    at = data.index(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<L", size) + data[at + 4 :]


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("collection.anki2")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def entries(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("collection.anki2", collection())
        for number in range(count):
            archive.writestr(str(number), b"")
    return out.getvalue()


def compressed(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(data)


STRANGE = {
    "not a zip": (lambda: b"x" * 1000, "no package from Anki, or it is not complete"),
    "nothing": (lambda: b"", "no package from Anki"),
    "zeros": (lambda: ZEROS[:199_000_000], "no package from Anki"),
    "too large": (lambda: ZEROS, "larger than 200 MB"),
    "cut off": (lambda: package()[:-200], "no package from Anki"),
    "damaged": (lambda: package().replace(b"\xed", b"\xee"), "no package from Anki|can't be read"),
    "a zip of something else": (lambda: package({"readme.txt": b"hello"}), "There is no collection in this file"),
    "a database of something else": (lambda: package({"collection.anki2": b"x" * 9000}), "can't be read"),
    "an empty collection": (lambda: package({"collection.anki2": b""}), "can't be read"),
    "a bomb": (lambda: package({"collection.anki2": ZEROS}), "more than 200 MB"),
    "a newer bomb": (lambda: package({"collection.anki21b": compressed(ZEROS)}), "more than 200 MB"),
    "a bomb among the pictures": (lambda: package(_with_picture(PNG + ZEROS), {"0": "a.png"}), "more than 200 MB"),
    "more than it says": (lambda: claiming(package(), 100), "no package|can't be read"),
    "a window of a gigabyte": (lambda: package({"collection.anki21b": _wide()}), "can't be read"),
    "a link": (linked, "There is a link in this package"),
    "too many files": (lambda: entries(100_000), "more than 5000 files|too large"),
    "a name that leads out": (lambda: package(_with_picture(PNG), {"0": "../../x.png"}), "leads out of it"),
    "an entry that leads out": (lambda: package(_with_picture(PNG), {"../0": "x.png"}), "leads out of it"),
    "too many media": (
        lambda: package(None, {str(number): f"{number}.png" for number in range(MOST_MEDIA + 1)}),
        "more than 5000 media",
    ),
    "media that are no list": (lambda: package(None, ["a.png"]), "list of media"),
    "media that are nested": (lambda: _media(b"[" * 200_000), "list of media"),
    "a view for a table": (
        lambda: script("ALTER TABLE notes RENAME TO n; CREATE VIEW notes AS SELECT * FROM n;"),
        "not as Anki writes it",
    ),
    "an endless view for a table": (
        lambda: script(
            "DROP TABLE revlog; CREATE VIEW revlog AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT i AS id, 1 AS cid, 0 AS ease, 0 AS ivl, 0 AS lastIvl, 0 AS factor, 0 AS time, 0 AS type FROM n;"
        ),
        "not as Anki writes it",
    ),
    "a virtual table": (
        lambda: script("DROP TABLE revlog; CREATE VIRTUAL TABLE revlog USING fts4(id, cid);"),
        "not as Anki writes it",
    ),
    "a computed column": (
        lambda: script("ALTER TABLE notes ADD COLUMN x AS (length(zeroblob(900000000)));"),
        "not as Anki writes it",
    ),
    "a missing table": (lambda: script("DROP TABLE revlog;"), "can't be read"),
    "an unknown schema": (lambda: script("UPDATE col SET ver = 99;"), "not known here"),
    "no collection in the collection": (lambda: script("DELETE FROM col;"), "not as Anki writes it"),
    "note types that are no JSON": (lambda: script("UPDATE col SET models = '{';"), "Check Database"),
    "note types that are no note types": (lambda: script("""UPDATE col SET models = '{"1": 2}';"""), "Check Database"),
    "note types that are nested": (lambda: _nested("models"), "Check Database"),
    "decks that are no decks": (lambda: script("""UPDATE col SET decks = '{"1": []}';"""), "Check Database"),
    "settings that are no settings": (lambda: script("UPDATE col SET conf = '[]';"), "Check Database"),
    "a note without a type": (lambda: script("UPDATE notes SET mid = 5;"), "note's type is missing"),
    "a field as large as a book": (lambda: script("UPDATE notes SET flds = zeroblob(20000000);"), "can't be read"),
    "too many notes": (
        lambda: script(f"{MANY % MOST_NOTES} INSERT INTO notes SELECT i, i, 1, 0, 0, '', '', '', 0, 0, '' FROM n;"),
        "more than 100000 notes",
    ),
    "too many cards": (
        lambda: script(
            f"{MANY % MOST_CARDS} INSERT INTO cards"
            " SELECT i, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '' FROM n;"
        ),
        "more than 500000 cards",
    ),
    "too many reviews": (
        lambda: script(f"{MANY % MOST_REVIEWS} INSERT INTO revlog SELECT i, 2, 0, 0, 0, 0, 0, 0, 0 FROM n;"),
        "more than 1000000 reviews",
    ),
}


def _with_picture(data: bytes) -> dict[str, bytes]:
    return {"collection.anki2": collection(), "0": data}


def _media(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("collection.anki2", collection())
        archive.writestr("media", data)
    return out.getvalue()


def _wide() -> bytes:
    parameters = zstandard.ZstdCompressionParameters(window_log=30, strategy=1)
    worker = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return worker.compress(collection()) + worker.flush()


def _nested(column: str) -> bytes:
    return changed(lambda database: database.execute(f"UPDATE col SET {column} = ?", ("[" * 200_000,)))


@pytest.mark.parametrize("name", STRANGE)
def test_it_is_refused_with_a_sentence(name: str) -> None:
    make, told = STRANGE[name]
    sentence = refused(make())
    assert any(part in sentence for part in told.split("|")), sentence
    assert sentence.endswith(".")


def test_what_it_says_of_its_size_counts_for_nothing() -> None:
    assert len(read_package(claiming(package(), 10**9)).notes) == 1


def test_a_trigger_does_not_run_and_a_view_beside_the_tables_is_not_looked_at() -> None:
    found = read_package(
        script(
            "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM cards; END;"
            "CREATE VIEW extra AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"
        )
    )
    assert (len(found.notes), len(found.cards)) == (1, 1)


def test_a_database_in_which_pages_form_a_ring_ends() -> None:
    """The last page of the table of notes leads to its root again."""
    rows = [(f"front {number}", "x" * 500) for number in range(500)]
    data = bytearray(collection(fields=rows))
    with_root = sqlite3.connect(":memory:")
    with_root.deserialize(bytes(data))
    (root,) = with_root.execute("SELECT rootpage FROM sqlite_master WHERE name = 'notes'").fetchone()
    with_root.close()
    start = (root - 1) * 4096
    assert data[start] == 5
    data[start + 8 : start + 12] = struct.pack(">L", root)
    assert refused(package({"collection.anki2": bytes(data)})).endswith("again.")


def test_numbers_are_numbers_and_texts_are_texts_whatever_stood_there() -> None:
    found = read_package(
        script("UPDATE notes SET mod = 'soon', tags = 5, guid = x'ff61'; UPDATE cards SET due = 2.7, data = x'00';")
    )
    (note,), (card,) = found.notes, found.cards
    assert (note.modified, note.tags, note.guid) == (0, ("5",), "�a")
    assert (card.due, card.data) == (2, "\0")


def test_cards_without_a_note_and_reviews_without_a_card_are_passed_over() -> None:
    found = read_package(
        script(
            "INSERT INTO revlog VALUES (7, 999, 0, 3, 1, 1, 2500, 900, 0), (8, 2, 0, 3, 1, 1, 2500, 900, 0);"
            "INSERT INTO cards VALUES (9, 999, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '');"
        )
    )
    assert [card.id for card in found.cards] == [2]
    assert [review.at for review in found.reviews] == [8]


def test_a_reader_is_bound_to_little_memory_and_time(tmp_path: Path) -> None:
    words = [sys.executable, "-c", BOUND, str(LARGEST)]
    told = subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert told.stdout.split() == ["memory", "time"], told.stderr


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_package(package())
    for name in ("not a zip", "a bomb among the pictures", "a name that leads out", "too many notes"):
        refused(STRANGE[name][0]())
    assert list(tmp_path.iterdir()) == []


def test_the_reader_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its surroundings hold two settings, however many this process has; a module of its name elsewhere is not run."""
    monkeypatch.setenv("QUIZAPP_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    (tmp_path / "quizapp.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.chdir(tmp_path)
    assert read_package(package()).notes[0].fields == {"Front": "Which tree?", "Back": "lime"}
    assert os.environ["QUIZAPP_SECRET_KEY"]


def test_a_package_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    path.write_bytes(package(_with_picture(PNG), {"0": "a map.png"}))
    found = read_package(path)
    assert found.media == {"a map.png": PNG}
    assert json.loads(found.cards[0].data or "{}") == {}
    assert [path.name for path in tmp_path.iterdir()] == ["deck.apkg"]
