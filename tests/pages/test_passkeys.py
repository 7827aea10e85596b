"""Passkeys: what a script may send, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import cbor2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp.core.account import Account
from quizapp.store.tables import PasskeyRow
from quizapp.web import clock, mail
from quizapp.web.extensions import db
from quizapp.work.accounts import links

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A passkey in software, which lies where it is told to."""

    def __init__(self) -> None:
        self.private, self.id, self.count = ec.generate_private_key(ec.SECP256R1()), b"key" * 8, 0

    def client_data(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def authenticator_data(self, host: str, flags: int) -> bytes:
        self.count += 1
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def made(self, challenge: str, origin: str = "http://localhost", host: str = "localhost", flags: int = 0x45) -> str:
        numbers = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        data = self.authenticator_data(host, flags) + bytes(16) + len(self.id).to_bytes(2) + self.id
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data + cbor2.dumps(public)})
        client = self.client_data("webauthn.create", challenge, origin)
        return self.sent(clientDataJSON=text(client), attestationObject=text(attested))

    def proof(
        self, challenge: str, origin: str = "http://localhost", host: str = "localhost", flags: int = 0x05
    ) -> str:
        client, data = self.client_data("webauthn.get", challenge, origin), self.authenticator_data(host, flags)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.sent(clientDataJSON=text(client), authenticatorData=text(data), signature=text(signature))

    def sent(self, **response: str) -> str:
        own = {"id": text(self.id), "rawId": text(self.id), "type": "public-key"}
        return json.dumps({**own, "response": response, "clientExtensionResults": {}})


def token(client: FlaskClient, forms: Forms, page: str) -> str:
    return next(form["csrf_token"] for form in forms(client.get(page).text) if "csrf_token" in form)


@pytest.fixture
def key(reader: FlaskClient, sign_in: SignIn, forms: Forms, password: str) -> Key:
    """The key of a teacher who is signed in in the reader's browser."""
    sign_in(reader)
    made, fields = Key(), {"csrf_token": token(reader, forms, "/account"), "password": password}
    options = reader.post("/account/passkeys/options", data=fields).json
    assert options
    answer = reader.post("/account/passkeys", data={**fields, "credential": made.made(options["challenge"])})
    assert answer.json == {"onward": "/account"}
    return made


@pytest.fixture
def challenge(library_app: Flask, forms: Forms) -> Callable[[], tuple[FlaskClient, dict[str, str], str]]:
    """`challenge()`: a stranger's browser, the fields of its form and the challenge that it was set."""

    def ask() -> tuple[FlaskClient, dict[str, str], str]:
        client = library_app.test_client()
        fields = {"csrf_token": token(client, forms, "/sign-in")}
        options = client.post("/sign-in/passkey/options", data=fields).json
        assert options and options["userVerification"] == "required"
        return client, fields, options["challenge"]

    return ask


Challenge = Callable[[], tuple[FlaskClient, dict[str, str], str]]


def test_a_key_signs_its_owner_in(key: Key, challenge: Challenge) -> None:
    client, fields, asked = challenge()
    answer = client.post("/sign-in/passkey", data={**fields, "credential": key.proof(asked), "next": "/account"})
    assert answer.json == {"onward": "/account"}
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": 0x01},
        {"flags": 0x04},
        {"challenge": text(b"another challenge" * 2)},
    ],
    ids=["another site's page", "another site's key", "no finger", "nobody there", "another challenge"],
)
def test_a_proof_that_does_not_hold_signs_nobody_in(key: Key, challenge: Challenge, lie: dict[str, Any]) -> None:
    client, fields, asked = challenge()
    answer = client.post("/sign-in/passkey", data={**fields, "credential": key.proof(**{"challenge": asked, **lie})})
    assert answer.status_code == 422
    assert "does not fit" in answer.json["sentence"]  # type: ignore[index]
    assert client.get("/account").status_code == 303


def test_another_s_key_of_the_same_name_signs_nobody_in(key: Key, challenge: Challenge) -> None:
    client, fields, asked = challenge()
    assert client.post("/sign-in/passkey", data={**fields, "credential": Key().proof(asked)}).status_code == 422


def test_a_proof_works_once(key: Key, challenge: Challenge) -> None:
    client, fields, asked = challenge()
    proof = key.proof(asked)
    cookie = client.get_cookie("quizapp_session")
    assert cookie
    assert client.post("/sign-in/passkey", data={**fields, "credential": proof}).status_code == 200
    # The visit as it was before, with its challenge; but the key's own count has gone on.
    client.delete_cookie("quizapp_account")
    client.set_cookie("quizapp_session", cookie.value)
    assert client.post("/sign-in/passkey", data={**fields, "credential": proof}).status_code == 422


def test_without_a_challenge_nothing_is_taken(key: Key, challenge: Challenge) -> None:
    client, fields, asked = challenge()
    proof = key.proof(asked)
    client.post("/sign-in/passkey", data={**fields, "credential": "{}"})
    answer = client.post("/sign-in/passkey", data={**fields, "credential": proof})
    assert answer.status_code == 409
    assert "took too long" in answer.json["sentence"]  # type: ignore[index]


