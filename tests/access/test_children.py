"""A thing below an address that is not its own is not there, even for someone to whom both belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from .conftest import School
from .forms import address, fields_of
from .routes import methods

#: What stands in the address: a question of another set, an edition and a version that are none, a person without a
#: right to this set, another's browser, link and attempt.
MISPLACED: list[tuple[str, Mapping[str, Any]]] = [
    *((f"question_editor.{view}", {"question_id": f"{{{which}}}"})
      for view in ("show", "save", "attempt", "discard", "picture")
      for which in ("other_question_id", "foreign_question_id", "bare_id")),
    *((f"history.{view}", {"number": number}) for view in ("edition", "restore") for number in (0, 3, 2**31 - 1)),
    ("history.edition", {"set_id": "{draft_set_id}"}),
    ("history.restore", {"set_id": "{draft_set_id}"}),
    *((f"article_history.{view}", {"number": number}) for view in ("version", "restore") for number in (0, 3)),
    ("article_history.version", {"article_id": "{bare_id}", "number": 2}),
    *((f"sharing.{view}", {"person_id": f"{{{who}}}"})
      for view in ("change", "remove") for who in ("other", "learner", "administrator")),
    ("desk.bring_back", {"set_id": "{set_id}"}),
    *((f"set_editor.{view}", {"set_id": "{deleted_id}"})
      for view in ("show", "add", "settings", "arrange", "suggestion", "ask_to_delete", "delete")),
    ("article.picture", {"slug": "{article_slug}", "name": "bridge.png"}),
    ("article.picture", {"slug": "bridge", "name": "{picture}"}),
    ("publication.qr_svg", {"set_id": "{draft_set_id}"}),
    ("publication.qr_png", {"set_id": "{draft_set_id}"}),
]  # fmt: skip
#: What stands in the form: a question, a set, a picture or a suggestion that belongs elsewhere.
FOREIGN: list[tuple[str, Mapping[str, Any], int]] = [
    *(("set_editor.arrange", {"do": f"{verb}:{{{which}}}", "to-{other_question_id}": "{set_id}"}, 404)
      for verb in ("up", "down", "duplicate", "remove", "bring-back", "move")
      for which in ("other_question_id", "foreign_question_id")),
    ("set_editor.arrange", {"do": "move:{question1_id}", "to-{question1_id}": "{foreign_set_id}"}, 404),
    ("set_editor.arrange", {"do": "move:{question1_id}", "to-{question1_id}": "{deleted_id}"}, 404),
    ("set_editor.arrange", {"do": "order", "order": ["{foreign_question_id}", "{other_question_id}"]}, 303),
    ("set_editor.suggestion", {"do": "take:nothing"}, 404),
    ("set_editor.suggestion", {"do": "wave-away:nothing"}, 404),
    ("article_pictures.delete", {"name": "bridge.png"}, 404),
    ("article_pictures.delete", {"name": "../{picture}"}, 404),
    *(("bank.act", {"do": do, "question": "{foreign_question_id}", "tag": "sea", "points": "2", "set": "{set_id}"}, 303)
      for do in ("add-tag", "remove-tag", "points", "move", "copy", "delete", "bring-back")),
    *(("bank.act", {"do": do, "question": "{question_id}", "set": "{foreign_set_id}"}, 404) for do in ("move", "copy")),
    *(("transfer.look", {"name": "a.yaml", "into": into, "data": "{yaml}", "do": "load"}, status)
      for into, status in (("set:{foreign_set_id}", 404), ("set:{deleted_id}", 404),
                           ("article:{foreign_article_id}", 404), ("set:{code}", 422), ("person:{owner}", 422))),
    *(("importing.take", {"stamp": "{cards_stamp}", "into": into, "do": "take"}, status)
      for into, status in (("set:{foreign_set_id}", 404), ("set:{deleted_id}", 404),
                           ("article:{foreign_article_id}", 404), ("set:{code}", 422), ("person:{owner}", 422))),
]  # fmt: skip


def fill(school: School, values: Mapping[str, Any]) -> dict[str, Any]:
    def filled(value: Any) -> Any:
        return [filled(each) for each in value] if isinstance(value, list) else str(value).format_map(school.ids)

    return {filled(name): filled(value) for name, value in values.items()}


@pytest.mark.parametrize(("endpoint", "values"), MISPLACED, ids=str)
def test_nothing_is_found_below_what_it_does_not_belong_to(
    school: School, password: str, endpoint: str, values: Mapping[str, Any]
) -> None:
    page = address(school.app, school.ids, endpoint, **fill(school, values))
    before = school.stamp()
    for method in (each for name, each in methods(school.app) if name == endpoint):
        fields = fields_of(school.ids, endpoint, password) if method == "POST" else {}
        sent = school.post("owner", page, fields) if method == "POST" else school.client("owner").open(page)
        assert sent.status_code == 404, (method, page)
    assert school.stamp() == before


@pytest.mark.parametrize(("endpoint", "fields", "status"), FOREIGN, ids=str)
def test_nothing_happens_to_what_a_form_may_not_name(
    school: School, endpoint: str, fields: Mapping[str, Any], status: int
) -> None:
    rows = school.rows()
    answer = school.post("owner", address(school.app, school.ids, endpoint), fill(school, fields))
    assert answer.status_code == status
    assert school.rows() == rows


def test_another_browser_of_anothers_stays_signed_in(school: School) -> None:
    for number in range(1, 20):
        assert school.post("other", f"/account/sign-ins/{number}/end", {}).status_code in {303}
    assert school.client("owner").get("/teach").status_code == 200


@pytest.mark.parametrize("role", ["other", "learner", "guest"])
def test_the_picture_of_an_article_that_nobody_may_read_yet_is_not_there(school: School, role: str) -> None:
    school.change("UPDATE sets SET visibility = 'draft' WHERE id = ?", school.ids["set_id"])
    page = f"/articles/{school.ids['article_slug']}/pictures/{school.ids['picture']}"
    assert school.client(role).get(page).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "editor", "owner", "administrator"])
def test_who_works_on_it_sees_the_picture_and_no_cache_keeps_it(school: School, role: str) -> None:
    school.change("UPDATE sets SET visibility = 'draft' WHERE id = ?", school.ids["set_id"])
    page = f"/articles/{school.ids['article_slug']}/pictures/{school.ids['picture']}"
    answer = school.client(role).get(page)
    assert answer.status_code == 200
    assert "public" not in answer.headers["Cache-Control"]
    school.change("UPDATE accounts SET role = 'learner' WHERE person_id = ?", school.ids[role])
    assert school.client(role).get(page).status_code == 404
