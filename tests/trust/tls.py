"""A proxy that speaks https and http on one port, with a certificate of its own, and says which it was."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socket import MSG_PEEK
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

#: The first byte of a greeting in TLS.
HANDSHAKE = b"\x16"


def certificate(folder: Path) -> Path:
    """A file with a key and the certificate of `localhost`, which vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(names, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = made.sign(key, hashes.SHA256())
    form = serialization.PrivateFormat.PKCS8
    told = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    file = folder / "localhost.pem"
    file.write_bytes(told + signed.public_bytes(serialization.Encoding.PEM))
    return file


class _Passing(BaseHTTPRequestHandler):
    """One request, passed on to the app with what a proxy says of it."""

    def __init__(self, tls: ssl.SSLContext, app: int, *given: Any) -> None:
        self.tls, self.app, self.scheme = tls, app, "http"
        super().__init__(*given)

    def setup(self) -> None:
        if self.request.recv(1, MSG_PEEK) == HANDSHAKE:
            self.request, self.scheme = self.tls.wrap_socket(self.request, server_side=True), "https"
        super().setup()

    def finish(self) -> None:
        super().finish()
        # The server closes what it took, which is no longer this where it became TLS.
        self.request.close()

    def do_GET(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.app, timeout=20)
        told = {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": self.scheme}
        connection.request(self.command, self.path, headers={**dict(self.headers), **told})
        answer = connection.getresponse()
        body = answer.read()
        self.send_response_only(answer.status)
        for header in answer.getheaders():
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    do_HEAD = do_OPTIONS = do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """The app has a log of its own."""


@contextmanager
def proxied(app: int, certificate: Path) -> Iterator[int]:
    """The port at which the app is then reached by https; who comes there by http is passed on as such."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Passing, tls, app)) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
