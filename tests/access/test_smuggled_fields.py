"""What a form has no field for is not there: nobody gives themselves a role, a score or another's set."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import School
from .forms import FORMS
from .test_forged_forms import someone_allowed

Send = Callable[..., Any]
MARK = "smuggled"
#: Fields that some row or some document has, and no form but those in which the name means the same.
NUMBERS = (
    "id owner_id person_id account_id set_id article_id question_id attempt_id slot_id version version_id revision "
    "number position try_number based_on edited_by made_by score out_of points hints_taken time_limit changed v"
).split()
TEXTS = (
    "slug share_code deck_name name guid digest source password_hash identity email request device email_id "
    "guest_digest title publisher document draft contents words flaws body data media_type shown_order "
    "stem silence silence-echo fields mark token"
).split()
MOMENTS = "created_at seen_at started_at finished_at deadline withdrawn_at made_at edited_at granted_at used_at".split()
FLAGS = "removed retired revealed flagged whole kept administrator is_admin teaches has_password published".split()


def smuggled(school: School) -> dict[str, str]:
    return {
        **dict.fromkeys(NUMBERS, "987654321"),
        **dict.fromkeys(TEXTS, MARK),
        **dict.fromkeys(MOMENTS, "2001-02-03 04:05:06.000000"),
        **dict.fromkeys(FLAGS, "1"),
        "expires_at": "2099-02-03 04:05:06.000000",
        "owner": str(school.ids["other"]),
        "role": "administrator",
        "right": "own",
        "rights": "own",
        "visibility": "public",
        "purpose": "first-start",
        "mode": "test",
        "revised": "2001-02-03",
    }


#: What is drawn by lot, or comes from the clock.
_LOTS = {"digest", "guest_digest", "share_code", "password_hash", "slug", "shown_order", "guid", "name"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*\S*")
_ENDING = re.compile(r"-[a-hjkmnp-z2-9]{10}\b")


def settled(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows without what differs each time."""
    return {
        table: [tuple(_settled(table, name, value) for name, value in zip(names, row, strict=True)) for row in found]
        for table, (names, *found) in rows.items()
    }


def _settled(table: str, name: str, value: Any) -> Any:
    if name in _LOTS and value is not None:
        return MARK in str(value)
    # Which cards a drill asks, and in which order.
    if (table, name) == ("drills", "document"):
        return MARK in value or "987654321" in value
    if isinstance(value, int) and value > 1_500_000_000:
        return "a moment"
    return _ENDING.sub("-lot", _MOMENT.sub("a moment", value)) if isinstance(value, str) else value


@pytest.mark.parametrize("endpoint", sorted(FORMS))
def test_a_form_changes_what_it_has_fields_for_and_nothing_else(school: School, send: Send, endpoint: str) -> None:
    role = someone_allowed(endpoint)
    plain = send(school, role, "POST", endpoint)
    expected = settled(school.rows())
    school.restore()
    answer = send(school, role, "POST", endpoint, smuggled(school))
    assert answer.status_code == plain.status_code
    found = settled(school.rows())
    assert found == expected
    assert MARK not in str(found)
    assert "987654321" not in str(found)


def test_what_is_smuggled_would_be_seen(school: School) -> None:
    """What the test above rests on."""
    before = settled(school.rows())
    for statement in (
        "UPDATE accounts SET role = 'administrator' WHERE role = 'learner'",
        "UPDATE articles SET owner_id = 1 WHERE owner_id > 1",
        f"UPDATE sets SET share_code = '{MARK}' WHERE id = {school.ids['set_id']}",
        "UPDATE attempts SET score = '1/1' WHERE score IS NULL",
        "UPDATE sets SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
    ):
        school.change(statement)
        assert settled(school.rows()) != before, statement
        school.restore()