@pytest.mark.parametrize(
    "junk",
    ["", "x", "[]", "{}", "1", "null", '{"id": "\\u0000"}', '{"id": 1}', "[" * 100_000, '{"id": "KEY", "response": []}',
     '{"id": "KEY", "rawId": "KEY", "type": "public-key", "response": {"clientDataJSON": "x", "signature": 1}}'],
)  # fmt: skip
def test_junk_is_told_apart_from_a_key(key: Key, challenge: Challenge, junk: str) -> None:
    client, fields, _ = challenge()
    data = {**fields, "credential": junk.replace("KEY", text(key.id))}
    assert client.post("/sign-in/passkey", data=data).status_code == 422


@pytest.mark.parametrize("lie", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": 0x41}])
def test_a_key_that_does_not_fit_is_not_kept(
    reader: FlaskClient, sign_in: SignIn, forms: Forms, password: str, lie: dict[str, Any]
) -> None:
    sign_in(reader)
    fields = {"csrf_token": token(reader, forms, "/account"), "password": password}
    options = reader.post("/account/passkeys/options", data=fields).json
    assert options
    credential = Key().made(options["challenge"], **lie)
    assert reader.post("/account/passkeys", data={**fields, "credential": credential}).status_code == 422


def test_adding_one_asks_for_the_password(reader: FlaskClient, sign_in: SignIn, forms: Forms) -> None:
    sign_in(reader)
    fields = {"csrf_token": token(reader, forms, "/account"), "password": "guess"}
    answers = [reader.post("/account/passkeys/options", data=fields) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_where_the_library_is_missing_there_are_no_passkeys(
    reader: FlaskClient, key: Key, forms: Forms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "webauthn", None)
    page = reader.get("/account").text
    assert "Add a passkey" not in page
    # What was added before can still be removed.
    action = next(form["action"] for form in forms(page) if form["action"].endswith("/remove"))
    fields = {"csrf_token": token(reader, forms, "/account")}
    assert reader.post("/sign-in/passkey/options", data=fields).status_code == 404
    assert reader.post(action, data=fields).status_code == 303


def test_a_key_is_removed_by_its_owner_alone(
    library_app: Flask, reader: FlaskClient, key: Key, challenge: Challenge, sign_in: SignIn, forms: Forms
) -> None:
    action = next(form["action"] for form in forms(reader.get("/account").text) if form["action"].endswith("/remove"))
    other = library_app.test_client()
    sign_in(other, "administrator")
    other.post(action, data={"csrf_token": token(other, forms, "/account")})
    assert action in reader.get("/account").text
    reader.post(action, data={"csrf_token": token(reader, forms, "/account")})
    assert action not in reader.get("/account").text
    client, fields, asked = challenge()
    assert client.post("/sign-in/passkey", data={**fields, "credential": key.proof(asked)}).status_code == 422


def test_a_new_password_by_a_link_names_the_passkeys_that_stay(
    library_app: Flask, key: Key, challenge: Challenge, forms: Forms
) -> None:
    """They open the account as before; whoever lost it to a stranger looks through them."""
    with library_app.app_context():
        owner = db.session().scalars(select(PasskeyRow)).one()
        token = links.reset(db.session(), owner.person_id, clock.now(), links.HANDED_OUT)
        db.session.remove()
    client = library_app.test_client()
    fields = next(form for form in forms(client.get(f"/reset/{token}").text) if "password" in form)
    answer = client.post(f"/reset/{token}", data={**fields, "password": "eight stone bridges"})
    assert (answer.status_code, answer.location) == (303, "/account")
    page = client.get("/account").text
    assert "You can still sign in with your passkeys: Passkey." in page
    assert "/account/passkeys/1/remove" in page
    elsewhere, sent, asked = challenge()
    assert elsewhere.post("/sign-in/passkey", data={**sent, "credential": key.proof(asked)}).status_code == 200


def test_another_password_names_them_as_well(reader: FlaskClient, key: Key, forms: Forms, password: str) -> None:
    fields = {"csrf_token": token(reader, forms, "/account"), "old": password, "new": "eight stone bridges"}
    assert reader.post("/account/password", data=fields).status_code == 303
    assert "You can still sign in with your passkeys: Passkey." in reader.get("/account").text


class Mailbox:
    """A mail server on the loopback that keeps what it gets."""

    def __init__(self) -> None:
        self.letters = list[str]()

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:
        self.letters.append(bytes(envelope.content or b"").decode())
        return "250 OK"


@pytest.fixture
def mailbox(library_app: Flask) -> Iterator[Mailbox]:
    """The site now sends its mail here."""
    found = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    library_app.config["SETTINGS"] = replace(
        library_app.config["SETTINGS"],
        smtp_url=f"smtp://127.0.0.1:{port}",
        mail_from="quiz@school.example",
        public_url="http://localhost",
    )
    yield found
    controller.stop()


def test_the_owner_is_told_by_mail_of_a_passkey_that_was_added(mailbox: Mailbox, key: Key) -> None:
    for thread in threading.enumerate():
        if thread.name == mail.SENDER:
            thread.join()
    (letter,) = mailbox.letters
    assert "A passkey was added to your account." in letter
    assert "If that was not you" in letter
