"""Settings that go together, and those that don't."""

from __future__ import annotations

import pytest

from quizapp.core.sentences import Refusal
from quizapp.settings import from_environment


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"QUIZAPP_OIDC_ISSUER": "http://login.example", "QUIZAPP_OIDC_CLIENT_ID": "x"}, "https://"),
        ({"QUIZAPP_OIDC_ISSUER": "https://login.example"}, "QUIZAPP_OIDC_CLIENT_ID"),
        ({"QUIZAPP_SMTP_URL": "smtp://mail.example"}, "QUIZAPP_MAIL_FROM"),
        ({"QUIZAPP_SMTP_URL": "smtp://mail.example", "QUIZAPP_MAIL_FROM": "a@b"}, "QUIZAPP_PUBLIC_URL"),
        ({"QUIZAPP_SMTP_URL": "http://user:secret@mail.example"}, "must look like"),
        ({"QUIZAPP_SMTP_URL": "smtp://mail.example:x"}, "must look like"),
        ({"QUIZAPP_SIGN_UP": "everyone"}, "open, invitation or closed"),
    ],
)
def test_settings_that_do_not_go_together_are_told(environment: dict[str, str], told: str) -> None:
    with pytest.raises(Refusal, match=told) as refused:
        from_environment(environment)
    assert "secret" not in str(refused.value)
