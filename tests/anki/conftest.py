"""A newsroom that prints decks from its files, and learners who open them in the real Anki."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.scheduler.v3 import CardAnswer
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from quizapp.formats import Dumped
from quizapp.formats.apkg import write_deck
from quizapp.formats.yaml import FORMAT
from quizapp.settings import Settings
from quizapp.store import decks
from quizapp.web.extensions import db
from quizapp.work.loading import load

from ..databases import Filled, SqliteFile
from ..sites import Site

if TYPE_CHECKING:
    from anki.cards import Card
    from anki.notes import Note

ARTICLE = """\
---
title: Council plants lime trees
publisher: The Daily Leaf
published: 2020-05-04
url: https://leaf.example/limes?a=1&b=2
---
The council planted forty lime trees along the canal. Mayor Ada Brook dug the first hole on Monday.
"""
FIRST_LOAD = datetime(2021, 1, 1, tzinfo=UTC)


class Newsroom:
    """One folder of files, one database, one deck at a time; each load is a day later than the one before."""

    def __init__(self, folder: Path, app: Flask) -> None:
        self.folder, self.app, self.now, self.article = folder / "library", app, FIRST_LOAD, ARTICLE

    def load(self, sets: dict[str, Any], article: str = ARTICLE, pictures: dict[str, bytes] | None = None) -> None:
        """Load the article `limes` with these sets and no other: questions by the set's name, or its whole document."""
        shutil.rmtree(self.folder, ignore_errors=True)
        folder = self.folder / "limes"
        folder.mkdir(parents=True)
        (folder / "article.md").write_text(article)
        for name, content in sets.items():
            document = content if isinstance(content, dict) else {"title": name.title(), "questions": content}
            (folder / f"{name}.yaml").write_text(json.dumps(document, ensure_ascii=False, indent=1))
        for name, data in (pictures or {}).items():
            (folder / name).write_bytes(data)
        self.load_folder(self.folder)

    def load_folder(self, folder: Path) -> None:
        loaded = FORMAT.read(folder)
        assert not loaded.problems, loaded.problems
        self.now += timedelta(days=1)
        with self.app.app_context():
            load(db.session(), loaded.folders, self.now)
            db.session.remove()

    def forget(self) -> None:
        """An empty database, as on a server that is set up anew."""
        with self.app.app_context():
            db.drop_all()
            db.create_all()

    def set_deck(self, slug: str = "trees", site: str = "") -> bytes:
        return self._printed(decks.set_deck, slug, site)

    def article_deck(self, slug: str = "limes", site: str = "") -> bytes:
        return self._printed(decks.article_deck, slug, site)

    def _printed(self, find: Callable[..., decks.HeldDeck | None], slug: str, site: str) -> bytes:
        with self.app.app_context():
            held = find(db.session(), slug)
            assert held, f"there is no deck {slug}"
            dumped: Dumped = write_deck(decks.deck_export(db.session(), held, site))
        assert dumped.left_out == ()
        return dumped.data


@dataclass
class Learner:
    """A learner's collection; `opens` imports with the settings that Anki proposes."""

    collection: Collection
    folder: Path

    def opens(self, deck: bytes) -> Counter[str]:
        """How many notes were `new`, `updated`, `duplicate` (there already, left as they are), `conflicting` ..."""
        path = self.folder / "download.apkg"
        path.write_bytes(deck)
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        log = self.collection.import_anki_package(request).log
        counts = {name.name: getattr(log, name.name) for name in log.DESCRIPTOR.fields}
        return Counter({name: len(notes) for name, notes in counts.items() if hasattr(notes, "append") and notes})

    def note(self, search: str = "") -> Note:
        (found,) = self.collection.find_notes(search)
        return self.collection.get_note(found)

    def cards(self, search: str = "") -> list[Card]:
        """In the order in which they were made for the deck."""
        return [self.collection.get_card(card) for card in sorted(self.collection.find_cards(search), key=self._place)]

    def _place(self, card: Any) -> tuple[str, int, int]:
        found = self.collection.get_card(card)
        return self.collection.decks.name(found.did), found.due, found.ord

    def studies(self, card: Card) -> Card:
        """Answers the card twice: its next review is days away."""
        scheduler = self.collection.sched
        for rating in (CardAnswer.GOOD, CardAnswer.EASY):
            card.load()
            card.start_timer()
            states = self.collection._backend.get_scheduling_states(card.id)
            scheduler.answer_card(scheduler.build_answer(card=card, states=states, rating=rating))
        card.load()
        return card

    def history(self) -> list[Any]:
        """What a learner would hate to lose: each card's deck and place in the schedule, and every review."""
        cards = "select id, nid, ord, did, type, queue, due, ivl, factor, reps, lapses, data from cards order by id"
        return [self.collection.db.all(cards), self.collection.db.all("select * from revlog order by id")]


Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask() -> Ask:
    """`ask("who", stem="Who?", ...)`: a question's document; a short_text unless `kind` says otherwise."""

    def question(name: str, **fields: Any) -> dict[str, Any]:
        document = {"id": name, "kind": "short_text", "stem": f"What of {name}?", "explanation": "The article says so."}
        usual = {} if "kind" in fields else {"answer": "lime trees"}
        return {**document, "evidence": [{"exact": "forty lime trees"}], **usual, **fields}

    return question


@pytest.fixture(scope="session")
def news_site(tmp_path_factory: pytest.TempPathFactory, compiled_templates: FileSystemBytecodeCache) -> Site:
    folder = tmp_path_factory.mktemp("news-site")
    settings = Settings(instance=folder, database_url=f"sqlite:///{folder / 'news.sqlite3'}", secret_key="k" * 40)
    return Site(settings, compiled_templates)


@pytest.fixture(scope="session")
def news_sqlite(empty_database: Path) -> Filled:
    return SqliteFile(empty_database, "news.sqlite3")


@pytest.fixture
def newsroom(tmp_path: Path, news_site: Site, news_sqlite: Filled) -> Iterator[Newsroom]:
    with news_site.lend(news_sqlite, tmp_path) as app:
        yield Newsroom(tmp_path, app)


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    (tmp_path / "anki").mkdir()
    collection = Collection(str(tmp_path / "anki" / "collection.anki2"))
    yield Learner(collection, tmp_path)
    collection.close()
