"""Every setting, read from the environment: this file is their documentation."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from quizapp.core.sentences import Refusal, say
from quizapp.paths import PACKAGE

SignUp = Literal["open", "invitation", "closed"]
Log = Literal["plain", "json"]


@dataclass(frozen=True)
class Settings:
    """Each field is set by the environment variable named above it."""

    # QUIZAPP_INSTANCE: the folder of the embedded database and the secret key.
    # Default: `instance/` of a checkout, or of the folder that the installed command runs in.
    instance: Path
    # QUIZAPP_DATABASE_URL: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.
    # Default: `quizapp.sqlite3` in the instance folder.
    database_url: str
    # QUIZAPP_SECRET_KEY: signs cookies, 32 characters at least.
    # Default: made at the first start and kept in the instance folder.
    secret_key: str | None = None
    # QUIZAPP_HTTPS: 1 where the site is reached by https, so that cookies travel by https alone. Default: 0.
    https: bool = False
    # QUIZAPP_TRUSTED_HOSTS: the host names that the site answers to, with commas; empty answers to any. Default: empty.
    trusted_hosts: tuple[str, ...] = ()
    # QUIZAPP_PROXIES: how many proxies stand before the app and set X-Forwarded-For, -Proto and X-Request-ID.
    # Default: 0; none of them is then believed.
    proxies: int = 0
    # QUIZAPP_PUBLIC_URL: the site's address as learners reach it;
    # a deck says where its next version is. Default: empty.
    public_url: str = ""
    # QUIZAPP_TIME_ZONE: the zone of times on the pages. Default: UTC.
    time_zone: str = "UTC"
    # QUIZAPP_SIGN_UP: who may make an account: `open` (everyone, as a learner), `invitation` (who was sent a link)
    # or `closed` (those alone who are added by a command). Default: invitation.
    sign_up: SignUp = "invitation"
    # QUIZAPP_SMTP_URL: the server that takes mail, as smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST.
    # Default: none; links are then handed out by the administrator.
    smtp_url: str = ""
    # QUIZAPP_MAIL_FROM: the address that mail comes from; needed with QUIZAPP_SMTP_URL. Default: none.
    mail_from: str = ""
    # QUIZAPP_OIDC_ISSUER: the identity provider of a school, by OpenID Connect, as https://login.school.example.
    # Default: none.
    oidc_issuer: str = ""
    # QUIZAPP_OIDC_CLIENT_ID: the name by which the provider knows this site; needed with the issuer. Default: none.
    oidc_client_id: str = ""
    # QUIZAPP_OIDC_CLIENT_SECRET: the secret that goes with it, where the provider gives one. Default: none.
    oidc_client_secret: str = ""
    # QUIZAPP_OIDC_NAME: what people call the provider: "Sign in with ...". Default: your school account.
    oidc_name: str = ""
    # QUIZAPP_LOG: `plain` tells what went wrong, for a terminal; `json` writes an object a line, one for each request
    # as well. Default: plain.
    log: Log = "plain"
    # QUIZAPP_METRICS_TOKEN: who sends it ("Authorization: Bearer ...") may read /metrics; 32 characters at least.
    # Default: none; nothing is then measured.
    metrics_token: str | None = None


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises `Refusal` with a sentence for one that makes no sense."""
    instance = Path(environment.get("QUIZAPP_INSTANCE") or _default_instance()).resolve()
    return _consistent(
        Settings(
            instance=instance,
            database_url=_database(environment.get("QUIZAPP_DATABASE_URL"), instance),
            secret_key=_secret(environment, "QUIZAPP_SECRET_KEY"),
            https=_switch(environment, "QUIZAPP_HTTPS"),
            trusted_hosts=_list(environment.get("QUIZAPP_TRUSTED_HOSTS", "")),
            proxies=_count(environment, "QUIZAPP_PROXIES"),
            public_url=environment.get("QUIZAPP_PUBLIC_URL", "").rstrip("/"),
            time_zone=_zone(environment.get("QUIZAPP_TIME_ZONE") or "UTC"),
            sign_up=_sign_up(environment.get("QUIZAPP_SIGN_UP") or "invitation"),
            smtp_url=_mail_server(environment.get("QUIZAPP_SMTP_URL", "")),
            mail_from=environment.get("QUIZAPP_MAIL_FROM", ""),
            oidc_issuer=_issuer(environment.get("QUIZAPP_OIDC_ISSUER", "")),
            oidc_client_id=environment.get("QUIZAPP_OIDC_CLIENT_ID", ""),
            oidc_client_secret=environment.get("QUIZAPP_OIDC_CLIENT_SECRET", ""),
            oidc_name=environment.get("QUIZAPP_OIDC_NAME", ""),
            log=_log(environment.get("QUIZAPP_LOG") or "plain"),
            metrics_token=_secret(environment, "QUIZAPP_METRICS_TOKEN"),
        )
    )


