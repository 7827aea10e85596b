"""Signing in through an identity provider: a real one, small, that these tests run on the loopback."""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.core.sentences import Refusal
from quizapp.store import accounts
from quizapp.web import clock, oidc
from quizapp.web.extensions import db
from quizapp.work.accounts import links

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]

CLIENT = "quizapp-of-the-school"


def there(client: FlaskClient, onward: str = "/") -> str:
    """Follow the link to the provider; gives the address at which it sends the browser back."""
    import requests

    away = client.get("/sign-in/identity", query_string={"next": onward})
    assert away.status_code == 303
    back = requests.get(away.location, allow_redirects=False, timeout=20).headers["Location"]
    return back.removeprefix("http://localhost")


def come(client: FlaskClient, onward: str = "/") -> TestResponse:
    return client.get(there(client, onward))


def everyone(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        found = [(each.name, each.email, each.role) for each in accounts.everyone(db.session())]
        db.session.remove()
    return found


def test_whoever_the_school_knows_gets_an_account_and_the_same_one_again(
    library_app: Flask, school: FlaskClient, provider: Any
) -> None:
    assert "Sign in with the school" in school.get("/sign-in").text
    assert come(school, "/sets/who-and-what").location == "/sets/who-and-what"
    assert "Tove Lind" in school.get("/").text
    # Another address, and another name there: it is the subject that counts.
    provider.person |= {"email": "tove.holm@school.example", "name": "Tove Holm"}
    assert come(library_app.test_client()).location == "/"
    assert everyone(library_app) == [("Tove Lind", "tove@school.example", "learner")]


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-site"},
        {"aud": ["another-site", "and-one-more"]},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 5},
        {"azp": "another-site"},
    ],
    ids=str,
)
def test_an_answer_that_is_not_for_us_and_now_signs_nobody_in(
    library_app: Flask, school: FlaskClient, provider: Any, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    answer = come(school)
    assert answer.status_code == 409
    assert "does not fit" in answer.text
    assert provider.asked == 1
    assert everyone(library_app) == []
    assert school.get_cookie("quizapp_account") is None


def test_an_answer_signed_with_another_key_signs_nobody_in(
    library_app: Flask, school: FlaskClient, provider: Any
) -> None:
    provider.signs = RSAKey.generate_key(2048, {"kid": "one"})
    assert come(school).status_code == 409
    assert everyone(library_app) == []


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_an_answer_without_a_true_signature_signs_nobody_in(
    library_app: Flask, school: FlaskClient, provider: Any, algorithm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider says that it signs like this, and the public key stands for a shared secret."""

    signed = provider.id_token

    def forged(nonce: str) -> str:
        head, body, _ = signed(nonce).split(".")
        head = base64.urlsafe_b64encode(f'{{"alg":"{algorithm}","kid":"one"}}'.encode()).rstrip(b"=").decode()
        if algorithm == "none":
            return f"{head}.{body}."
        import hmac

        public = provider.key.as_pem(private=False)
        made = hmac.new(public, f"{head}.{body}".encode(), "sha256").digest()
        return f"{head}.{body}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"

    monkeypatch.setattr(provider, "id_token", forged)
    assert come(school).status_code == 409
    assert everyone(library_app) == []


def test_an_answer_is_good_once_and_in_the_browser_that_began(
    library_app: Flask, school: FlaskClient, provider: Any
) -> None:
    back = there(school)
    assert library_app.test_client().get(back).status_code == 409
    assert school.get(back).status_code == 303
    assert school.get(back).status_code == 409
    assert len(everyone(library_app)) == 1


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?error=access_denied", "?code=x&state=%00"])
def test_an_answer_that_was_never_asked_for_is_refused(library_app: Flask, school: FlaskClient, query: str) -> None:
    assert school.get(f"/sign-in/identity/back{query}").status_code == 409
    assert everyone(library_app) == []


def test_the_proof_of_the_code_goes_with_it(school: FlaskClient, provider: Any) -> None:
    back = there(school)
    code = parse_qs(urlsplit(back).query)["code"][0]
    provider.codes[code] = (provider.codes[code][0], "another challenge")
    assert school.get(back).status_code == 409


def test_an_address_that_has_an_account_opens_it_to_nobody(
    library_app: Flask, school: FlaskClient, provider: Any, sign_in: SignIn
) -> None:
    owner = sign_in(library_app.test_client())
    provider.person["email"] = owner.email
    answer = come(school)
    assert answer.status_code == 409
    assert "Sign in with its password" in answer.text
    assert "Ida Holm" not in school.get("/").text


@pytest.mark.parametrize("proved", [False, None, "true", 1])
def test_an_address_that_was_not_proved_makes_no_account(
    library_app: Flask, school: FlaskClient, provider: Any, proved: object
) -> None:
    provider.person["email_verified"] = proved  # type: ignore[assignment]
    answer = come(school)
    assert answer.status_code == 409
    assert "was checked" in answer.text
    assert everyone(library_app) == []


def test_on_a_site_by_invitation_the_invited_come_in_with_their_role(
    library_app: Flask, school: FlaskClient, provider: Any
) -> None:
    library_app.config["SETTINGS"] = replace(library_app.config["SETTINGS"], sign_up="invitation")
    assert "Ask the administrator" in come(school).text
    with library_app.app_context():
        links.invite(db.session(), "teacher", "tove@school.example", None, clock.now())
        db.session.remove()
    assert come(school).status_code == 303
    assert everyone(library_app) == [("Tove Lind", "tove@school.example", "teacher")]


def connect(client: FlaskClient, forms: Forms, password: str) -> TestResponse:
    form = next(form for form in forms(client.get("/account").text) if form["action"] == "/account/identity")
    return client.post("/account/identity", data={**form, "password": password})


def test_an_account_is_connected_by_its_owner_and_disconnected(
    library_app: Flask, school: FlaskClient, provider: Any, sign_in: SignIn, forms: Forms, password: str
) -> None:
    sign_in(school)
    assert connect(school, forms, "guess").status_code == 422
    assert come(library_app.test_client()).status_code == 303  # an account of its own, by now
    provider.person["sub"] = "4712"
    assert "Go on to the school" in connect(school, forms, password).text
    assert come(school).location == "/account"
    other = library_app.test_client()
    come(other)
    assert "Ida Holm" in other.get("/").text
    form = next(form for form in forms(school.get("/account").text) if form["action"] == "/account/identity/end")
    school.post(form["action"], data=form)
    provider.person["email"] = "ida@school.example"
    another = library_app.test_client()
    come(another)
    assert "Ida Holm" not in another.get("/").text


def test_an_identity_belongs_to_one_account(
    library_app: Flask, school: FlaskClient, provider: Any, sign_in: SignIn, forms: Forms, password: str
) -> None:
    come(library_app.test_client())
    sign_in(school)
    connect(school, forms, password)
    assert "belongs to another account" in come(school).text


def test_who_has_no_password_keeps_the_only_way_in(school: FlaskClient, provider: Any, forms: Forms) -> None:
    come(school)
    form = next(form for form in forms(school.get("/account").text) if form["action"] == "/account/identity/end")
    answer = school.post(form["action"], data=form)
    assert answer.status_code == 409
    assert "Set a password first" in answer.text


def test_a_provider_that_is_away_is_told(library_app: Flask) -> None:
    library_app.config["SETTINGS"] = replace(
        library_app.config["SETTINGS"], oidc_issuer="http://127.0.0.1:1", oidc_client_id=CLIENT
    )
    oidc.init_app(library_app)
    answer = library_app.test_client().get("/sign-in/identity")
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    assert answer.headers["Retry-After"]


def test_a_site_that_lacks_the_library_says_what_to_install(
    library_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "authlib.integrations.flask_client", None)
    library_app.config["SETTINGS"] = replace(library_app.config["SETTINGS"], oidc_issuer="https://login.example")
    with pytest.raises(Refusal, match=r"quizapp\[oidc\]"):
        oidc.init_app(library_app)


def test_one_that_calls_itself_otherwise_is_not_trusted(library_app: Flask, school: FlaskClient, provider: Any) -> None:
    provider.issuer = "https://evil.example"
    assert school.get("/sign-in/identity").status_code == 503


def test_what_the_browser_brings_back_stands_in_no_log(
    library_app: Flask, school: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    there(school)
    told = {"error": "access_denied", "error_description": "Ida\nHolm", "state": "x"}
    assert school.get("/sign-in/identity/back", query_string=told).status_code >= 400
    school.get("/sign-in/identity/back", query_string={**told, "error": "Ida Holm"})
    written = capsys.readouterr().err
    assert written.count("identity provider: ") == 2
    assert "Holm" not in written
