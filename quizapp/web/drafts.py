"""Drafts in templates: what their fields are called, and what they hold, as text."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask_babel import gettext

from quizapp.web.forms.questions.labels import label


def init_app(app: Flask) -> None:
    app.add_template_filter(label, "field_label")
    app.add_template_filter(written_out, "written_out")


def written_out(value: object) -> str:
    """What a draft holds at one place, as text that can be read and copied from."""
    if isinstance(value, Mapping):
        named = ((label(str(name)), written_out(each)) for name, each in value.items())
        return ", ".join(f"{name}: {each}" for name, each in named)
    if isinstance(value, list | tuple):
        return "\n".join(f"– {written_out(each)}" for each in value)
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    return "" if value is None else str(value)
