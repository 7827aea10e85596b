"""The pages of the kinds, rendered without an application."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from quizapp.core import prose
from quizapp.paths import shipped

Render = Callable[..., str]


@pytest.fixture(scope="session")
def render() -> Render:
    """`render("choice/ask.html", view=...)`: a kind's template, filled with what a page hands it."""
    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(NullTranslations(), newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "prose": lambda text: Markup(prose.html(text)),
        "prose_inline": lambda text: Markup(prose.inline(text)),
        "gapped": lambda text: [part if isinstance(part, int) else Markup(part) for part in prose.pieces(text)],
        "plain": prose.plain,
        "told": str,
    }
    blank = {"given": {}, "disabled": False, "paper": False}
    return lambda template, **context: environment.get_template(f"kinds/{template}").render(blank | context)
