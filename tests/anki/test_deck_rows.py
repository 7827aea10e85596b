"""What our rows leave to Anki, Anki finds by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest


@pytest.mark.parametrize("kind", ["short_text", "cloze"])
def test_anki_finds_the_field_to_sort_by_and_the_checksum(newsroom: Any, learner: Any, ask: Any, kind: str) -> None:
    fields: dict[str, Any] = {
        "short_text": {},
        "cloze": {
            "kind": "cloze",
            "text": "They sold [[1]].",
            "gaps": {"1": {"kind": "short_text", "answer": "limes"}},
        },
    }[kind]
    newsroom.load({"trees": [ask("who", **fields), ask("where", **fields)]})
    for stem in ("What of who?", "Corrected."):
        newsroom.load({"trees": [ask("who", stem=stem, **fields), ask("where", **fields)]})
        learner.opens(newsroom.set_deck())
        rows = learner.collection.db.all("select flds, sfld, csum from notes")
        assert len(rows) == 2
        for written, sorted_by, checksum in rows:
            assert sorted_by == re.sub(r"<[^>]*>", "", written.split("\x1f")[0])
            assert checksum > 0
    assert learner.collection.find_notes("Corrected.")


def test_the_collection_has_its_own_indexes_after_the_import(newsroom: Any, learner: Any, ask: Any) -> None:
    """The file has none, and Anki's own are left as they were."""
    listed = "select name from sqlite_master where type = 'index' and sql is not null order by name"
    before = learner.collection.db.list(listed)
    newsroom.load({"trees": [ask("who")]})
    learner.opens(newsroom.set_deck())
    assert learner.collection.db.list(listed) == before
    assert "ix_cards_nid" in before
