"""Files come back as drafts, under the ids that they have, all or none; copies and pictures on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.library import QuestionSet
from quizapp.core.picture import Picture
from quizapp.core.sentences import NotAllowed, NotFound, Refusal
from quizapp.formats import LoadedFolder
from quizapp.formats.dumping import dump
from quizapp.store import library
from quizapp.store.tables import ArticleRow, NoteRow, PictureRow, QuestionRow
from quizapp.work.authoring import copying, drafting, exporting, loading_back, pictures, publishing, sets
from quizapp.work.loading import load

from .conftest import NOW

Teacher = Callable[..., Author]
Add = Callable[..., int]
Ask = Callable[..., dict[str, Any]]
Folder = Callable[..., LoadedFolder]
Working = Callable[..., WorkingSet]
LATER = NOW + timedelta(days=400)


def png(colour: str = "red") -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def content(session: Session, author: Author, set_id: int, add: Add) -> QuestionSet:
    """The set of the author, published, as its file holds it."""
    add("When did the ferry leave?")
    add("When did it come?")
    publishing.publish(session, author, set_id, NOW)
    (found,) = exporting.export(session, author, set_id).content.sets
    return found


def changed(content: QuestionSet, **fields: Any) -> QuestionSet:
    first, *others = content.questions
    return content.model_copy(update={"questions": (first.model_copy(update=fields), *others)})


def test_folders_become_articles_and_sets_of_the_teachers_own(
    session: Session, author: Author, folder: Folder, ask: Ask
) -> None:
    given = folder({"wood": [ask("oak"), ask("elm")], "stone": [ask("slate")]})
    made = loading_back.load_folders(session, author, [given], NOW)
    found = [publishing.opened(session, author, set_id, "own") for set_id in made]
    assert [[question.name for question in each.questions] for each in found] == [["oak", "elm"], ["slate"]]
    assert {each.visibility for each in found} == {"draft"}
    assert found[0].article.slug != "bridge"
    publishing.publish(session, author, made[0], LATER)
    names = select(QuestionRow.name).where(QuestionRow.version == 1)
    assert set(session.scalars(names)) == {"oak", "elm"}


def test_the_day_of_the_last_correction_stays(session: Session, author: Author, folder: Folder, ask: Ask) -> None:
    (made,) = loading_back.load_folders(session, author, [folder({"wood": [ask("oak", revised="2023-02-01")]})], NOW)
    publishing.publish(session, author, made, LATER)
    (content,) = exporting.export(session, author, made).content.sets
    assert str(content.questions[0].revised) == "2023-02-01"


def test_a_broken_picture_loads_nothing_of_any_folder(
    session: Session, author: Author, folder: Folder, ask: Ask
) -> None:
    sound = folder({"wood": [ask("oak")]})
    broken = LoadedFolder(sound.content, sound.sources, (Picture("a.png", "image/png", png()[:40]),))
    with pytest.raises(Refusal, match=r"a\.png: "):
        loading_back.load_folders(session, author, [sound, broken], NOW)
    assert session.scalar(select(func.count()).select_from(ArticleRow)) == 0


def test_the_same_file_changes_nothing(
    session: Session, author: Author, set_id: int, content: QuestionSet, working: Working
) -> None:
    told = loading_back.load_into(session, author, set_id, content, LATER)
    assert (told.new, told.changed, told.staying, told.header) == ((), (), (), False)
    assert not working().changed


def test_a_changed_file_is_a_draft_under_the_same_id_and_its_cards_stay_theirs(
    session: Session, author: Author, set_id: int, content: QuestionSet, working: Working
) -> None:
    guids = set(session.scalars(select(NoteRow.guid)))
    told = loading_back.load_into(session, author, set_id, changed(content, stem="At what time did it leave?"), LATER)
    assert [question.stem for question in told.changed] == ["At what time did it leave?"]
    assert [question.state for question in working().questions] == ["changed", "unchanged"]
    ((_, live), _) = library.live_questions(session, set_id)
    assert live.stem == "When did the ferry leave?"
    publishing.publish(session, author, set_id, LATER)
    assert set(session.scalars(select(NoteRow.guid))) == guids


def test_what_is_not_in_the_file_stays_and_what_was_deleted_comes_back(
    session: Session, author: Author, set_id: int, content: QuestionSet, working: Working
) -> None:
    first, second = working().questions
    drafting.remove(session, author, set_id, first.id, NOW)
    only = content.model_copy(update={"questions": content.questions[:1], "title": "Another title"})
    told = loading_back.load_into(session, author, set_id, only, LATER)
    assert told.staying == (second.document["stem"],)
    assert told.header
    found = working()
    assert {question.id for question in found.questions} == {first.id, second.id}
    assert (found.title, found.slug) == ("Another title", content.slug)


def test_an_id_of_another_set_of_the_article_is_refused(
    session: Session, author: Author, article_id: int, content: QuestionSet
) -> None:
    other = sets.create_set(session, author, article_id, {"title": "Other"}, NOW)
    for deed in (
        lambda: loading_back.load_into(session, author, other, content, NOW),
        lambda: loading_back.load_set(session, author, article_id, content, NOW),
    ):
        with pytest.raises(Refusal, match="taken on this article: when-did-the-ferry-leave, when-did-it-come"):
            deed()
    assert publishing.opened(session, author, other, "own").questions == ()


def test_only_who_may_change_a_set_loads_into_it(
    session: Session, author: Author, teacher: Teacher, article_id: int, set_id: int, content: QuestionSet
) -> None:
    other = teacher("Nils Dahl")
    with pytest.raises(NotFound):
        loading_back.load_into(session, other, set_id, content, NOW)
    sets.share(session, author, set_id, f"nils-{other.person_id}@school.example", "view", NOW)
    with pytest.raises(NotAllowed):
        loading_back.load_into(session, other, set_id, content, NOW)
    with pytest.raises(NotAllowed):
        loading_back.load_set(session, other, article_id, content, NOW)


def test_a_copy_has_the_article_its_pictures_and_other_cards(
    session: Session, author: Author, teacher: Teacher, article_id: int, set_id: int, content: QuestionSet
) -> None:
    pictures.add_picture(session, author, article_id, "map.png", png())
    found = publishing.publish(session, author, set_id, NOW, "public")
    other = teacher("Nils Dahl")
    copied = copying.copy_set(session, other, found.slug, NOW)
    mine = publishing.publish(session, other, copied, NOW)
    assert mine.article_id != article_id
    assert len(session.scalars(select(PictureRow.name).where(PictureRow.article_id == mine.article_id)).all()) == 1
    guids = session.scalars(select(NoteRow.guid)).all()
    assert len(guids) == len(set(guids)) == 2 * len(content.questions)
    assert [question.name for question in mine.questions] == [question.id for question in content.questions]


def test_a_set_from_files_is_taken_over_once_by_an_administrator(
    session: Session, teacher: Teacher, author: Author, folder: Folder, ask: Ask
) -> None:
    load(session, [folder({"wood": [ask("oak")]})], NOW)
    root = teacher("Ada Root", "administrator")
    with pytest.raises(NotAllowed):
        copying.take_over(session, author, "bridge", NOW)
    copying.take_over(session, root, "bridge", NOW)
    with pytest.raises(Refusal, match="edited here already"):
        copying.take_over(session, root, "bridge", NOW)
    with pytest.raises(NotFound):
        copying.take_over(session, root, "nowhere", NOW)
    report = load(session, [folder({"wood": [ask("oak", stem="Changed?")]})], LATER)
    assert (report.kept, report.changed) == (1, 0)


def test_what_was_written_by_hand_is_exported_as_written(
    session: Session, teacher: Teacher, ask: Ask, folder: Folder
) -> None:
    """A file that was taken over keeps its comments as long as it still says what is published."""
    given = folder({"wood": [ask("oak")]})
    written = "# by hand\n" + dump(given.content.sets[0])
    load(session, [LoadedFolder(given.content, (("wood", written),))], NOW)
    root = teacher("Ada Root", "administrator")
    copying.take_over(session, root, "bridge", NOW)
    set_id = session.scalars(select(QuestionRow.set_id)).one()
    assert exporting.export(session, root, set_id).sources == (("wood", written),)


def test_equal_pictures_are_one_and_a_shown_one_stays(session: Session, author: Author, article_id: int) -> None:
    names = [pictures.add_picture(session, author, article_id, name, data).name for name, data in (
        ("map.png", png()), ("other.png", png()), ("Map.gif", png("blue")),
    )]  # fmt: skip
    assert names[0] == names[1]
    assert names[2] == names[0].replace("map", "map-2")
    with pytest.raises(NotFound):
        pictures.delete_picture(session, author, article_id, "nowhere.png")
    for name in {*names}:
        pictures.delete_picture(session, author, article_id, name)
    assert session.scalar(select(func.count()).select_from(PictureRow)) == 0
