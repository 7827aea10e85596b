"""Who may do what with a set; it never is without an owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, Right, WorkingSet
from quizapp.core.sentences import NotAllowed, NotFound, Refusal
from quizapp.store.authoring import rights
from quizapp.work.authoring import access, drafting, sets

from .conftest import NOW

Teacher = Callable[..., Author]
Working = Callable[..., WorkingSet]


@pytest.fixture
def share(session: Session, author: Author, set_id: int) -> Callable[..., None]:
    """`share(person, "edit")`: by the author unless said otherwise."""

    def made(whom: Author, right: Right, by: Author | None = None, name: str = "nils") -> None:
        sets.share(session, by or author, set_id, f" {name.upper()}-{whom.person_id}@School.example ", right, NOW)

    return made


def held(session: Session, set_id: int) -> dict[int, str]:
    session.rollback()
    return {each.person_id: each.right for each in rights.holders(session, set_id)}


def test_each_right_allows_what_it_says(
    session: Session, teacher: Teacher, set_id: int, share: Callable[..., None], draft: Callable[..., dict[str, object]]
) -> None:
    other = teacher("Nils Dahl")
    with pytest.raises(NotFound):
        access.opened(session, other, set_id, "view")
    share(other, "view")
    access.opened(session, other, set_id, "view")
    with pytest.raises(NotAllowed):
        drafting.add_question(session, other, set_id, draft(), NOW)
    share(other, "edit")
    drafting.add_question(session, other, set_id, draft(), NOW)
    with pytest.raises(NotAllowed):
        share(other, "own", by=other)
    share(other, "own")
    share(other, "own", by=other)


def test_a_set_is_shared_with_teachers_alone(session: Session, teacher: Teacher, share: Callable[..., None]) -> None:
    learner = teacher("Lea", "learner")
    for whom, name in ((learner, "lea"), (learner, "nobody")):
        with pytest.raises(Refusal, match="No teacher here has this address"):
            share(whom, "view", name=name)


def test_the_last_owner_stays(
    session: Session, author: Author, teacher: Teacher, set_id: int, share: Callable[..., None]
) -> None:
    with pytest.raises(Refusal, match="needs an owner"):
        share(author, "edit", name="ida")
    with pytest.raises(Refusal, match="needs an owner"):
        sets.unshare(session, author, set_id, author.person_id)
    assert held(session, set_id) == {author.person_id: "own"}
    other = teacher("Nils Dahl")
    share(other, "own")
    sets.unshare(session, author, set_id, author.person_id)
    assert held(session, set_id) == {other.person_id: "own"}


def test_whoever_has_a_right_may_give_it_up_and_takes_none_from_others(
    session: Session, author: Author, teacher: Teacher, set_id: int, share: Callable[..., None]
) -> None:
    one, two = teacher("Nils Dahl"), teacher("Nils Aas")
    share(one, "edit")
    share(two, "view")
    with pytest.raises(NotAllowed):
        sets.unshare(session, one, set_id, two.person_id)
    sets.unshare(session, one, set_id, one.person_id)
    assert held(session, set_id) == {author.person_id: "own", two.person_id: "view"}
    sets.unshare(session, author, set_id, two.person_id)
    sets.unshare(session, author, set_id, two.person_id)
    assert held(session, set_id) == {author.person_id: "own"}


def test_an_administrator_may_do_what_an_owner_may(
    session: Session, author: Author, teacher: Teacher, set_id: int
) -> None:
    administrator = teacher("Ada", "administrator")
    sets.share(session, administrator, set_id, f"ada-{administrator.person_id}@school.example", "own", NOW)
    sets.unshare(session, administrator, set_id, author.person_id)
    assert held(session, set_id) == {administrator.person_id: "own"}


def test_owners_stand_first_then_by_name(
    session: Session, author: Author, teacher: Teacher, set_id: int, share: Callable[..., None]
) -> None:
    for name, right in (("nils", "edit"), ("arne", "view"), ("wim", "own")):
        share(teacher(name), right, name=name)
    assert [each.name for each in rights.holders(session, set_id)] == ["Ida Holm", "wim", "arne", "nils"]
