"""A question's form, made from its kind's own document: a new kind needs no form of its own, only its template."""

from __future__ import annotations

from quizapp.web.forms.questions.building import QuestionForm as QuestionForm
from quizapp.web.forms.questions.building import form_for as form_for
