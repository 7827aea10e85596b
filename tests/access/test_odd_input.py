"""Whatever a teacher's browser, or a teacher's own program, may send: a sentence comes back, never a fault of ours."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from .conftest import School
from .forms import FORMS, address, fields_of
from .odd import FORM, NASTY, Request, answered, anything, requests
from .routes import ROUTES
from .test_forged_forms import someone_allowed

#: For each form; all of them together are two thousand requests, however many forms there are.
EXAMPLES = max(20, -(-2000 // len(FORMS)))


@pytest.mark.parametrize("endpoint", sorted(FORMS))
def test_every_form_answers_everything_with_a_sentence(founded: School, password: str, endpoint: str) -> None:
    founded.restore()
    role = "owner" if "owner" in ROUTES[endpoint] else someone_allowed(endpoint)
    page = address(founded.app, founded.ids, endpoint)
    fields = {"csrf_token": founded.token(role), **fields_of(founded.ids, endpoint, password)}
    answers = []

    @settings(max_examples=EXAMPLES, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(requests(fields))
    def sent(request: tuple[bytes, dict[str, str]]) -> None:
        body, headers = request
        before = founded.stamp()
        answer = founded.client(role).post(page, data=body, content_type=FORM, headers=headers)
        answers.append(answer.status_code)
        assert answer.status_code < 500, answer.text
        if founded.stamp() != before:
            founded.restore()

    sent()
    assert len(answers) >= EXAMPLES
    founded.restore()


def test_every_address_answers_everything_with_a_sentence(founded: School, password: str) -> None:
    """Any method, by anybody, with any headers and any body; `make fuzz` sends twenty thousand of them."""
    founded.restore()
    statuses = set[int]()

    @settings(max_examples=400, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(anything(founded, password))
    def sent(request: Request) -> None:
        statuses.add(answered(founded, request))

    sent()
    assert {200, 400, 404, 405} <= statuses
    founded.restore()


def test_these_are_two_thousand_requests() -> None:
    assert len(FORMS) * EXAMPLES >= 2000
    assert len(set(NASTY)) == len(NASTY)
