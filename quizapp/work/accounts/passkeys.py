"""Signing in by a passkey: the device proves that it holds a key, and its owner's finger, face or PIN unlocks it."""

from __future__ import annotations

import binascii
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.sentences import Refusal, Unreadable, say
from quizapp.store import accounts, passkeys
from quizapp.store.people import digest
from quizapp.store.tables import AccountRow, PasskeyRow
from quizapp.work.accounts import signing_in
from quizapp.work.accounts.signing_in import SignedIn
from quizapp.work.accounts.throttling import Browser
from quizapp.work.transactions import writing

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

#: More than anybody has devices.
MOST = 20
LONGEST_NAME = 80


@dataclass(frozen=True)
class Site:
    """The site as browsers know it: its host, and scheme and host with the port."""

    host: str
    origin: str


def installed() -> bool:
    return find_spec("webauthn") is not None


def creation_options(session: Session, person_id: int, site: Site) -> dict[str, Any]:
    """What the browser is asked for to make a passkey; as JSON takes it."""
    from webauthn import generate_registration_options
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    account = session.get_one(AccountRow, person_id)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="quizapp",
        user_name=account.email,
        user_display_name=account.name,
        # Always the same for a person, so that a device replaces an older key of this account.
        user_id=bytes.fromhex(digest(f"passkeys of {person_id} {account.created_at.isoformat()}")),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(session, person_id),
    )
    return _as_json(options)


def add(session: Session, person_id: int, name: str, sent: str, challenge: bytes, site: Site, now: datetime) -> None:
    """Keep the passkey that the browser has made; raises `Unreadable` for one that does not fit."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url

    with _judged():
        made = verify_registration_response(
            credential=_object(sent),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    credential = bytes_to_base64url(made.credential_id)
    shown = " ".join(name.split())[:LONGEST_NAME] or "Passkey"
    try:
        with writing(session):
            if len(passkeys.of(session, person_id)) >= MOST:
                raise Refusal(say("You have %(most)s passkeys. Remove one first.", most=MOST))
            session.add(PasskeyRow(person_id, credential, made.credential_public_key, made.sign_count, shown, now))
    except IntegrityError as error:
        raise Refusal(say("This passkey is kept here already.")) from error


def remove(session: Session, person_id: int, passkey_id: int) -> None:
    with writing(session):
        passkeys.remove(session, person_id, passkey_id)


def request_options(site: Site) -> dict[str, Any]:
    """What the browser is asked for to sign somebody in: any passkey of this site that it has."""
    from webauthn import generate_authentication_options
    from webauthn.helpers.structs import UserVerificationRequirement

    return _as_json(
        generate_authentication_options(rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED)
    )


def sign_in(
    session: Session, sent: str, challenge: bytes, site: Site, browser: Browser, now: datetime, *, keep: bool,
    guest: int | None,
) -> SignedIn:  # fmt: skip
    """Sign in whoever holds the key; raises `Unreadable` for a proof that does not hold."""
    from webauthn import verify_authentication_response

    credential = _object(sent)
    with writing(session):
        row = passkeys.by_credential(session, str(credential.get("id")), lock=True)
        if row is None:
            raise _unknown()
        with _judged():
            proof = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=row.public_key,
                credential_current_sign_count=row.sign_count,
                require_user_verification=True,
            )
        row.sign_count, row.used_at = proof.new_sign_count, now
        owner = accounts.by_id(session, row.person_id)
        if owner is None:
            raise _unknown()
        return signing_in.enter(session, owner, browser, now, keep=keep, guest=guest)


def _descriptors(session: Session, person_id: int) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential_id))
        for row in passkeys.of(session, person_id)
    ]


def _as_json(options: Any) -> dict[str, Any]:
    from webauthn import options_to_json

    told: dict[str, Any] = json.loads(options_to_json(options))
    return told


def _object(sent: str) -> dict[str, Any]:
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise _bad() from error
    if not isinstance(found, dict) or "\x00" in str(found.get("id")):
        raise _bad()
    return found


@contextmanager
def _judged() -> Iterator[None]:
    """What a browser sends is either a proof that holds, or it is refused: whatever is wrong with it."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        yield
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError, binascii.Error) as error:
        raise _bad() from error


def _bad() -> Unreadable:
    return Unreadable(say("Your device's answer does not fit. Try once more, or sign in with your password."))


def _unknown() -> Unreadable:
    return Unreadable(say("This passkey belongs to no account here. It may have been removed; use your password."))
