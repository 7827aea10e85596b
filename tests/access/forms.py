"""What the form of each address sends, and what stands in the addresses: a new form is entered here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from .contents import BODY, picture

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
    "attempt_page.save": {"asked": "1", "q1.answer": "0", "go": "save"},
    "bank.act": {"do": "add-tag", "tag": "sea", "question": "{question_id}", "set": "", "points": "", "query": ""},
    "card_test.finish": {},
    "card_test.save": {"answer": "{test_answer}", "go": "next"},
    "card_test.start": {"request": "test-once"},
    "copying.copy_set": {},
    "copying.take_over": {},
    "desk.bring_back": {},
    "desk.create_set": {"title": "Who and when"},
    "desk.delete_article": {},
    "first_start.begin": {"name": "Eve", "email": "eve@school.example", "password": "eight stone bridges"},
    "history.restore": {"sure": "yes"},
    "importing.bring": {"file": "{returned}", "into": "set:{set_id}"},
    "importing.take": {"stamp": "{cards_stamp}", "into": "set:{set_id}", "do": "take"},
    "identity.connect": {"password": "{password}"},
    "identity.disconnect": {},
    "learn.answer": {"revision": "1", "passed": "yes"},
    "learn.go_on": {"revision": "{rounds_revision}"},
    "learn.start": {"request": "learn-once"},
    "match.put_together": {"revision": "1", "pair-0": "{match_tile}"},
    "match.start": {"request": "match-once"},
    "missed.start": {"request": "missed-once", "set": "who-and-what"},
    "passkey.add": {"name": "My telephone", "credential": "{{}}"},
    "passkey.enter": {"credential": "{{}}", "keep": "y"},
    "passkey.new_options": {"password": "{password}"},
    "passkey.options": {},
    "passkey.remove": {},
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
    "review.log": {
        "deeds": '[{{"id": "once", "sort": "flag", "at": 1, "card": {card_id}}}]', "sent_at": "1", "person": "{marker}",
    },
    "review.put_aside": {"do": "bury"},
    "review.rate": {"rating": "3", "request": "once"},
    "review.stop": {},
    "review.study": {"time_zone": "Asia/Seoul"},
    "review.undo": {"review": "{review_id}"},
    "review_anki.bring": {"file": "{returned}"},
    "review_settings.fit": {},
    "review_settings.save": {
        "desired_retention": "92", "new_a_day": "5", "reviews_a_day": "100", "day_begins_at": "3",
        "time_zone": "Asia/Seoul", "learning_steps": "2m", "relearning_steps": "5m", "maximum_interval": "999",
    },
    "review_settings.take_back": {},
    "review_settings.usual": {},
    "review_anki.take": {"stamp": "{returned_stamp}", "time_zone": "Asia/Seoul"},
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
    "transfer.look": {"name": "more.yaml", "into": "set:{set_id}", "data": "{yaml}", "do": "load"},
    "sign_up.enter": {"name": "Eve", "email": "eve@school.example", "password": "eight stone bridges"},
    "sign_up.join": {"name": "Eve", "email": "eve@school.example", "password": "eight stone bridges"},
}  # fmt: skip

#: What stands in the addresses, where it is not what the school's `ids` call by the same name.
_VALUES: dict[str, dict[str, Any]] = {
    "account.end": {"sign_in_id": 1},
    "article.picture": {"slug": "bridge", "name": "bridge.png"},
    "article.show": {"slug": "bridge"},
    "memory_map.show": {"slug": "bridge"},
    "attempt_page.save": {"attempt_id": "{sitting_id}"},
    "attempt_page.show": {"attempt_id": "{sitting_id}"},
    "bootstrap.static": {"filename": "css/bootstrap.min.css"},
    "card_test.check": {"drill_id": "{test_id}"},
    "card_test.finish": {"drill_id": "{test_id}"},
    "card_test.question": {"drill_id": "{test_id}"},
    "card_test.save": {"drill_id": "{test_id}"},
    "card_test.show": {"drill_id": "{test_id}"},
    "copying.show": {"slug": "bridge"},
    "copying.take_over": {"slug": "bridge"},
    "deck.of_article": {"slug": "bridge"},
    "desk.bring_back": {"set_id": "{deleted_id}"},
    "desk.delete_article": {"article_id": "{bare_id}"},
    "first_start.begin": {"token": "x"},
    "first_start.show": {"token": "x"},
    "learn.answer": {"drill_id": "{learn_id}"},
    "learn.go_on": {"drill_id": "{rounds_id}"},
    "learn.show": {"drill_id": "{learn_id}"},
    "match.put_together": {"drill_id": "{match_id}"},
    "match.show": {"drill_id": "{match_id}"},
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
    "link_id": 1, "passkey_id": 1,
}  # fmt: skip


def fields_of(ids: Mapping[str, Any], endpoint: str, password: str) -> dict[str, Any]:
    return {
        _filled(name, ids, password): _filled(value, ids, password) for name, value in FORMS[endpoint].items()
    }  # fmt: skip


def _filled(value: Any, ids: Mapping[str, Any], password: str) -> Any:
    if not isinstance(value, str):
        return value
    # What a file holds is no text.
    whole = ids.get(value[1:-1])
    return whole if isinstance(whole, bytes) else value.format_map({**ids, "password": password})


def address(app: Flask, ids: Mapping[str, Any], endpoint: str, **other: Any) -> str:
    """The address of an endpoint; `other` names something else than usual in it."""
    names = next(rule.arguments for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    known = {**_USUAL, **ids, **_VALUES.get(endpoint, {}), **other}
    values = {name: _filled(known[name], ids, "") for name in names}
    with app.test_request_context():
        return app.url_for(endpoint, **values)
