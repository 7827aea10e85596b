"""The session's cookie, which holds although the server's clock was set back."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal, overload

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, Signer, TimestampSigner, URLSafeTimedSerializer

# Those who sign without saying by what, as for the tokens of forms, would do it by SHA-1.
Signer.default_digest_method = staticmethod(hashlib.sha256)


class _Signer(TimestampSigner):
    """A cookie from a time still to come is as young as can be; else all visits would end with the jump of a clock."""

    @overload
    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: Literal[False] = False
    ) -> bytes: ...

    @overload
    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: Literal[True] = True
    ) -> tuple[bytes, datetime]: ...

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> tuple[bytes, datetime] | bytes:
        value, signed = super().unsign(signed_value, None, True)
        age = self.get_timestamp() - signed.timestamp()
        if max_age is not None and age > max_age:
            raise SignatureExpired(f"Signature age {age} > {max_age} seconds", value, signed)
        return (value, signed) if return_timestamp else value


class Sessions(SecureCookieSessionInterface):
    digest_method = staticmethod(hashlib.sha256)

    def __init__(self) -> None:
        self._made: tuple[object, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once for a key, not twice a request."""
        key, kept = self._made
        if kept is None or key != app.secret_key:
            kept = super().get_signing_serializer(app)
            if kept:
                kept.signer = _Signer
            self._made = app.secret_key, kept
        return kept
