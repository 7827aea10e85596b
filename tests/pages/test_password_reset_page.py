"""A forgotten password, and other mail: sent through a real server on the loopback, or told that it can't be."""

from __future__ import annotations

import email
import email.policy
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.web import mail

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
Send = Callable[..., TestResponse]


@dataclass
class Post:
    """A mail server that keeps what it gets."""

    letters: list[EmailMessage] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    refusing: bool = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refusing:
            return "554 no thanks"
        assert isinstance(envelope.content, bytes)
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"p@ss/word")


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    """The server and its port."""
    kept = Post()
    port = free()
    controller = Controller(
        kept, hostname="127.0.0.1", port=port, authenticator=kept.authenticate, auth_require_tls=False
    )
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture
def mailing(library_app: Flask, post: tuple[Post, int]) -> Post:
    """The site now has this mail server."""
    use(library_app, f"smtp://quiz:p%40ss%2Fword@127.0.0.1:{post[1]}")
    return post[0]


def use(app: Flask, url: str, **settings: str) -> None:
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"],
        smtp_url=url,
        mail_from="quizapp <quiz@school.example>",
        public_url="https://quiz.example",
        **settings,
    )


def wait() -> None:
    """Until all letters are sent."""
    for thread in threading.enumerate():
        if thread.name == mail.SENDER:
            thread.join()


@pytest.fixture
def send(forms: Forms) -> Send:
    """`send(client, "/forgot", email=...)`: fill in the page's form and send it; then wait for the letter."""

    def fill(client: FlaskClient, page: str, **fields: str) -> TestResponse:
        form = next(form for form in forms(client.get(page).text) if form["action"] not in {"/sign-out", ""})
        answer = client.post(form["action"], data={**form, **fields})
        wait()
        return answer

    return fill


@pytest.fixture
def ida(library_app: Flask, sign_in: SignIn) -> Account:
    return sign_in(library_app.test_client())


def test_a_link_comes_by_mail_and_sets_a_new_password(
    reader: FlaskClient, ida: Account, mailing: Post, send: Send
) -> None:
    assert send(reader, "/forgot", email=" Teacher-1@School.example").location == "/sign-in"
    (letter,) = mailing.letters
    assert (letter["To"], letter["From"]) == (ida.email, "quizapp <quiz@school.example>")
    assert letter.get_content_type() == "text/plain"
    assert mailing.users == ["quiz"]
    link = re.search(r"^https://quiz\.example(/reset/\S{43})\s", letter.get_content(), re.MULTILINE)
    assert link
    done = send(reader, link[1], password="eight stone bridges")
    assert done.location == "/"
    assert "Your new password is set" in reader.get("/").text
    assert reader.get(link[1]).status_code == 404
    assert "A new password was set" in mailing.letters[1].get_content()


def test_an_address_that_nobody_has_is_told_the_same_and_gets_nothing(
    library_app: Flask, ida: Account, mailing: Post, send: Send
) -> None:
    pages = []
    for address in (ida.email, "nobody@school.example"):
        client = library_app.test_client()
        answer = send(client, "/forgot", email=address)
        told = client.get("/about").text
        pages.append((answer.status_code, answer.location, told.replace(address, "ADDRESS")))
    assert pages[0] == pages[1]
    assert len(mailing.letters) == 1


def test_the_old_address_is_told_of_a_new_one(
    reader: FlaskClient, sign_in: SignIn, mailing: Post, forms: Forms, password: str
) -> None:
    before = sign_in(reader)
    form = next(form for form in forms(reader.get("/account").text) if form["action"] == "/account/email")
    reader.post("/account/email", data={**form, "email": "new@school.example", "password": password})
    wait()
    (letter,) = mailing.letters
    assert (letter["To"], letter["Subject"]) == (before.email, "Your account at quizapp was changed")


def test_nobody_s_mailbox_is_filled(reader: FlaskClient, ida: Account, mailing: Post, send: Send) -> None:
    statuses = [send(reader, "/forgot", email=ida.email).status_code for _ in range(5)]
    assert statuses == [303, 303, 303, 429, 429]
    assert len(mailing.letters) == 3


def test_a_mail_server_that_is_away_is_told_for_any_address(
    library_app: Flask, reader: FlaskClient, ida: Account, post: tuple[Post, int], send: Send
) -> None:
    use(library_app, "smtp://127.0.0.1:1")
    for address in (ida.email, "nobody@school.example"):
        answer = send(reader, "/forgot", email=address)
        assert answer.status_code == 503
        assert "does not answer" in answer.text
        assert f'value="{address}"' in answer.text


