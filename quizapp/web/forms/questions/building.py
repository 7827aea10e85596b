"""The WTForms class of a kind, built from its shape; what is wrong with a draft is told at its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FieldList, Form, FormField, RadioField, SelectField, StringField, TextAreaField

from quizapp.core.drafts import Fault
from quizapp.web.forms.questions.documents import KEY, VALUE, fields_of, to_document
from quizapp.web.forms.questions.faults import sentence
from quizapp.web.forms.questions.shapes import (
    Choice,
    Group,
    Pair,
    Rows,
    Shape,
    Table,
    Text,
    Truth,
    Variants,
    Words,
    shape_of,
)


class QuestionForm(Form):  # type: ignore[misc]
    """The base of every kind's form; `kind` is set by `form_for`, and the `language` that numbers are written in."""

    kind = ""
    language = "en"

    @property
    def document(self) -> dict[str, Any]:
        """The draft that the form's fields make."""
        return {"kind": self.kind, **(to_document(shape_of(self.kind), self.data, self.language) or {})}

    def tell(self, faults: Iterable[Fault]) -> None:
        """Put each fault at the field that it is about, or at the nearest around it."""
        for fault in faults:
            field = _field_at(self, fault.path)
            if field is not None:
                field.told = [*getattr(field, "told", ()), sentence(fault, self.kind)]


def form_for(
    kind: str,
    document: Mapping[str, Any] | None = None,
    sent: MultiDict[str, str] | None = None,
    language: str = "en",
) -> Any:
    """The form of a draft, or of what a page has sent; `language` is the set's."""
    data = fields_of(shape_of(kind), document or {}, language) if sent is None else None
    form = _form_class(kind)(formdata=sent, data=data)
    form.language = language
    return form


@cache
def _form_class(kind: str) -> type[QuestionForm]:
    fields = {name: _field(shape) for name, shape in shape_of(kind).fields.items()}
    return type(f"{kind.title()}Form", (QuestionForm,), {"kind": kind, **fields})


def _field(shape: Shape) -> Any:
    match shape:
        case Rows():
            return FieldList(_field(shape.item), max_entries=shape.most)
        case Table():
            return FieldList(_form_field({KEY: StringField(), VALUE: _field(shape.value)}), max_entries=shape.most)
        case Pair():
            return _form_field({"low": StringField(), "high": StringField()})
        case Group() | Variants():
            return _form_field({name: _field(each) for name, each in shape.fields.items()})
    return _plain_field(shape)


def _plain_field(shape: Text | Words | Truth | Choice) -> Any:
    match shape:
        case Truth():
            return BooleanField()
        case Choice():
            kind = RadioField if shape.truth else SelectField
            return kind(choices=list(shape.values), validate_choice=False)
        case Text(long=True):
            return TextAreaField()
    return StringField()


def _form_field(fields: Mapping[str, Any]) -> Any:
    return FormField(type("PartForm", (Form,), dict(fields)))


def _field_at(form: Any, path: tuple[str | int, ...]) -> Field | None:
    """The field at a path of the document; pydantic's own words on the way, and keys of tables, are passed over."""
    field = None
    for step in path:
        below = _below(field if field is not None else form, step)
        field = below if below is not None else field
    return field


def _below(field: Any, step: str | int) -> Field | None:
    if isinstance(field, FieldList):
        return _entry(field, step)
    inner = field.form if isinstance(field, FormField) else field if isinstance(field, Form) else None
    if inner is None:
        return None
    if str(step) in inner:
        found: Field = inner[str(step)]
        return found
    return _below(inner[VALUE], step) if VALUE in inner else None


def _entry(rows: FieldList, step: str | int) -> Field | None:
    keyed = [entry for entry in rows.entries if isinstance(entry, FormField) and KEY in entry.form]
    if keyed:
        return next((entry for entry in keyed if str(entry.form[KEY].data) == str(step)), None)
    return rows.entries[step] if isinstance(step, int) and step < len(rows.entries) else None
