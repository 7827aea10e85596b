"""Cards that are brought again are not doubled, and too many come in portions; nobody brings another's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import NotAllowed, NotFound, Refusal
from quizapp.store.tables import DraftRow, PictureRow, QuestionRow, SetRow
from quizapp.work.authoring import drafting, importing, pictures, publishing, sets
from quizapp.work.authoring.importing import Look, Report
from quizapp.work.authoring.portions import MOST_NOTES, Choice

from .conftest import NOW
from .shelf import Shelf

Add = Callable[..., None]
Bring = Callable[..., Look]
Take = Callable[..., Report]
Working = Callable[..., WorkingSet]
LONG = "It is a long story of three travellers who met at the well, could not agree, and went home in the rain at last."


@pytest.mark.parametrize("plain", [True, False])
def test_brought_twice_nothing_is_doubled_even_after_it_was_published_and_reworded(
    shelf: Shelf, take: Take, bring: Bring, working: Working, session: Session, author: Author, set_id: int, plain: bool
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    shelf.add("Basic", "Which other?", "Elm")
    take(shelf.file(), plain=plain)
    whole = {"stem": "Anew?", "explanation": "So it is.", "evidence": [{"exact": "Nobody was hurt."}]}
    for question in working().questions:
        drafting.save(session, author, set_id, question.id, {**question.document, **whole}, question.stamp, NOW)
    publishing.publish(session, author, set_id, NOW)
    shelf.add("Basic", "A third?", "Oak")
    again = bring(shelf.file(legacy=True), plain=not plain).portion
    assert (again.here, again.notes, [entry.title for entry in again.entries]) == (2, 1, ["A third?"])
    other = sets.create_set(session, author, working().article_id, {"title": "Other"}, NOW)
    assert bring(shelf.file(), set_id=other).portion.here == 2


def test_with_nothing_new_nothing_is_made_not_even_a_set(
    shelf: Shelf, take: Take, bring: Bring, session: Session, author: Author, article_id: int
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    take(shelf.file())
    stamp = bring(shelf.file()).stamp
    with pytest.raises(importing.Nothing):
        importing.take(session, author, stamp, Choice(article_id=article_id, title="New"), NOW)
    assert session.scalar(select(func.count()).select_from(SetRow)) == 1


def test_a_deleted_draft_is_told_and_a_withdrawn_question_comes_back_as_itself(
    shelf: Shelf, take: Take, bring: Bring, working: Working, session: Session, author: Author, set_id: int
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    take(shelf.file())
    (question,) = working().questions
    whole = {**question.document, "explanation": "So.", "evidence": [{"exact": "Nobody was hurt."}]}
    drafting.save(session, author, set_id, question.id, whole, question.stamp, NOW)
    drafting.add_question(session, author, set_id, {**whole, "stem": "Another?"}, NOW)
    publishing.publish(session, author, set_id, NOW)
    drafting.remove(session, author, set_id, question.id, NOW)
    assert (bring(shelf.file()).portion.removed, bring(shelf.file()).portion.notes) == (1, 0)
    publishing.publish(session, author, set_id, NOW)
    take(shelf.file())
    assert [(each.id, each.state) for each in working().questions][1] == (question.id, "changed")
    assert session.scalar(select(func.count()).select_from(QuestionRow)) == 2


def test_five_hundred_notes_at_once_and_the_next_ones_after_them(shelf: Shelf, take: Take, working: Working) -> None:
    text = "".join(f"Tree {number}?\tAnswer {number}\n" for number in range(MOST_NOTES + 7)).encode()
    first = take(text, "trees.txt")
    assert (len(first.made), first.later) == (MOST_NOTES, 7)
    second = take(text, "trees.txt")
    assert (len(second.made), second.later, second.here) == (7, 0, MOST_NOTES)
    assert len(working().questions) == MOST_NOTES + 7


def test_text_without_guids_is_known_by_what_it_says(take: Take, bring: Bring) -> None:
    take(b"#separator:tab\nWhich tree?\tLime\nWhich?\tElm\n", "trees.txt")
    again = bring(b"Which tree?\tLime\nWhich?\tAsh\nWhich?\tAsh\n", "trees.txt")
    assert (again.portion.here, again.twice, [entry.document["answer"] for entry in again.portion.entries]) == (
        1,
        1,
        ["Ash"],
    )


def test_too_many_pictures_or_questions_make_nothing(
    shelf: Shelf, bring: Bring, session: Session, author: Author, article_id: int, set_id: int
) -> None:
    shelf.picture("map.png")
    shelf.add("Basic", 'Where? <img src="map.png">', "Here")
    stamp, choice = bring(shelf.file()).stamp, Choice(set_id=set_id)
    for number in range(pictures.MOST):
        session.add(PictureRow(article_id, f"{number}.png", "image/png", str(number), b""))
    session.commit()
    with pytest.raises(Refusal, match="200 pictures at most"):
        importing.take(session, author, stamp, choice, NOW)
    for number in range(drafting.MOST_QUESTIONS):
        session.add(QuestionRow(article_id, set_id, f"q-{number}", number, 1))
    session.commit()
    with pytest.raises(Refusal, match="1000 questions at most"):
        importing.take(session, author, stamp, choice, NOW)
    assert session.scalar(select(func.count()).select_from(DraftRow)) == 0
    assert importing.report(session, author) is None


def test_many_pictures_come_in_portions(shelf: Shelf, bring: Bring) -> None:
    for number in range(45):
        shelf.picture(f"map {number}.png", size=number + 1)
        shelf.add("Basic", f'Where is {number}? <img src="map {number}.png">', "Here")
    found = bring(shelf.file()).portion
    assert (found.notes, found.later) == (40, 5)


def test_only_who_may_change_the_set_brings_cards_and_nobody_sees_anothers_file(
    shelf: Shelf, bring: Bring, session: Session, author: Author, teacher: Callable[..., Author], set_id: int
) -> None:
    shelf.add("Basic", "Which tree?", "Lime")
    stamp, other, choice = bring(shelf.file()).stamp, teacher("Nils Dahl"), Choice(set_id=set_id)
    assert importing.held(session, other) is None
    with pytest.raises(NotFound, match="no longer here"):
        importing.take(session, other, stamp, choice, NOW)
    importing.keep(session, other, "trees.apkg", shelf.file(), NOW)
    with pytest.raises(NotFound):
        importing.look(session, other, choice)
    sets.share(session, author, set_id, f"nils-{other.person_id}@school.example", "view", NOW)
    for deed in (importing.look, lambda *given: importing.take(*given[:2], stamp_of(session, other), choice, NOW)):
        with pytest.raises(NotAllowed):
            deed(session, other, choice)
    assert session.scalar(select(func.count()).select_from(QuestionRow)) == 0


def stamp_of(session: Session, who: Author) -> str:
    found = importing.look(session, who, Choice())
    assert found
    return found.stamp


def test_another_file_chosen_meanwhile_is_not_taken_for_the_first(
    shelf: Shelf, bring: Bring, session: Session, author: Author, set_id: int
) -> None:
    stamp = bring(b"Which tree?\tLime\n", "trees.txt").stamp
    bring(b"Which bird?\tHeron\n", "birds.txt")
    with pytest.raises(Refusal, match="another file since"):
        importing.take(session, author, stamp, Choice(set_id=set_id), NOW)
