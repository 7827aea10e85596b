"""quizapp turns a news article into knowledge that stays.

The house, each floor resting only on the ones below it:

    cli    web          commands; pages, forms and static files
    work                deeds: start an attempt, answer, finish, load ...; only they commit
    store | formats     tables and queries; bytes <-> sets
    core                what a question is, how it is marked, what proves it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from quizapp.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; settings come from the environment unless given."""
    # Imported here so that the lower floors can be used without the web framework.
    from quizapp.settings import from_environment
    from quizapp.web.app import build

    return build(settings or from_environment())
