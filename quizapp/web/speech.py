"""What templates say, in the reader's language: looked up once for each language, not once for each page."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from flask import Flask, g, request
from flask_babel import get_domain, get_locale
from markupsafe import Markup


class Phrases:
    """The sentences of one language. They are those of the templates, so there are only so many."""

    def __init__(self) -> None:
        self._sentences: dict[str, Markup] = {}
        self._whole: dict[str, Markup] = {}

    def text(self, message: str, **values: Any) -> Markup:
        """The sentence, safe for HTML; `values` are escaped and fill its %(name)s."""
        if values:
            return self._sentence(message) % values
        found = self._whole.get(message)
        if found is None:
            found = self._whole[message] = self._sentence(message) % ()
        return found

    def _sentence(self, message: str) -> Markup:
        found = self._sentences.get(message)
        if found is None:
            translated = get_domain().get_translations().ugettext(message)
            found = self._sentences[message] = Markup(translated)  # noqa: S704 - by us or a translator
        return found


def init_app(app: Flask) -> None:
    @lru_cache
    def kept(_language: str, _root: str, name: str, values: tuple[tuple[str, str], ...]) -> Markup:
        return Markup(app.jinja_env.get_template(name).render(**dict(values)))  # noqa: S704 - made of templates

    def fixed(name: str, **values: str) -> Markup:
        """A part of a page that is the same for everyone, but for some words of ours."""
        return kept(_language(), request.script_root, name, tuple(values.items()))

    # In place of those that Flask-Babel brings, which ask for the language and its catalogue at every sentence.
    app.jinja_env.globals.update(_=_text, gettext=_text, ngettext=_numbered, fixed=fixed)
    # Nearer for most of a page than the globals, which macros see.
    app.context_processor(lambda: {"_": _phrases(_language()).text})


def _text(message: str, **values: Any) -> Markup:
    return _phrases(_language()).text(message, **values)


def _numbered(singular: str, plural: str, number: int, **values: Any) -> Markup:
    """The sentence for so many; `number` fills %(num)d."""
    found = get_domain().get_translations().ungettext(singular, plural, number)
    return Markup(found) % {"num": number, **values}  # noqa: S704 - by us or a translator


def _language() -> str:
    """The reader's, asked for once a request."""
    if "language" not in g:
        g.language = str(get_locale())
    language: str = g.language
    return language


@cache
def _phrases(_language: str) -> Phrases:
    return Phrases()
