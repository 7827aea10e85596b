"""Forms: what their fields take, and the sentences for what they don't."""

from __future__ import annotations

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # it has no types
    """A form whose token was checked already, as that of every form is, before the page saw it."""

    class Meta:
        csrf = False
