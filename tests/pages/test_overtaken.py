"""A request whose account is deleted while it is on its way."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.store import belongings
from quizapp.store.tables import PersonRow
from quizapp.web import accounts
from quizapp.web.extensions import db


def test_it_is_told_and_nothing_is_half_done(
    library_app: Flask,
    library_session: Session,
    sign_in: Callable[..., Account],
    forms: Callable[[str], list[dict[str, str]]],
) -> None:
    going: list[int] = []

    @library_app.before_request
    def delete() -> None:
        if going:
            # Who is signed in was looked up before, as in a request that came a moment earlier.
            accounts.current()
            belongings.delete_person(library_session, going.pop())
            library_session.commit()
            db.session.rollback()

    browser = library_app.test_client()
    account = sign_in(browser, role="learner")
    form = next(form for form in forms(browser.get("/sets/who-and-what").text) if form.get("mode") == "practice")
    going.append(account.person_id)
    answer = browser.post(form["action"], data=form)
    assert answer.status_code == 409, answer.text
    assert "was taken away meanwhile" in answer.text
    library_session.rollback()
    assert library_session.get(PersonRow, account.person_id) is None
    assert browser.get("/account").status_code == 303
