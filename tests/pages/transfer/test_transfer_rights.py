"""Who may take a set out as files, and load files into what."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.store.authoring import working
from quizapp.web import clock
from quizapp.work.authoring import sets

from .conftest import Forms, SignIn


@pytest.mark.parametrize(("right", "page", "status"), [
    (None, "export", 404), (None, "export.zip", 404), ("view", "export", 200), ("view", "export.zip", 200),
])  # fmt: skip
def test_who_may_look_at_a_set_may_export_it(
    library_app: Flask, library_session: Session, sign_in: SignIn, teacher: Author, set_id: int,
    right: str | None, page: str, status: int,
) -> None:  # fmt: skip
    other = library_app.test_client()
    account = sign_in(other, name="Tove Lind")
    if right:
        sets.share(library_session, teacher, set_id, account.email, "view", clock.now())
    assert other.get(f"/teach/sets/{set_id}/{page}").status_code == status


def test_nothing_is_loaded_into_what_belongs_to_another(
    library_app: Flask, library_session: Session, reader: FlaskClient, sign_in: SignIn, teacher: Author, set_id: int,
    forms: Forms,
) -> None:  # fmt: skip
    data = b"title: Herons"
    found = working.working_set(library_session, teacher, set_id)
    assert found
    other = library_app.test_client()
    account = sign_in(other, name="Tove Lind")
    token = forms(other.get("/teach").text)[0]["csrf_token"]

    def send(into: str) -> int:
        fields = {"csrf_token": token, "into": into, "file": (BytesIO(data), "a.yaml"), "do": "load"}
        return other.post("/teach/load", data=fields).status_code

    assert send(f"set:{set_id}") == send(f"article:{found.article_id}") == 404
    sets.share(library_session, teacher, set_id, account.email, "view", clock.now())
    assert send(f"set:{set_id}") == send(f"article:{found.article_id}") == 403
