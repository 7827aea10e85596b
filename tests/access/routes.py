"""Who may use which address, and what its form sends: a new route is entered here, else a test fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from .conftest import BODY, ROLES, picture

EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"guest"}
TEACHERS = SIGNED_IN - {"learner"}
VIEW = TEACHERS - {"other"}
EDIT = VIEW - {"viewer"}
OWN = EDIT - {"editor"}
ADMINISTRATOR = frozenset({"administrator"})
LEARNER = frozenset({"learner"})
NOBODY = frozenset[str]()

ROUTES: dict[str, frozenset[str]] = {
    # What everyone may read.
    "about.show": EVERYONE,
    "article.picture": EVERYONE,
    "article.show": EVERYONE,
    "bootstrap.static": EVERYONE,
    "deck.of_article": EVERYONE,
    "deck.of_set": EVERYONE,
    "library.show": EVERYONE,
    "set.show": EVERYONE,
    "set.start": EVERYONE,
    "short_link.follow": EVERYONE,
    "short_link.show": EVERYONE,
    "static": EVERYONE,
    "worksheet.key": EVERYONE,
    "worksheet.show": EVERYONE,
    # The doors. Whoever has a link may use it.
    "first_start.begin": NOBODY,
    "first_start.show": NOBODY,
    "password_reset.anew": EVERYONE,
    "password_reset.ask": NOBODY,
    "password_reset.reset": EVERYONE,
    "password_reset.show": EVERYONE,
    "sign_in.enter": EVERYONE,
    "sign_in.show": EVERYONE,
    "sign_out.leave": EVERYONE,
    "sign_up.accept": SIGNED_IN,
    "sign_up.enter": EVERYONE,
    "sign_up.invited": EVERYONE,
    "sign_up.join": EVERYONE,
    "sign_up.show": EVERYONE,
    # An attempt is its learner's alone.
    "attempt.answer": LEARNER,
    "attempt.close": LEARNER,
    "attempt.finish": LEARNER,
    "attempt.flag": LEARNER,
    "attempt.hint": LEARNER,
    "attempt.question": LEARNER,
    "attempt.reveal": LEARNER,
    "attempt.show": LEARNER,
    "result.missed": LEARNER,
    "result.show": LEARNER,
    # One's own account.
    "account.change_email": SIGNED_IN,
    "account.change_password": SIGNED_IN,
    "account.end": SIGNED_IN,
    "account.end_all": SIGNED_IN,
    "account.export": SIGNED_IN,
    "account.leave": SIGNED_IN,
    "account.rename": SIGNED_IN,
    "account.show": SIGNED_IN,
    # Everyone's accounts, and what came from files.
    "copying.show": ADMINISTRATOR,
    "copying.take_over": ADMINISTRATOR,
    "people.delete": ADMINISTRATOR,
    "people.invite": ADMINISTRATOR,
    "people.person": ADMINISTRATOR,
    "people.reset_link": ADMINISTRATOR,
    "people.role": ADMINISTRATOR,
    "people.show": ADMINISTRATOR,
    "people.withdraw": ADMINISTRATOR,
    # What every teacher has.
    "article_editor.bring": TEACHERS,
    "article_editor.create": TEACHERS,
    "article_editor.new": TEACHERS,
    "article_editor.preview": TEACHERS,
    "article_editor.write": TEACHERS,
    "bank.act": TEACHERS,
    "bank.show": TEACHERS,
    "copying.copy_set": TEACHERS,
    "desk.show": TEACHERS,
    # An article: read by those who work on a set of it, changed by its owner.
    "article_editor.preview_with_pictures": VIEW,
    "article_editor.save": OWN,
    "article_editor.show": VIEW,
    "article_history.restore": OWN,
    "article_history.show": OWN,
    "article_history.version": OWN,
    "article_pictures.add": EDIT,
    "article_pictures.delete": EDIT,
    "article_pictures.show": EDIT,
    "desk.begin_set": OWN,
    "desk.create_set": OWN,
    "desk.delete_article": OWN,
    # A set.
    "desk.bring_back": OWN,
    "history.edition": VIEW,
    "history.restore": EDIT,
    "history.show": VIEW,
    "publication.publish": EDIT,
    "publication.qr_png": VIEW,
    "publication.qr_svg": VIEW,
    "publication.renew": OWN,
    "publication.show": VIEW,
    "publication.show_to": OWN,
    "question_editor.attempt": VIEW,
    "question_editor.discard": EDIT,
    "question_editor.picture": EDIT,
    "question_editor.save": EDIT,
    "question_editor.show": VIEW,
    "set_editor.add": EDIT,
    "set_editor.arrange": EDIT,
    "set_editor.ask_to_delete": OWN,
    "set_editor.delete": OWN,
    "set_editor.settings": EDIT,
    "set_editor.show": VIEW,
    "set_editor.suggestion": EDIT,
    "sharing.add": OWN,
    "sharing.change": OWN,
    # Their own right, which everyone may give up.
    "sharing.remove": OWN | {"viewer"},
    "sharing.show": VIEW,
}

_ARTICLE = {
    "title": "The Kestrel", "publisher": "The Coast", "published": "2011-05-04", "language": "en", "author": "Ada",
    "url": "https://coast.example/1", "licence": "CC0", "body": f"{BODY}\nIt rained.",
}  # fmt: skip
_CHOICE = {
    "kind": "choice", "stem": "When?", "explanation": "At noon.", "hints-0": "Lunch.", "shuffle": "y", "points": "2",
    "options-0-text": "At noon", "options-0-correct": "y", "options-1-text": "At dusk", "tags": "time",
    "evidence-0-exact": "left the harbour of Bergen at noon", "stamp": "{stamp}", "tries": "3", "penalty": "1/3",
}  # fmt: skip
#: What the form of each address sends, from a page that was just opened.
FORMS: dict[str, Mapping[str, Any]] = {
    "account.change_email": {"email": "new@school.example", "password": "{password}"},
    "account.change_password": {"old": "{password}", "new": "eight stone bridges"},
    "account.end": {},
    "account.end_all": {},
    "account.leave": {"password": "{password}"},
    "account.rename": {"name": "Ada Berg"},
    "article_editor.bring": {"text": "# Tides\n\nThe tide rose by two metres."},
    "article_editor.create": _ARTICLE,
    "article_editor.preview": {"body": "*Tides*", "language": "en"},
    "article_editor.preview_with_pictures": {"body": "*Tides*", "language": "en"},
    "article_editor.save": {**_ARTICLE, "revision": "2", "do": ""},
    "article_history.restore": {},
    "article_pictures.add": {"file": picture("olive"), "words": "A map"},
    "article_pictures.delete": {"name": "{picture}"},
    "attempt.answer": {"answer": "0", "try": "1", "hints": "0"},
    "attempt.close": {},
    "attempt.flag": {"flagged": "yes"},
    "attempt.hint": {"hints": "0"},
    "attempt.reveal": {},
    "bank.act": {"do": "add-tag", "tag": "sea", "question": "{question_id}", "set": "", "points": "", "query": ""},
    "copying.copy_set": {},
    "copying.take_over": {},
    "desk.bring_back": {},
    "desk.create_set": {"title": "Who and when"},
    "desk.delete_article": {},
    "first_start.begin": {"name": "Eve", "email": "eve@school.example", "password": "eight stone bridges"},
    "history.restore": {"sure": "yes"},
    "password_reset.ask": {"email": "owner@school.example"},
    "password_reset.reset": {"password": "eight stone bridges"},
    "people.delete": {"sure": "yes"},
    "people.invite": {"role": "learner", "email": "new@school.example"},
    "people.reset_link": {},
    "people.role": {"role": "teacher"},
    "people.withdraw": {},
    "publication.publish": {"visibility": "", "looked_at": ""},
    "publication.renew": {},
    "publication.show_to": {"visibility": "public"},
    "question_editor.attempt": {"answer": "0"},
    "question_editor.discard": {},
    "question_editor.picture": {"picture": picture("teal"), "alternative": "A map", "into": "stem"},
    "question_editor.save": _CHOICE,
    "result.missed": {"request": "once-more"},
    "set.start": {"mode": "test", "request": "once"},
    "set_editor.add": {"kind": "number", "text": "", "before": "", "after": ""},
    "set_editor.arrange": {"do": "up:{question1_id}", "to-{question1_id}": "{draft_set_id}"},
    "set_editor.delete": {},
    "set_editor.settings": {
        "title": "Anew", "description": "All of it", "language": "en", "time_limit": "9", "revision": "{revision}",
    },
    "set_editor.suggestion": {"do": "take:{suggestion}"},
    "sharing.add": {"email": "other@school.example", "right": "view"},
    "sharing.change": {"right": "edit"},
    "sharing.remove": {},
    "sign_in.enter": {"email": "bystander@school.example", "password": "{password}"},
    "sign_out.leave": {},
    "sign_up.accept": {},
    "sign_up.enter": {"name": "Eve", "email": "eve@school.example", "password": "eight stone bridges"},
    "sign_up.join": {"name": "Eve", "email": "eve@school.example", "password": "eight stone bridges"},
}  # fmt: skip

#: What stands in the addresses, where it is not what the school's `ids` call by the same name.
_VALUES: dict[str, dict[str, Any]] = {
    "account.end": {"sign_in_id": 1},
    "article.picture": {"slug": "bridge", "name": "bridge.png"},
    "article.show": {"slug": "bridge"},
    "bootstrap.static": {"filename": "css/bootstrap.min.css"},
    "copying.show": {"slug": "bridge"},
    "copying.take_over": {"slug": "bridge"},
    "deck.of_article": {"slug": "bridge"},
    "desk.bring_back": {"set_id": "{deleted_id}"},
    "desk.delete_article": {"article_id": "{bare_id}"},
    "first_start.begin": {"token": "x"},
    "first_start.show": {"token": "x"},
    "password_reset.anew": {"token": "{reset}"},
    "password_reset.reset": {"token": "{reset}"},
    "result.missed": {"attempt_id": "{finished_id}"},
    "result.show": {"attempt_id": "{finished_id}"},
    "sharing.change": {"person_id": "{viewer}"},
    "sharing.remove": {"person_id": "{viewer}"},
    "static": {"filename": "css/base.css"},
}
_USUAL = {
    "slug": "who-and-what", "number": 1, "position": 1, "person_id": "{bystander}", "token": "{invitation}",
    "link_id": 1,
}  # fmt: skip


def fields_of(ids: Mapping[str, Any], endpoint: str, password: str) -> dict[str, Any]:
    return {
        _filled(name, ids, password): _filled(value, ids, password) for name, value in FORMS[endpoint].items()
    }  # fmt: skip


def _filled(value: Any, ids: Mapping[str, Any], password: str) -> Any:
    return value.format_map({**ids, "password": password}) if isinstance(value, str) else value


def address(app: Flask, ids: Mapping[str, Any], endpoint: str, **other: Any) -> str:
    """The address of an endpoint; `other` names something else than usual in it."""
    names = next(rule.arguments for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    known = {**_USUAL, **ids, **_VALUES.get(endpoint, {}), **other}
    values = {name: _filled(known[name], ids, "") for name in names}
    with app.test_request_context():
        return app.url_for(endpoint, **values)


def every_method(app: Flask) -> list[tuple[str, str]]:
    """Every endpoint with each method that it takes."""
    return sorted(
        {
            (rule.endpoint, method)
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"OPTIONS"}
        }
    )


def methods(app: Flask) -> list[tuple[str, str]]:
    """The same of those that are in the table: one that is not fails a test of its own."""
    return [each for each in every_method(app) if each[0] in ROUTES and (each[1] != "POST" or each[0] in FORMS)]


def posts(app: Flask) -> list[str]:
    return [endpoint for endpoint, method in methods(app) if method == "POST"]
