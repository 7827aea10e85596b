"""docs/privacy.md tells of every table, and of how long things are kept what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from quizapp.store.base import Base
from quizapp.work import purging
from quizapp.work.accounts import links, signing_in

TEXT = (Path(__file__).parent.parent / "docs/privacy.md").read_text()
ROWS = [line.split("|")[1:4] for line in TEXT.splitlines() if line.startswith("| `")]


def until(table: str) -> str:
    (found,) = (kept for names, _, kept in ROWS if f"`{table}`" in names)
    return found


def test_every_table_is_told_of_once() -> None:
    told = [name for names, _, _ in ROWS for name in re.findall(r"`(\w+)`", names)]
    assert sorted(told) == sorted(Base.metadata.tables)
    assert all(what.strip() and kept.strip() for _, what, kept in ROWS)


def test_what_is_told_of_times_is_what_the_code_does() -> None:
    assert f"{purging.GUESTS_KEPT.days} days after" in until("people")
    assert purging.UPLOADS_KEPT.days == 1
    assert "or a day" in until("uploads")
    assert f"{links.INVITED.days} days at most" in until("one_time_links")
    assert max(links.INVITED, links.MAILED, links.HANDED_OUT) == links.INVITED
    assert f"{signing_in.IDLE.days} days without a visit, a year at most" in until("sign_ins")
    assert signing_in.LONGEST.days == 365
    assert f"{signing_in.SHORT.seconds // 3600} hours where" in until("sign_ins")


def test_every_column_that_names_a_person_is_in_a_table_that_says_so() -> None:
    """A table with nothing of a person says it in these words."""
    of_nobody = {
        name for names, what, _ in ROWS if "nobody's" in what or "nothing of" in what for name in names.split("`")
    }
    for table in Base.metadata.tables.values():
        if any(key.column.table.name == "people" for key in table.foreign_keys):
            assert table.name not in of_nobody
