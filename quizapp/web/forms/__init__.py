"""Forms: what their fields take, and the sentences for what they don't."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, ValidationError

from quizapp.core.sentences import Refusal, Unreadable
from quizapp.web.filters import told


class Form(FlaskForm):  # type: ignore[misc]  # it has no types
    """A form whose token was checked already, as that of every form is, before the page saw it."""

    class Meta:
        csrf = False

        def wrap_formdata(self, form: Form, formdata: object) -> MultiDict[str, str] | None:
            # Text alone: the library mixes files in, and a file where text is due is no text.
            return None if formdata is None else request.form


def checked(check: Callable[[str], object]) -> Callable[[Form, Field], None]:
    """A validator that says what `check` has to say against the text."""

    def validate(_: Form, field: Field) -> None:
        try:
            check(field.data or "")
        except Unreadable as unreadable:
            raise ValidationError(told(unreadable.sentence)) from unreadable

    return validate


def blame(field: Field, refusal: Refusal) -> None:
    """Set the sentence beside the field that it is about."""
    field.errors = [*field.errors, told(refusal.sentence)]
