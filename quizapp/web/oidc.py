"""Signing in through an identity provider, by OpenID Connect: code flow with PKCE, state and nonce."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import gettext

from quizapp.core.sentences import Refusal, say
from quizapp.settings import Settings
from quizapp.web import links
from quizapp.work.accounts.identities import Identity

_KEY = "quizapp_oidc"
#: Seconds in which the provider must answer: somebody is waiting.
_LONGEST = 10
#: Signed with the provider's private key; a shared secret would let whoever knows it sign for anybody.
_SIGNED = ("RS", "PS", "ES", "Ed")
#: One of OpenID Connect's words for what went wrong.
_CODE = re.compile(r"[a-z_]{1,40}")


class ProviderAway(Refusal):
    """The provider does not answer, or not as one does."""


class NotProved(Refusal):
    """What the provider's answer says is not proved by it."""


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    if not settings.oidc_issuer:
        return
    try:
        from authlib.integrations.flask_client import OAuth  # type: ignore[import-untyped]
    except ImportError as error:
        raise Refusal(say("QUIZAPP_OIDC_ISSUER needs more to be installed: pip install 'quizapp[oidc]'.")) from error
    app.extensions[_KEY] = OAuth(app).register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": _LONGEST,
            **({} if settings.oidc_client_secret else {"token_endpoint_auth_method": "none"}),
        },
    )


def possible() -> bool:
    return _KEY in current_app.extensions


def name() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.oidc_name or gettext("your school account")


def address() -> str:
    """Where the browser has to go."""
    client = _client()
    back = links.site_address() + url_for("identity.back")
    made = _asked(lambda: client.create_authorization_url(back))
    client.save_authorize_data(redirect_uri=back, **made)
    return str(made["url"])


def identity() -> Identity:
    """Who came back from there; raises `NotProved` and `ProviderAway`."""
    client, settings = _client(), current_app.config["SETTINGS"]
    options = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
        "nonce": {"essential": True},
    }
    told = _asked(lambda: client.authorize_access_token(claims_options=options).get("userinfo"))
    if not told or not isinstance(told.get("sub"), str) or not 0 < len(told["sub"]) <= 255:
        raise _not_proved()
    email = str(told.get("email") or "") if told.get("email_verified") is True else ""
    return Identity(settings.oidc_issuer, told["sub"], email or None, str(told.get("name") or ""))


def _client() -> Any:
    client = current_app.extensions[_KEY]
    metadata = _asked(client.load_server_metadata)
    if metadata.get("issuer") != current_app.config["SETTINGS"].oidc_issuer:
        raise _away()
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [each for each in offered if each.startswith(_SIGNED)]
    return client


def _asked(question: Any) -> Any:
    """The provider's answer; whatever is wrong with it is told in one of two sentences."""
    import requests
    from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
    from joserfc.errors import JoseError

    try:
        return question()
    except (requests.RequestException, RuntimeError) as error:
        current_app.logger.warning("identity provider: %s", error)
        raise _away() from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        # What else it says came by way of the browser, or is about somebody.
        code = str(getattr(error, "error", ""))
        told = code if _CODE.fullmatch(code) else ""
        current_app.logger.warning("identity provider: %s %s", type(error).__name__, told)
        raise _not_proved() from error


def _away() -> ProviderAway:
    return ProviderAway(say("The sign-in of your school does not answer. Try later, or use a password."))


def _not_proved() -> NotProved:
    return NotProved(say("The sign-in was broken off, or its answer does not fit. Please try again from the start."))