def test_a_password_that_the_server_does_not_take_is_told(
    library_app: Flask, reader: FlaskClient, post: tuple[Post, int], send: Send, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # This server falls silent where it should say no.
    monkeypatch.setattr(mail, "LONGEST", 1)
    use(library_app, f"smtp://quiz:secret-of-the-server@127.0.0.1:{post[1]}")
    assert send(reader, "/forgot", email="ida@school.example").status_code == 503
    assert "secret-of-the-server" not in caplog.text


def test_a_letter_that_the_server_refuses_is_logged_without_whom_it_was_for(
    reader: FlaskClient, ida: Account, mailing: Post, send: Send, caplog: pytest.LogCaptureFixture
) -> None:
    mailing.refusing = True
    assert send(reader, "/forgot", email=ida.email).status_code == 303
    assert "mail was not sent: SMTPDataError 554" in caplog.text
    assert ida.email not in caplog.text


def test_no_letter_goes_unencrypted_to_another_machine(
    library_app: Flask, post: tuple[Post, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_HERE", frozenset())
    use(library_app, f"smtp://127.0.0.1:{post[1]}")
    with library_app.test_request_context(), pytest.raises(mail.NotSent) as told:
        mail.send(lambda: None)
    assert "offers no encryption" in str(told.value.__cause__)


@pytest.fixture
def encrypting(tmp_path: Path) -> Iterator[tuple[Post, int, Path]]:
    """A mail server that takes nothing unencrypted, its port, and the certificate that it shows."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, secret = tmp_path / "mail.pem", tmp_path / "mail.key"
    shown.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, secret)
    kept, port = Post(), free()
    controller = Controller(
        kept,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        authenticator=kept.authenticate,
    )
    controller.start()
    yield kept, port, shown
    controller.stop()


@pytest.mark.parametrize("vouched", [True, False], ids=["a certificate that is vouched for", "one that is not"])
def test_a_letter_goes_encrypted_to_a_server_that_is_who_it_says(
    library_app: Flask, reader: FlaskClient, ida: Account, encrypting: tuple[Post, int, Path], send: Send,
    monkeypatch: pytest.MonkeyPatch, vouched: bool,
) -> None:  # fmt: skip
    post, port, certificate = encrypting
    if vouched:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    use(library_app, f"smtp://quiz:p%40ss%2Fword@127.0.0.1:{port}")
    assert send(reader, "/forgot", email=ida.email).status_code == (303 if vouched else 503)
    assert len(post.letters) == len(post.users) == (1 if vouched else 0)


def test_without_a_mail_server_the_page_says_whom_to_ask(reader: FlaskClient, forms: Forms) -> None:
    page = reader.get("/forgot").text
    assert "Ask the administrator" in page
    assert "quizapp user reset-link" in page
    token = next(form["csrf_token"] for form in forms(reader.get("/sign-in").text) if "csrf_token" in form)
    assert reader.post("/forgot", data={"csrf_token": token, "email": "a@b.example"}).status_code == 403


def test_an_invitation_is_mailed_to_whom_it_is_for(
    reader: FlaskClient, sign_in: SignIn, mailing: Post, send: Send
) -> None:
    sign_in(reader, "administrator", "Head")
    answer = send(reader, "/people", role="teacher", email="tove@school.example")
    assert "is on its way" in answer.text
    (letter,) = mailing.letters
    assert letter["To"] == "tove@school.example"
    assert "Head invites you" in letter.get_content()
    link = re.search(r"https://quiz\.example/invitations/\S{43}", letter.get_content())
    assert link and link[0] in answer.text


def test_with_a_mail_server_signing_up_proves_the_address(
    library_app: Flask, reader: FlaskClient, ida: Account, mailing: Post, send: Send
) -> None:
    use(library_app, library_app.config["SETTINGS"].smtp_url, sign_up="open")
    addresses = ["tove@school.example", ida.email]
    for address in addresses:
        assert send(reader, "/sign-up", email=address).location == "/sign-in"
    letters = [letter.get_content() for letter in mailing.letters]
    assert [letter["To"] for letter in mailing.letters] == addresses
    assert "You have one already" in letters[1]
    link = re.search(r"https://quiz\.example(/invitations/\S{43})", letters[0])
    assert link
    assert send(reader, link[1], name="Tove", password="seven larch bridges").status_code == 303
    assert "Learner" in reader.get("/account").text


@pytest.mark.parametrize("name", ["Ida\r\nBcc: all@school.example", "İda 橋"])
def test_no_name_smuggles_a_header_into_a_letter(
    library_app: Flask, reader: FlaskClient, sign_in: SignIn, mailing: Post, send: Send, name: str
) -> None:
    found = sign_in(library_app.test_client(), "learner", name)
    send(reader, "/forgot", email=found.email)
    (letter,) = mailing.letters
    assert letter["Bcc"] is None
    assert " ".join(name.split()) in letter.get_content()
