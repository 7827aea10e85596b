"""Whose cards are in a file from Anki: sets to begin with, questions that are gone, other people's notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.core.schedule_export import CardSchedule
from quizapp.core.sentences import NotFound, Refusal, Unreadable
from quizapp.store import uploads
from quizapp.store.tables import NoteRow, ReviewRow
from quizapp.work import people
from quizapp.work.loading import load
from quizapp.work.reviewing import continuing, rating, studying, taking_back

from .conftest import Desk
from .in_anki import Anki, bring, log, names, take

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]


def test_sets_that_are_not_reviewed_here_are_offered_and_begun_in_the_same_go(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"), things=[ask("rails"), ask("nails")])
    anki = Anki(desk)
    for name in names(desk):
        anki.study(name)
    package = anki.export()
    desk.person_id = people.guest(session, None, desk.at).person_id
    studying.study(session, desk.person_id, "people", desk.at)
    found = bring(desk, package)
    assert [(each.slug, each.cards, each.reviews) for each in found.offered] == [("things", 2, 2)]
    assert (found.cards, found.reviews) == (1, 1)
    done = taking_back.take(session, desk.person_id, found.stamp, ["things", "elsewhere"], desk.at)
    assert (done.cards, done.reviews, done.taken, done.offered) == (3, 3, 3, ())
    assert len(log(desk)) == 3


def test_a_set_that_was_taken_away_is_not_offered(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"), things=[ask("rails")])
    anki = Anki(desk)
    for name in names(desk):
        anki.study(name)
    package = anki.export()
    load(session, [folder({"people": [ask("cars")]})], desk.at + timedelta(days=1))
    desk.person_id = people.guest(session, None, desk.at).person_id
    found = bring(desk, package)
    assert ([each.slug for each in found.offered], found.gone) == (["people"], 1)


def test_a_withdrawn_question_keeps_what_was_answered_in_anki(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"), ask("bolts"))
    anki = Anki(desk)
    for name in names(desk):
        anki.study(name)
    package = anki.export()
    load(session, [folder({"people": [ask("cars")]})], desk.at + timedelta(days=1))
    assert take(desk, package).reviews == 2
    assert len(log(desk)) == 2


def test_another_file_in_another_tab_is_not_taken_unseen(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    anki = Anki(desk)
    anki.study(names(desk)[0])
    first = bring(desk, anki.export())
    anki.study(names(desk)[0])
    bring(desk, anki.export())
    with pytest.raises(Refusal, match="another file"):
        taking_back.take(desk.session, desk.person_id, first.stamp, (), desk.at)
    assert log(desk) == []


def test_a_file_that_was_thrown_away_has_to_be_chosen_again(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    anki = Anki(desk)
    anki.study(names(desk)[0])
    found = bring(desk, anki.export())
    uploads.drop(desk.session, desk.person_id, "return")
    desk.session.commit()
    assert taking_back.look(desk.session, desk.person_id, desk.at) is None
    with pytest.raises(NotFound, match="no longer here"):
        taking_back.take(desk.session, desk.person_id, found.stamp, (), desk.at)


def test_files_that_tell_nothing_are_refused_with_what_to_do(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"))
    untouched = Anki(desk).export({("elsewhere", 0): CardSchedule("new", suspended=True)})
    with pytest.raises(Unreadable, match="Include scheduling information"):
        bring(desk, untouched)
    with pytest.raises(Unreadable):
        bring(desk, b"no package at all")
    assert taking_back.look(session, desk.person_id, desk.at) is None


def test_a_deck_of_another_site_is_not_ours(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"))
    package = Anki(desk).import_all().export({names(desk)[0]: CardSchedule("new", suspended=True)})
    session.execute(update(NoteRow).values(guid="elsewhere"))
    session.commit()
    with pytest.raises(Unreadable, match="from this site"):
        bring(desk, package)


def test_the_file_for_anki_holds_the_decks_that_were_asked_for(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), things=[ask("rails")])
    everything = continuing.file_for_anki(desk.session, desk.person_id)
    assert everything.slugs == ("people", "things")
    assert continuing.file_for_anki(desk.session, desk.person_id, ["things", "nothing"]).slugs == ("things",)
    with pytest.raises(NotFound):
        continuing.file_for_anki(desk.session, desk.person_id, ["nothing"])
    with pytest.raises(NotFound):
        continuing.file_for_anki(desk.session, desk.person_id + 1)


def test_what_was_undone_is_not_taken_along(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    desk.rate(Rating.EASY)
    desk.later(days=30)
    desk.rate(Rating.AGAIN)
    rating.undo(desk.session, desk.person_id, max(desk.session.scalars(select(ReviewRow.id))), desk.at)
    file = continuing.file_for_anki(desk.session, desk.person_id).file.data
    (card,) = taking_back.read(desk.session, desk.person_id, file).cards
    assert [review.rating for review in card.log] == [Rating.EASY]
    assert card.schedule
    assert (card.schedule.state, card.schedule.reps, card.schedule.lapses) == ("review", 1, 0)


def test_the_number_of_queries_does_not_grow_with_the_cards(study: Study, ask: Ask, statements: list[str]) -> None:
    desk = study(*(ask(f"q{number}") for number in range(40)))
    anki = Anki(desk)
    counts = []
    for some in (names(desk)[:1], names(desk)):
        for name in some:
            anki.study(name)
        found = bring(desk, anki.export())
        desk.session.rollback()
        statements.clear()
        taking_back.take(desk.session, desk.person_id, found.stamp, (), desk.at)
        counts.append(len(statements))
        statements.clear()
        continuing.file_for_anki(desk.session, desk.person_id)
        counts.append(len(statements))
    assert counts[:2] == counts[2:]
