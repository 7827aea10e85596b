"""An identity provider that the tests run on the loopback, and a site that knows it."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, jsonify, redirect, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from quizapp.web import oidc

CLIENT, SECRET = "quizapp-of-the-school", "between the two of us"


class Provider:
    """The identity provider of a school. `claims` change what it says, `signs` with which key."""

    def __init__(self) -> None:
        self.key, self.signs = RSAKey.generate_key(2048, {"kid": "one"}), None
        self.person = {"sub": "4711", "email": "tove@school.example", "email_verified": True, "name": "Tove Lind"}
        self.claims: dict[str, Any] = {}
        self.issuer, self.codes, self.asked = "", {}, 0

    def app(self) -> Flask:
        site = Flask("provider")
        site.add_url_rule("/.well-known/openid-configuration", "metadata", self.metadata)
        site.add_url_rule("/keys", "keys", lambda: jsonify(keys=[self.key.as_dict(private=False)]))
        site.add_url_rule("/authorize", "authorize", self.authorize)
        site.add_url_rule("/token", "token", self.token, methods=["POST"])
        return site

    def metadata(self) -> Response:
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
            id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
            token_endpoint_auth_methods_supported=["client_secret_basic"],
        )

    def authorize(self) -> Response:
        """Whoever comes is signed in there already."""
        asked = request.args
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert (asked["code_challenge_method"], asked["scope"]) == ("S256", "openid email profile")
        code = f"code-{len(self.codes)}"
        self.codes[code] = (asked["nonce"], asked["code_challenge"])
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def token(self) -> Response | tuple[Response, int]:
        self.asked += 1
        proof = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        nonce, challenge = self.codes.pop(request.form["code"], ("", ""))
        trusted = request.authorization and request.authorization.password == SECRET
        if not trusted or base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != challenge:
            return jsonify(error="invalid_grant"), 400
        return jsonify(access_token="a", token_type="Bearer", id_token=self.id_token(nonce))

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        told = {name: value for name, value in {**usual, **self.claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "one"}, told, self.signs or self.key)


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    server = make_server("127.0.0.1", 0, made.app(), threaded=True)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def school(library_app: Flask, provider: Provider) -> FlaskClient:
    """A browser at the site, which knows this provider, and is open to everyone there."""
    library_app.config["SETTINGS"] = replace(
        library_app.config["SETTINGS"],
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name="the school",
        sign_up="open",
    )
    oidc.init_app(library_app)
    return library_app.test_client()
