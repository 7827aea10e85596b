"""Who may take a published set, and the code that leads to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import NotAllowed, NotFound, Refusal
from quizapp.store import sharing
from quizapp.work.authoring import publishing, sets

from .conftest import NOW

Add = Callable[..., int]
Working = Callable[..., WorkingSet]


def test_only_owners_choose_who_may_take_a_set(
    session: Session, author: Author, set_id: int, add: Add, teacher: Callable[..., Author]
) -> None:
    editor = teacher("Nils Dahl")
    sets.share(session, author, set_id, f"nils-{editor.person_id}@school.example", "edit", NOW)
    add("One?")
    with pytest.raises(NotAllowed):
        publishing.publish(session, editor, set_id, NOW, "public")
    assert publishing.publish(session, editor, set_id, NOW).visibility == "draft"
    publishing.show_to(session, author, set_id, "link")
    assert publishing.publish(session, editor, set_id, NOW).visibility == "link"
    for deed in (
        lambda: publishing.show_to(session, editor, set_id, "draft"),
        lambda: publishing.renew_code(session, editor, set_id),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_a_code_leads_to_the_set_until_it_is_renewed_or_taken_back(
    session: Session, author: Author, set_id: int, add: Add, working: Working
) -> None:
    add("One?")
    found = publishing.publish(session, author, set_id, NOW, "link")
    assert found.share_code and sharing.slug_of(session, found.share_code) == found.slug
    publishing.renew_code(session, author, set_id)
    assert sharing.slug_of(session, found.share_code) is None
    code = working().share_code
    assert code and code != found.share_code and sharing.slug_of(session, code) == found.slug
    publishing.show_to(session, author, set_id, "draft")
    assert sharing.slug_of(session, code) is None
    publishing.show_to(session, author, set_id, "public")
    assert sharing.slug_of(session, code) == found.slug
    sets.delete_set(session, author, set_id, NOW)
    assert sharing.slug_of(session, code) is None


def test_nobody_is_shown_what_was_never_published(session: Session, author: Author, set_id: int, add: Add) -> None:
    add("One?")
    with pytest.raises(Refusal, match="Publish the set first"):
        publishing.show_to(session, author, set_id, "public")


def test_a_stranger_neither_publishes_nor_learns_that_there_is_a_set(
    session: Session, set_id: int, add: Add, teacher: Callable[..., Author]
) -> None:
    add("One?")
    stranger = teacher("Per Aas")
    for wanted in (set_id, set_id + 1):
        with pytest.raises(NotFound, match="no such set among yours"):
            publishing.publish(session, stranger, wanted, NOW)
