"""Articles that teachers enter, mend and delete, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import NotAllowed, NotFound, Refusal
from quizapp.store import library
from quizapp.store.authoring import articles as stored
from quizapp.store.authoring.desk import desk, targets
from quizapp.store.tables import ArticleRow, ArticleVersionRow, NoteRow, PictureRow
from quizapp.work.authoring import articles, drafting, publishing, sets
from quizapp.work.authoring.articles import Incomplete, Overtaken

from .conftest import BODY, NOW

Teacher = Callable[..., Author]
Add = Callable[..., int]
Working = Callable[..., WorkingSet]
FIELDS = {"title": "The ferry", "publisher": "The Coast", "published": "2011-05-04", "body": BODY}


def changed(session: Session, author: Author, article_id: int, body: str, revision: int = 1) -> None:
    articles.change_article(session, author, article_id, {**FIELDS, "body": body}, revision, NOW)


def test_what_is_pasted_is_kept_without_what_can_not_be_shown(session: Session, author: Author) -> None:
    body = "\ufeff\r\n\r\nOne\x00\x0b\x9f.\r\n\rTwo\ud800.\u2028Three. \n"
    made = articles.create_article(session, author, {**FIELDS, "body": body}, (), NOW)
    assert articles.opened_article(session, author, made).article.body == "\ufeff\n\nOne.\n\nTwo.\nThree."


@pytest.mark.parametrize("name", ["title", "publisher", "published", "body"])
def test_what_is_missing_is_told_by_its_field(session: Session, author: Author, name: str) -> None:
    with pytest.raises(Incomplete) as told:
        articles.create_article(session, author, {**FIELDS, name: "  "}, (), NOW)
    assert [fault.path for fault in told.value.faults] == [(name,)]
    session.rollback()
    assert session.scalars(select(ArticleRow)).all() == []


def test_each_change_is_a_version_and_no_change_is_none(session: Session, author: Author, article_id: int) -> None:
    changed(session, author, article_id, BODY)
    changed(session, author, article_id, BODY + "\nThe end.")
    wordings = stored.wordings(session, article_id)
    assert [(each.number, each.made_by) for each in wordings] == [(2, "Ida Holm"), (1, "Ida Holm")]
    newest = stored.wording(session, article_id, 2)
    assert newest and newest.article and newest.article.body.endswith("The end.")
    assert stored.wording(session, article_id, 3) is None


def test_who_saves_on_top_of_another_is_told_and_nothing_is_overwritten(
    session: Session, author: Author, article_id: int
) -> None:
    changed(session, author, article_id, BODY + "\nTheirs.")
    with pytest.raises(Overtaken) as told:
        changed(session, author, article_id, BODY + "\nMine.")
    assert told.value.theirs.article.body.endswith("Theirs.")
    assert told.value.theirs.revision == 2
    session.rollback()
    assert articles.opened_article(session, author, article_id).article.body.endswith("Theirs.")


def test_a_moved_passage_is_named_anew_for_learners_and_in_drafts(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, working: Working
) -> None:
    published, draft = add(), add("Another?")
    publishing.publish(session, author, set_id, NOW)
    add("A third?")
    changed(session, author, article_id, "In June it left the harbour of Bergen at noon again.\n\n" + BODY)
    questions = {question.id: question for question in working().questions}
    for question in questions.values():
        (quote,) = question.document["evidence"]
        assert quote["exact"] == "left the harbour of Bergen at noon"
        assert quote.get("prefix") or quote.get("suffix")
    assert questions[published].version == questions[draft].version == 2
    assert questions[published].state == "unchanged"
    assert publishing.unfinished(working()) == {}


def test_a_moved_passage_is_no_correction_of_the_cards(
    session: Session, author: Author, article_id: int, set_id: int, add: Add
) -> None:
    add()
    publishing.publish(session, author, set_id, NOW)
    before = session.scalars(select(NoteRow.digest)).all()
    changed(session, author, article_id, "In June it left the harbour of Bergen at noon again.\n\n" + BODY)
    assert session.scalars(select(NoteRow.digest)).all() == before


def test_a_reworded_passage_waits_for_the_teachers_eyes(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, working: Working
) -> None:
    question_id = add()
    publishing.publish(session, author, set_id, NOW)
    body = BODY.replace("at noon on", "at one on")
    (told,) = articles.anchorings(session, author, article_id, {**FIELDS, "body": body})
    assert (told.found.how, told.question_id, told.set_id) == ("reworded", question_id, set_id)
    changed(session, author, article_id, body)
    (question,) = working().questions
    assert question.state == "changed"
    assert "at one" in question.document["evidence"][0]["exact"]
    ((_, live),) = library.live_questions(session, set_id)
    assert live.evidence[0].exact == "left the harbour of Bergen at noon"


def test_a_lost_passage_keeps_its_question_from_being_published(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, working: Working
) -> None:
    question_id = add()
    publishing.publish(session, author, set_id, NOW)
    changed(session, author, article_id, "Nothing of it is left here.\n\nIt is another text.")
    faults = publishing.unfinished(working())
    assert [fault.code for fault in faults[question_id]] == ["lost"]


def test_a_removed_questions_passage_is_not_asked_about(
    session: Session, author: Author, article_id: int, set_id: int, add: Add
) -> None:
    question_id = add()
    drafting.remove(session, author, set_id, question_id, NOW)
    told = articles.anchorings(session, author, article_id, {**FIELDS, "body": "Another text."})
    assert told == []


def test_a_deleted_set_comes_back_with_its_passages_where_they_now_stand(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, working: Working
) -> None:
    add()
    publishing.publish(session, author, set_id, NOW)
    sets.delete_set(session, author, set_id, NOW)
    body = "In June it left the harbour of Bergen at noon again.\n\n" + BODY
    assert articles.anchorings(session, author, article_id, {**FIELDS, "body": body}) == []
    changed(session, author, article_id, body)
    sets.bring_back_set(session, author, set_id, NOW)
    assert publishing.unfinished(working()) == {}


def test_only_the_owner_changes_and_deletes(
    session: Session, author: Author, teacher: Teacher, article_id: int, set_id: int
) -> None:
    other = teacher("Nils Dahl")
    for deed in (
        lambda: changed(session, other, article_id, "x"),
        lambda: articles.delete_article(session, other, article_id, NOW),
    ):
        with pytest.raises(NotFound):
            deed()
    sets.share(session, author, set_id, f"nils-{other.person_id}@school.example", "own", NOW)
    with pytest.raises(NotAllowed):
        changed(session, other, article_id, "x")
    with pytest.raises(NotAllowed):
        articles.delete_article(session, other, article_id, NOW)
    changed(session, teacher("Ada Root", "administrator"), article_id, BODY + "\nMended.")


def test_an_article_with_sets_stays_and_one_without_goes_with_all_of_it(
    session: Session, author: Author, article_id: int, set_id: int
) -> None:
    with pytest.raises(Refusal, match="Delete them first"):
        articles.delete_article(session, author, article_id, NOW)
    bare = articles.create_article(session, author, FIELDS, (), NOW)
    articles.delete_article(session, author, bare, NOW)
    assert session.get(ArticleRow, bare) is None
    left = select(ArticleVersionRow.article_id).union(select(PictureRow.article_id))
    assert session.scalars(left).all() == [article_id]


def test_a_deleted_article_comes_back_with_a_set_of_it(
    session: Session, author: Author, article_id: int, set_id: int, add: Add, working: Working
) -> None:
    add()
    sets.delete_set(session, author, set_id, NOW)
    articles.delete_article(session, author, article_id, NOW)
    with pytest.raises(NotFound):
        articles.opened_article(session, author, article_id)
    assert desk(session, author).articles == ()
    assert targets(session, author) == []
    sets.bring_back_set(session, author, set_id, NOW)
    assert [entry.id for entry in desk(session, author).articles] == [article_id]
    assert len(working().questions) == 1


def test_the_desk_finds_words_in_titles_of_articles_and_sets(
    session: Session, author: Author, teacher: Teacher, article_id: int, set_id: int
) -> None:
    articles.create_article(session, author, {**FIELDS, "title": "100% of_wool"}, (), NOW)

    def found(words: str, who: Author = author) -> list[str]:
        return [entry.article.title for entry in desk(session, who, words).articles]

    assert found("") == ["100% of_wool", "The ferry"]
    assert found("FERRY happened") == ["The ferry"]
    assert found("0% f_w") == ["100% of_wool"]
    assert found("0_ %f") == []
    assert found("", teacher("Nils Dahl")) == []
    (entry,) = desk(session, teacher("Ada Root", "administrator"), "ferry").articles
    assert (entry.owner, entry.owned) == ("Ida Holm", True)
