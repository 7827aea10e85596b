"""The deck's file: the same bytes for the same content, and nothing in it that Anki would stumble over."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from typing import Any

import pytest

from quizapp.core.card import Card, CardGap, CardOption
from quizapp.core.deck import DatedNote, Deck, DeckExport, Note
from quizapp.core.kinds import all_kinds
from quizapp.core.library import Article
from quizapp.core.picture import Picture
from quizapp.core.sentences import Refusal
from quizapp.formats.apkg import write_deck

ARTICLE = Article(slug="limes", title="Limes", publisher="Leaf", published="2020-05-04", body="Forty lime trees.")
PNG = b"\x89PNG\r\n\x1a\n of a map"
BASIC = Card(style="basic", front="Which trees?", back="Limes")


def dated(card: Card = BASIC, guid: str = "aaaa", changed: int = 1_600_000_000, **fields: Any) -> DatedNote:
    usual = {"question": "who", "explanation": "It says so.", "evidence": ("Forty",), "source": "Leaf"}
    return DatedNote(guid, changed, False, Note(card=card, **(usual | fields)))


def exported(*notes: DatedNote, pictures: tuple[Picture, ...] = ()) -> DeckExport:
    return DeckExport(ARTICLE, Deck("Limes::Trees", "About trees.", notes, path="/decks/sets/trees.apkg"), pictures)


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def rows(data: bytes, query: str) -> list[Any]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(opened(data).read("collection.anki2"))
        return database.execute(query).fetchall()


def picture(name: str = "map.png", data: bytes = PNG) -> Picture:
    return Picture(name, "image/png", data)


MAKES_A_DECK = """
import hashlib
from quizapp.core.card import Card, CardGap, CardOption
from quizapp.core.deck import DatedNote, Deck, DeckExport, Note
from quizapp.core.library import Article
from quizapp.core.picture import Picture
from quizapp.formats.apkg import write_deck
article = Article(slug="a", title="A", publisher="P", published="2020-05-04", body="Forty.")
gaps = tuple(CardGap(number=number, answer=str(number)) for number in range(1, 30))
cards = [
    Card(style="cloze", front=" ".join(f"[[{gap.number}]]" for gap in gaps), gaps=gaps),
    Card(style="choice", front="?", back="a", options=tuple(CardOption(text=t, correct=t == "a") for t in "abcdef")),
    Card(style="basic", front=" ".join(f"![p](p{n}.png)" for n in range(9)), back="b"),
]
said = dict(question="q", explanation="e", evidence=("Forty",), source="s")
notes = [DatedNote(f"g{n}", 1600000000, False, Note(card=card, **said)) for n, card in enumerate(cards)]
pictures = tuple(Picture(f"p{n}.png", "image/png", bytes([n])) for n in range(9))
data = write_deck(DeckExport(article, Deck("D", "", tuple(notes)), pictures)).data
print(hashlib.sha256(data).hexdigest())
"""


def test_the_bytes_follow_neither_the_clock_nor_the_seed_of_hashes() -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", MAKES_A_DECK],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima"))
    ]
    assert made[0] == made[1]
    with opened(write_deck(exported(dated())).data) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_any_change_of_content_changes_the_bytes() -> None:
    as_it_is = exported(dated())
    others = [
        exported(dated(changed=1_600_000_001)),
        exported(dated(explanation="Another.")),
        exported(dated(), dated(guid="bbbb")),
        DeckExport(ARTICLE, as_it_is.deck, site="https://quiz.example"),
    ]
    assert len({write_deck(export).data for export in [as_it_is, *others]}) == 5


def test_a_file_is_small() -> None:
    notes = [dated(guid=f"guid{number}") for number in range(100)]
    data = write_deck(exported(*notes)).data
    assert len(data) < 20_000
    with opened(data) as archive:
        assert archive.getinfo("collection.anki2").compress_type == zipfile.ZIP_DEFLATED


def test_dates_are_those_of_the_last_changes() -> None:
    data = write_deck(exported(dated(changed=1_600_000_000), dated(guid="bbbb", changed=1_700_000_000))).data
    assert rows(data, "select guid, mod from notes order by guid") == [("aaaa", 1_600_000_000), ("bbbb", 1_700_000_000)]


def test_ids_follow_from_the_guid_alone() -> None:
    alone = write_deck(exported(dated(guid="bbbb"))).data
    others = write_deck(exported(dated(), dated(guid="bbbb"), dated(guid="cccc"))).data
    for query in (
        "select id from notes where guid = 'bbbb'",
        "select id from cards where nid in (select id from notes where guid = 'bbbb')",
    ):
        assert rows(alone, query) == rows(others, query)
    numbers = rows(others, "select id from notes union all select id from cards")
    assert len(set(numbers)) == len(numbers) == 6


def test_a_picture_is_named_by_what_is_in_it() -> None:
    card = Card(
        style="basic", front="![A map](map.png)", back="![again](my%20map.png) ![B](data:image/png;base64,AAAA)"
    )
    data = write_deck(
        exported(dated(card), pictures=(picture(), picture("my map.png"), picture("unused.png", b"x")))
    ).data
    with opened(data) as archive:
        names = json.loads(archive.read("media"))
        files = {names[number]: archive.read(number) for number in names}
    assert sorted(files.values()) == [b"\x00\x00\x00", PNG]
    for name, content in files.items():
        assert name == f"quizapp-{hashlib.sha256(content).hexdigest()[:24]}.png"
    ((fields,),) = rows(data, "select flds from notes")
    assert all(f'src="{name}"' in fields for name in files)
    assert 'alt="A map"' in fields


def test_a_missing_picture_leaves_its_words_and_is_told() -> None:
    dumped = write_deck(exported(dated(Card(style="basic", front="Where? ![A <map>](map.png)", back="Here."))))
    assert [str(sentence) for sentence in dumped.left_out] == [
        "The picture map.png is missing; its words stand in its place."
    ]
    ((fields,),) = rows(dumped.data, "select flds from notes")
    assert fields.startswith("<p>Where? A &lt;map&gt;</p>\x1f")


def test_a_picture_that_is_damaged_in_the_text_is_missing_too() -> None:
    damaged = Card(style="basic", front="Where? ![A map](data:image/png;base64,AAA)", back="Here.")
    dumped = write_deck(exported(dated(damaged)))
    assert "The picture data:image/png;base64,AAA is missing" in str(dumped.left_out[0])
    assert rows(dumped.data, "select flds from notes")[0][0].startswith("<p>Where? A map</p>")


CLOZE = CardGap(number=1, answer="limes")
UNSOUND = {
    "its stem shows nothing": Card(style="basic", front="[x]: https://leaf.example", back="b"),
    "its answer shows nothing": Card(style="basic", front="f", back="&nbsp; &shy;"),
    "its text has no gap": Card(style="cloze", front="No gap."),
    "gap 1 is not in its text": Card(style="cloze", front="No [[2]].", gaps=(CLOZE,)),
    "gap 2 has no answer": Card(style="cloze", front="[[1]] [[2]]", gaps=(CLOZE, CardGap(number=2, answer=" "))),
}


@pytest.mark.parametrize("told", UNSOUND)
def test_what_anki_can_show_no_card_of_is_left_out_and_told(told: str) -> None:
    dumped = write_deck(exported(dated(), dated(UNSOUND[told], "bbbb", question="odd")))
    assert [str(sentence).split(". ")[0].rstrip(".") for sentence in dumped.left_out] == [f"odd: {told}"]
    assert rows(dumped.data, "select guid from notes") == [("aaaa",)]


def test_a_choice_without_a_key_is_left_out_and_told() -> None:
    card = Card(style="choice", front="Which?", options=(CardOption(text="a"), CardOption(text="b")))
    dumped = write_deck(exported(dated(), dated(card, "bbbb")))
    assert [str(sentence) for sentence in dumped.left_out] == ["who: its answer shows nothing. Write the answer in it."]


def test_the_second_of_two_notes_with_one_identity_is_left_out_and_told() -> None:
    dumped = write_deck(exported(dated(), dated(question="twin")))
    assert [str(sentence) for sentence in dumped.left_out] == ["twin: two cards have the same identity."]
    assert rows(dumped.data, "select count(*) from notes") == [(1,)]


def test_a_deck_without_a_card_is_refused() -> None:
    with pytest.raises(Refusal, match="There is no card to take home"):
        write_deck(exported())
    with pytest.raises(Refusal, match="its text has no gap"):
        write_deck(exported(dated(UNSOUND["its text has no gap"])))


def test_a_picture_alone_is_a_question() -> None:
    dumped = write_deck(exported(dated(Card(style="basic", front="![m](map.png)", back="b")), pictures=(picture(),)))
    assert dumped.left_out == ()


@pytest.mark.parametrize("language", ["de", "hu", "da", "ja", "ar"])
def test_a_written_date_is_no_list(language: str) -> None:
    kind = all_kinds()["date"]
    (card,) = kind.cards(kind.sample().question, language)
    ((fields,),) = rows(write_deck(exported(dated(card))).data, "select flds from notes")
    assert "<ol" not in fields
    assert "1814" in fields or "١٨١٤" in fields


def test_a_long_passage_is_looked_for_by_its_ends() -> None:
    passage = "It began well-known, early & often, " + "and so on " * 20 + "until the very end of the afternoon."
    export = exported(dated(evidence=(passage,)))
    ((fields,),) = rows(
        write_deck(DeckExport(ARTICLE, export.deck, site="https://q.example")).data, "select flds from notes"
    )
    address = next(field for field in fields.split("\x1f") if field.startswith("https://q.example"))
    begins, ends = address.split("#:~:text=")[1].split(",")
    assert begins == "It%20began%20well%2Dknown%2C%20early%20%26%20often%2C%20and%20so"
    assert ends.endswith("end%20of%20the%20afternoon.")