def _consistent(settings: Settings) -> Settings:
    if settings.smtp_url and "@" not in settings.mail_from:
        raise Refusal(say("QUIZAPP_SMTP_URL needs QUIZAPP_MAIL_FROM: the address that mail is to come from."))
    if settings.smtp_url and not settings.public_url:
        # What a browser calls the site can be forged, and links in mail would lead wherever it says.
        raise Refusal(say("QUIZAPP_SMTP_URL needs QUIZAPP_PUBLIC_URL: the address that links in mail begin with."))
    if settings.oidc_issuer and not settings.oidc_client_id:
        raise Refusal(
            say("QUIZAPP_OIDC_ISSUER needs QUIZAPP_OIDC_CLIENT_ID: the name that the provider gave this site.")
        )
    return settings


def _default_instance() -> Path:
    checkout = PACKAGE.parent
    return (checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()) / "instance"


def _database(value: str | None, instance: Path) -> str:
    url = value or f"sqlite:///{instance / 'quizapp.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise Refusal(say("QUIZAPP_DATABASE_URL must begin with sqlite:/// or postgresql://, not %(url)s.", url=url))
    return url


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise Refusal(say("QUIZAPP_TIME_ZONE must be a zone like Europe/Berlin, not %(value)s.", value=value))
    return value


def _sign_up(value: str) -> SignUp:
    found = next((one for one in get_args(SignUp) if one == value), None)
    if found is None:
        raise Refusal(say("QUIZAPP_SIGN_UP must be open, invitation or closed, not %(value)s.", value=value))
    return cast(SignUp, found)


def _issuer(value: str) -> str:
    parts = urlsplit(value)
    here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if value and not (here or (parts.scheme == "https" and parts.hostname)):
        raise Refusal(
            say("QUIZAPP_OIDC_ISSUER must be an address that begins with https://, not %(value)s.", value=value)
        )
    return value


def _mail_server(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = not value or (parts.scheme in {"smtp", "smtps"} and parts.hostname and (parts.port or True))
    except ValueError:
        usable = False
    if not usable:
        # Without the value: it may hold a password.
        raise Refusal(say("QUIZAPP_SMTP_URL must look like smtp://USER:PASSWORD@HOST:587 or smtps://HOST."))
    return value


def _log(value: str) -> Log:
    found = next((one for one in get_args(Log) if one == value), None)
    if found is None:
        raise Refusal(say("QUIZAPP_LOG must be plain or json, not %(value)s.", value=value))
    return cast(Log, found)


def _secret(environment: Mapping[str, str], name: str) -> str | None:
    value = environment.get(name)
    if value and len(value) < 32:
        raise Refusal(say("%(name)s is too short: give it 32 characters or more, or leave it unset.", name=name))
    return value or None


def _switch(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name) or "0"
    if value not in {"0", "1"}:
        raise Refusal(say("%(name)s must be 0 or 1, not %(value)s.", name=name, value=value))
    return value == "1"


def _count(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name) or "0"
    if not value.isascii() or not value.isdigit():
        raise Refusal(say("%(name)s must be a whole number, not %(value)s.", name=name, value=value))
    return int(value)


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
