"""Jinja filters: Markdown to safe HTML, and sentences of the lower floors to the reader's language."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup

from quizapp.core import prose
from quizapp.core.sentences import Sentence
from quizapp.web import intervals, pictures


def init_app(app: Flask) -> None:
    app.add_template_filter(_block, "prose")
    app.add_template_filter(_inline, "prose_inline")
    app.add_template_filter(_gapped, "gapped")
    app.add_template_filter(prose.plain, "plain")
    app.add_template_filter(told, "told")
    app.add_template_filter(intervals.written, "interval")


def _block(markdown: str) -> Markup:
    return pictures.placed(prose.html(markdown))


def _inline(markdown: str) -> Markup:
    return pictures.placed(prose.inline(markdown))


def _gapped(markdown: str) -> list[Markup | int]:
    """HTML by turns with the numbers of the gaps in it."""
    return [piece if isinstance(piece, int) else pictures.placed(piece) for piece in prose.pieces(markdown)]


def told(sentence: Sentence) -> str:
    """The sentence in the reader's language, its values filled in, and sentences within it likewise."""
    values = tuple((name, told(value) if isinstance(value, Sentence) else value) for name, value in sentence.values)
    return Sentence(sentence.text, values).filled(gettext(sentence.text))
