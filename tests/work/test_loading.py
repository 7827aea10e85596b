"""Loading again changes only what has changed; ids stay, whatever becomes of their questions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.core.sentences import Refusal
from quizapp.formats import LoadedFolder, Picture
from quizapp.store import attempts, decks, library
from quizapp.store.tables import ArticleRow, PictureRow, QuestionRow, SetRow, VersionRow
from quizapp.work import answering, finishing, starting
from quizapp.work.loading import LoadReport, load

Ask = Callable[..., dict[str, Any]]
Folder = Callable[..., LoadedFolder]

LATER = timedelta(days=1)


def rows(session: Session, *tables: type[Any]) -> list[list[Any]]:
    """All rows of the tables, as values."""
    return [[tuple(row) for row in session.execute(select(*table.__table__.columns))] for table in tables]


def everything(session: Session) -> list[list[Any]]:
    return rows(session, ArticleRow, SetRow, QuestionRow, VersionRow)


def ids(session: Session) -> dict[str, int]:
    return {name: id_ for name, id_ in session.execute(select(QuestionRow.name, QuestionRow.id))}  # noqa: C416


def live(session: Session, slug: str) -> list[str]:
    held = library.question_set(session, slug)
    return [question.id for question in held.content.questions] if held else []


def test_a_load_tells_what_became_of_each_question(session: Session, ask: Ask, folder: Folder, now: datetime) -> None:
    first = load(session, [folder({"people": [ask("a"), ask("b")], "money": [ask("c")]})], now)
    assert first == LoadReport(articles=1, sets=2, new=3)
    second = load(session, [folder({"people": [ask("a"), ask("b", answer=False), ask("d")]})], now)
    assert second == LoadReport(articles=1, sets=1, new=1, changed=1, unchanged=1, withdrawn=1)


def test_loading_the_same_again_writes_nothing(
    session: Session, ask: Ask, folder: Folder, now: datetime, statements: list[str]
) -> None:
    same = folder({"people": [ask("a"), ask("b", hints=["Look."], points="1/3")], "money": [ask("c")]}, shuffle=True)
    load(session, [same], now)
    before = everything(session)
    statements.clear()
    assert load(session, [same], now + LATER) == LoadReport(articles=1, sets=2, unchanged=3)
    assert [sent for sent in statements if sent.startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert everything(session) == before


def test_a_changed_question_becomes_a_new_version_and_the_old_one_stays(
    session: Session, ask: Ask, folder: Folder, now: datetime
) -> None:
    load(session, [folder({"people": [ask("a", stem="Old?")]})], now)
    before = ids(session)
    load(session, [folder({"people": [ask("a", stem="New?")]})], now + LATER)
    stems = session.scalars(select(VersionRow).order_by(VersionRow.number)).all()
    assert [(row.number, row.document["stem"]) for row in stems] == [(1, "Old?"), (2, "New?")]
    assert [row.made_at for row in stems] == [now, now + LATER]
    assert ids(session) == before


def test_a_removed_question_is_withdrawn_and_lives_again_with_its_id(
    session: Session, ask: Ask, folder: Folder, now: datetime
) -> None:
    both, one = folder({"people": [ask("a"), ask("b")]}), folder({"people": [ask("b")]})
    load(session, [both], now)
    before = ids(session)
    assert load(session, [one], now + LATER).withdrawn == 1
    assert live(session, "people") == ["b"]
    assert ids(session) == before
    assert load(session, [both], now + 2 * LATER) == LoadReport(articles=1, sets=1, unchanged=2)
    assert live(session, "people") == ["a", "b"]
    assert ids(session) == before


def test_a_question_that_moves_to_another_set_keeps_its_id_and_version(
    session: Session, ask: Ask, folder: Folder, now: datetime
) -> None:
    load(session, [folder({"people": [ask("a"), ask("b")], "money": [ask("c")]})], now)
    before, versions = ids(session), rows(session, VersionRow)
    load(session, [folder({"people": [ask("a")], "money": [ask("b"), ask("c")]})], now + LATER)
    assert (live(session, "people"), live(session, "money")) == (["a"], ["b", "c"])
    assert ids(session) == before
    assert rows(session, VersionRow) == versions


def test_questions_stand_in_the_order_of_their_file(session: Session, ask: Ask, folder: Folder, now: datetime) -> None:
    load(session, [folder({"people": [ask("a"), ask("b"), ask("c")]})], now)
    load(session, [folder({"people": [ask("c"), ask("a"), ask("b")]})], now)
    assert live(session, "people") == ["c", "a", "b"]


def test_a_removed_set_is_withdrawn_and_lives_again_with_its_id(
    session: Session, ask: Ask, folder: Folder, now: datetime
) -> None:
    both = folder({"people": [ask("a")], "money": [ask("b")]})
    load(session, [both], now)
    before = session.scalars(select(SetRow.id).order_by(SetRow.slug)).all()
    load(session, [folder({"people": [ask("a")]})], now)
    assert library.question_set(session, "money") is None
    assert [shown.slug for shown in library.sets_of(session, "bridge")] == ["people"]
    load(session, [both], now)
    assert live(session, "money") == ["b"]
    assert session.scalars(select(SetRow.id).order_by(SetRow.slug)).all() == before


def test_a_set_is_known_to_have_changed_by_its_own_text(
    session: Session, ask: Ask, folder: Folder, now: datetime
) -> None:
    load(session, [folder({"people": [ask("a")]})], now)
    load(session, [folder({"people": [ask("a")]}, time_limit=5)], now + LATER)
    row = session.scalars(select(SetRow)).one()
    assert (row.changed_at, row.document["time_limit"]) == (now + LATER, 5)


def test_an_attempt_keeps_the_versions_that_it_was_asked(
    session: Session, ask: Ask, folder: Folder, now: datetime, learner: int
) -> None:
    """Shown, marked and scored as asked, even when the correction comes in between."""
    load(session, [folder({"people": [ask("a", stem="Old?", answer=True)]})], now)
    attempt_id = starting.start(session, learner, "people", "test", "once", now, Random(1))
    answering.submit(session, learner, attempt_id, 1, {"answer": ["true"]}, now)
    load(session, [folder({"people": [ask("a", stem="New?", answer=False, points=5)]})], now)
    finished = finishing.finish(session, learner, attempt_id, now)
    assert [slot.question.stem for slot in finished.slots] == ["Old?"]
    assert (finished.score, finished.out_of) == (1, 1)
    again = starting.start(session, learner, "people", "test", "again", now, Random(1))
    newer = attempts.attempt(session, learner, again)
    assert newer
    assert [slot.question.stem for slot in newer.slots] == ["New?"]


def test_an_attempt_goes_on_when_its_questions_are_withdrawn(
    session: Session, ask: Ask, folder: Folder, now: datetime, learner: int
) -> None:
    load(session, [folder({"people": [ask("a"), ask("b")]})], now)
    attempt_id = starting.start(session, learner, "people", "practice", "once", now, Random(1))
    load(session, [folder({"money": [ask("c")]})], now)
    answered = answering.submit(session, learner, attempt_id, 2, {"answer": ["true"]}, now)
    assert answered.slots[1].verdict == "right"


@pytest.mark.parametrize("together", [True, False], ids=["in one load", "one after the other"])
def test_two_articles_with_the_same_set_name_are_refused_and_nothing_is_half_loaded(
    session: Session, ask: Ask, folder: Folder, now: datetime, together: bool
) -> None:
    first, second = folder({"people": [ask("a")]}), folder({"money": [ask("b")], "people": [ask("c")]}, slug="tunnel")
    if not together:
        load(session, [first], now)
    before = everything(session)
    with pytest.raises(Refusal, match=r"The set name people belongs to another article\. Rename the file people\.yaml"):
        load(session, [first, second] if together else [second], now)
    assert everything(session) == before


def test_names_of_decks_stay_as_first_loaded(session: Session, ask: Ask, folder: Folder, now: datetime) -> None:
    first = folder({"people": [ask("a")]})
    load(session, [first], now)
    renamed = replace(
        first,
        content=first.content.model_copy(
            update={"article": first.content.article.model_copy(update={"title": "Another"})}
        ),
    )
    load(session, [renamed], now)
    assert session.scalars(select(ArticleRow.title)).one() == "Another"
    assert session.scalars(select(SetRow.deck_name)).one() == "The bridge::People"


def test_a_picture_is_replaced_when_it_changes(session: Session, ask: Ask, folder: Folder, now: datetime) -> None:
    plain = folder({"people": [ask("a")]})
    for data in (b"one", b"two", b"two"):
        load(session, [replace(plain, pictures=(Picture("map.png", "image/png", data),))], now)
    row = session.scalars(select(PictureRow)).one()
    assert (row.data, len(row.digest)) == (b"two", 64)


def test_the_number_of_statements_hangs_on_no_number_of_questions(
    session: Session, ask: Ask, folder: Folder, now: datetime, statements: list[str]
) -> None:
    counts = []
    for size in (10, 1000):
        for answer in (True, False):
            statements.clear()
            load(session, [folder({"people": [ask(f"q{number}", answer=answer) for number in range(size)]})], now)
            counts.append(len(statements))
    assert max(counts) <= 25


def test_progress_is_told_article_by_article(session: Session, ask: Ask, folder: Folder, now: datetime) -> None:
    told: list[tuple[int, int]] = []
    folders = [folder({f"s-{slug}": [ask("a")]}, slug=slug) for slug in ("one", "two")]
    load(session, folders, now, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_the_decks_of_what_was_loaded_can_be_read(session: Session, ask: Ask, folder: Folder, now: datetime) -> None:
    load(session, [folder({"people": [ask("a"), ask("b")], "money": [ask("c")]})], now)
    export, whole = decks.set_export(session, "people"), decks.article_deck(session, "bridge")
    assert export
    assert len(export.deck.notes) == 2
    assert whole
    assert [len(deck.notes) for deck in decks.deck_export(session, whole).deck.subdecks] == [2, 1]


def test_four_loads_at_once_load_once(engine: Engine, ask: Ask, folder: Folder, now: datetime) -> None:
    same = folder({"people": [ask(f"q{number}") for number in range(20)]})

    def one(_: int) -> LoadReport:
        with Session(engine) as session:
            return load(session, [same], now)

    with ThreadPoolExecutor(4) as threads:
        reports = list(threads.map(one, range(4)))
    assert sorted(report.new for report in reports) == [0, 0, 0, 20]
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(VersionRow)) == 20
