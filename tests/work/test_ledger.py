"""The ledger of notes: an identity for good, and a later date when, and only when, a learner would see a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.deck import Note
from quizapp.formats import LoadedFolder, Picture
from quizapp.store.tables import NoteRow, QuestionRow
from quizapp.work.ledger import guid
from quizapp.work.loading import load

PUBLISHED = int(datetime(2021, 5, 14, tzinfo=UTC).timestamp())
Ledger = Callable[[], dict[str, NoteRow]]


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """`ledger()`: the rows as they stand, by `question/name`."""

    def rows() -> dict[str, NoteRow]:
        session.expire_all()
        found = session.execute(select(QuestionRow.name, NoteRow).join(NoteRow, NoteRow.question_id == QuestionRow.id))
        return {f"{name}/{row.part}": row for name, row in found}

    return rows


class Press:
    """Loads one edition after the other, a day apart."""

    def __init__(self, session: Session, folder: Callable[..., LoadedFolder], now: datetime) -> None:
        self.session, self.folder, self.now = session, folder, now

    def prints(self, *questions: Any, **sets: Any) -> int:
        """Load an edition with these questions in the set `people`; gives its time in seconds."""
        self.loads(self.folder({"people": list(questions), **sets}))
        return int(self.now.timestamp())

    def loads(self, folder: LoadedFolder) -> None:
        self.now += timedelta(days=1)
        load(self.session, [folder], self.now)


@pytest.fixture
def press(session: Session, folder: Callable[..., LoadedFolder], now: datetime) -> Press:
    return Press(session, folder, now)


def test_identities_are_these_for_good() -> None:
    """When this fails, every learner would get every card a second time: mend the code, not this test."""
    assert guid("bridge", "cars", "choice:") == "SBWTsehqqqgH0eXyHyv3GC"
    assert guid("bridge", "roles", "basic:holm") == "o3S7diLPuC7XG4pVGBKH1E"


def test_every_part_of_a_question_is_a_note_of_its_own(press: Press, ask: Any, ledger: Ledger) -> None:
    pairs = [{"id": "holm", "left": "Holm", "right": "mayor"}, {"id": "aas", "left": "Aas", "right": "captain"}]
    press.prints(ask("cars"), ask("roles", kind="matching", pairs=pairs))
    assert set(ledger()) == {"cars/choice:", "roles/basic:holm", "roles/basic:aas"}
    assert len({row.guid for row in ledger().values()}) == 3


def test_a_note_is_dated_by_the_article_or_by_the_day_it_was_revised(press: Press, ask: Any, ledger: Ledger) -> None:
    press.prints(ask("cars"), ask("boats", revised="2023-02-01"))
    assert ledger()["cars/choice:"].changed == PUBLISHED
    assert ledger()["boats/choice:"].changed == int(datetime(2023, 2, 1, tzinfo=UTC).timestamp())


def test_what_reads_the_same_keeps_its_date(press: Press, ask: Any, ledger: Ledger) -> None:
    press.prints(ask("cars"), ask("boats"))
    before = {name: (row.guid, row.changed, row.digest) for name, row in ledger().items()}
    press.prints(ask("boats"), ask("cars"))
    press.prints(ask("cars", hints=["Look."], tries=3, points=2, revised="2023-01-01"), boats=[ask("boats")])
    assert {name: (row.guid, row.changed, row.digest) for name, row in ledger().items()} == before


@pytest.mark.parametrize(
    "change",
    [
        {"stem": "Other."},
        {"answer": False},
        {"explanation": "Because."},
        {"evidence": [{"exact": "made of larch"}]},
        {"tags": ["new"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_learner_sees_moves_the_date_of_that_note_alone(
    press: Press, ask: Any, ledger: Ledger, change: dict[str, Any]
) -> None:
    press.prints(ask("cars"), ask("boats"))
    guids = {name: row.guid for name, row in ledger().items()}
    then = press.prints(ask("cars", **change), ask("boats"))
    assert ledger()["cars/choice:"].changed == then
    assert ledger()["boats/choice:"].changed == PUBLISHED
    assert {name: row.guid for name, row in ledger().items()} == guids


def test_a_new_language_or_title_is_a_change_that_shows(
    press: Press, ask: Any, ledger: Ledger, folder: Callable[..., LoadedFolder]
) -> None:
    press.prints(ask("cars"))
    press.loads(folder({"people": [ask("cars")]}, language="ar"))
    assert ledger()["cars/choice:"].changed == int(press.now.timestamp())
    assert ledger()["cars/choice:"].document["language"] == "ar"


def with_picture(folder: LoadedFolder, data: bytes) -> LoadedFolder:
    return LoadedFolder(folder.content, folder.sources, (Picture("map.png", "image/png", data),))


def test_a_redrawn_picture_is_a_change_of_the_notes_that_show_it(
    press: Press, ask: Any, ledger: Ledger, folder: Callable[..., LoadedFolder]
) -> None:
    shown = folder({"people": [ask("cars", stem="![A map](map.png)"), ask("boats")]})
    press.loads(with_picture(shown, b"old"))
    press.loads(with_picture(shown, b"old"))
    assert {row.changed for row in ledger().values()} == {PUBLISHED}
    press.loads(with_picture(shown, b"new"))
    assert ledger()["cars/choice:"].changed == int(press.now.timestamp())
    assert ledger()["boats/choice:"].changed == PUBLISHED


def test_a_withdrawn_question_is_retired_once_and_comes_back(press: Press, ask: Any, ledger: Ledger) -> None:
    press.prints(ask("cars"), ask("boats"))
    gone = press.prints(ask("boats"))
    press.prints(ask("boats"))
    row = ledger()["cars/choice:"]
    assert (row.retired, row.changed) == (True, gone)
    back = press.prints(ask("cars", stem="Corrected."), ask("boats"))
    row = ledger()["cars/choice:"]
    assert (row.retired, row.changed) == (False, back)


def test_a_pair_that_is_gone_is_retired_with_what_it_said(press: Press, ask: Any, ledger: Ledger) -> None:
    pairs = [{"id": name, "left": name, "right": name * 2} for name in ("a", "b", "c")]
    press.prints(ask("roles", kind="matching", pairs=pairs))
    press.prints(ask("roles", kind="matching", pairs=pairs[:2], stem="Corrected."))
    rows = ledger()
    assert [rows[f"roles/basic:{name}"].retired for name in ("a", "b", "c")] == [False, False, True]
    assert "Corrected." not in Note.model_validate(rows["roles/basic:c"].document).card.front


def test_another_kind_of_card_is_another_note(press: Press, ask: Any, ledger: Ledger) -> None:
    press.prints(ask("cars"))
    press.prints(ask("cars", kind="short_text", answer="larch"))
    rows = ledger()
    assert {name: row.retired for name, row in rows.items()} == {"cars/choice:": True, "cars/typed:": False}
    assert rows["cars/choice:"].guid != rows["cars/typed:"].guid
    press.prints(ask("cars"))
    assert {name: row.retired for name, row in ledger().items()} == {"cars/choice:": False, "cars/typed:": True}


def test_the_number_of_a_dropped_gap_stays(press: Press, ask: Any, ledger: Ledger) -> None:
    gaps = {number: {"kind": "short_text", "answer": number} for number in ("1", "2", "3")}
    for kept in ("123", "12", "2", "23"):
        text = " ".join(f"[[{number}]]" for number in kept)
        press.prints(ask("cars", kind="cloze", text=text, gaps={number: gaps[number] for number in kept}))
    assert Note.model_validate(ledger()["cars/cloze:"].document).retired_gaps == (1,)


def test_a_date_never_goes_back_even_when_the_clock_does(press: Press, ask: Any, ledger: Ledger) -> None:
    press.prints(ask("cars"))
    then = press.prints(ask("cars", stem="Corrected."))
    press.now -= timedelta(days=9)
    press.prints(ask("cars", stem="Corrected again."))
    assert ledger()["cars/choice:"].changed == then + 1


def test_a_day_that_is_still_to_come_counts_as_today(press: Press, ask: Any, ledger: Ledger) -> None:
    then = press.prints(ask("cars", revised="2090-01-01"))
    assert ledger()["cars/choice:"].changed == then


def test_an_article_of_long_ago_has_a_date_that_anki_knows(
    press: Press, ask: Any, ledger: Ledger, folder: Callable[..., LoadedFolder]
) -> None:
    made = folder({"people": [ask("cars")]})
    old = made.content.article.model_copy(update={"published": date(1912, 4, 16)})
    press.loads(LoadedFolder(made.content.model_copy(update={"article": old}), made.sources))
    assert ledger()["cars/choice:"].changed == 1


def test_the_longest_names_fit(press: Press, ask: Any, ledger: Ledger) -> None:
    pairs = [{"id": "a" * 79 + end, "left": end, "right": end * 2} for end in "xy"]
    press.prints(ask("roles", kind="matching", pairs=pairs))
    press.prints(ask("roles", kind="matching", pairs=pairs))
    assert len(ledger()) == 2
    assert not any(row.retired for row in ledger().values())


def test_a_field_that_is_added_later_leaves_the_digests_as_they_are() -> None:
    """When this fails, each note would count as changed at the next load: give a new field a default."""
    card = {"style": "basic", "front": "f", "back": "b"}
    note = Note.model_validate({"question": "q", "card": card, "explanation": "e", "evidence": ["p"], "source": "s"})
    assert note.digest == "1da2b95669943df703a86f09d4fcecfd51962162b89892c57fd8a4eaaf8c2f4d"
