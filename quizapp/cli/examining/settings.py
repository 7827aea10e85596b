"""Settings that contradict one another, or leave a site open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from quizapp import settings as documented
from quizapp.cli.examining import Finding, Part, or_ok
from quizapp.core.sentences import say
from quizapp.settings import Settings

_part = Part("settings")
#: A key that a machine has drawn has more different signs.
FEWEST_SIGNS = 10
#: Those that others read: the tests, and `serve` for its own processes.
_OTHERS = ("QUIZAPP_TEST_", "QUIZAPP_PROCESSES")


def findings(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    return or_ok(_findings(settings, environment), _part.ok(say("They fit one another.")))


def _findings(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    yield from _misspelt(environment)
    yield from _address(settings)
    yield from _https(settings)
    yield from _proxies(settings)
    yield from _secret(settings)
    yield from _doors(settings)


def _misspelt(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = set(re.findall(r"QUIZAPP_[A-Z_]+[A-Z]", Path(documented.__file__).read_text()))
    for name in sorted(set(environment) - known):
        if name.startswith("QUIZAPP_") and not name.startswith(_OTHERS):
            near = get_close_matches(name, known, 1)
            remedy = say("Is %(near)s meant?", near=near[0]) if near else say("Take it away.")
            yield _part.problem(say("%(name)s is no setting, and does nothing.", name=name), remedy)


def _address(settings: Settings) -> Iterator[Finding]:
    parts = urlsplit(settings.public_url)
    if settings.public_url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        yield _part.problem(
            say("QUIZAPP_PUBLIC_URL is no address: %(url)s.", url=settings.public_url),
            say("Write it as https://quiz.example.org."),
        )
    elif settings.public_url and settings.trusted_hosts and not _trusted(str(parts.hostname), settings.trusted_hosts):
        yield _part.problem(
            say("The site does not answer to the host of QUIZAPP_PUBLIC_URL, %(host)s.", host=parts.hostname),
            say("Add it to QUIZAPP_TRUSTED_HOSTS: links in mail and decks lead there."),
        )


def _trusted(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name.lstrip(".") or (name.startswith(".") and host.endswith(name)) for name in names)


def _https(settings: Settings) -> Iterator[Finding]:
    scheme = urlsplit(settings.public_url).scheme
    if scheme == "https" and not settings.https:
        yield _part.problem(
            say("The public address is https, but QUIZAPP_HTTPS is 0: cookies travel without encryption as well."),
            say("Set QUIZAPP_HTTPS=1."),
        )
    if scheme == "http" and settings.https:
        yield _part.problem(
            say("QUIZAPP_HTTPS is 1, but the public address is http: browsers keep no cookie, and nobody stays in."),
            say("Write the public address with https://, or set QUIZAPP_HTTPS=0."),
        )


def _proxies(settings: Settings) -> Iterator[Finding]:
    if settings.https and not settings.proxies:
        yield _part.warning(
            say("QUIZAPP_HTTPS is 1, but QUIZAPP_PROXIES is 0: everyone seems to come from the proxy's address."),
            say("Set QUIZAPP_PROXIES=1, so that one who guesses passwords does not lock out all."),
        )
    if settings.proxies and not settings.trusted_hosts:
        yield _part.warning(
            say("The site stands behind a proxy and answers to any host name."),
            say("Name its own in QUIZAPP_TRUSTED_HOSTS."),
        )


def _secret(settings: Settings) -> Iterator[Finding]:
    for name, value in (("QUIZAPP_SECRET_KEY", settings.secret_key), ("QUIZAPP_METRICS_TOKEN", settings.metrics_token)):
        if value and len(set(value)) < FEWEST_SIGNS:
            yield _part.problem(
                say("%(name)s can be guessed: it has few different signs.", name=name),
                say("Draw one: openssl rand -hex 32"),
            )
    if settings.secret_key is None and settings.database_url.startswith("postgresql"):
        yield _part.warning(
            say("QUIZAPP_SECRET_KEY is not set: a second machine would make another, and know nobody's cookies."),
            say("Give all machines the same."),
        )


def _doors(settings: Settings) -> Iterator[Finding]:
    if settings.sign_up == "open" and not settings.smtp_url:
        yield _part.warning(
            say("Everyone may make an account, but no mail can be sent: who forgets a password has to ask you."),
            say("Set QUIZAPP_SMTP_URL."),
        )
    if settings.oidc_issuer and not find_spec("authlib"):
        yield _part.problem(
            say("QUIZAPP_OIDC_ISSUER is set, but what it needs is not installed."),
            say("pip install 'quizapp[oidc]'"),
        )
