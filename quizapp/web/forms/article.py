"""The form of an article, and that of a set's title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from quizapp.core.articles import FIELDS
from quizapp.core.drafts import Fault
from quizapp.core.library import Article
from quizapp.web.forms import Form
from quizapp.web.languages import language_name

#: Offered first; the article's own is added where it is another one.
_LANGUAGES = (
    "ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka ko lt lv mk ms nb nl nn pl pt "
    "ro ru sk sl sq sr sv sw ta th tr uk ur vi zh"
).split()


class _Day(DateField):  # type: ignore[misc]  # it has no types
    """A day that stays as it was typed where it can't be read."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")

    def process_formdata(self, values: list[str]) -> None:
        self.data = values[0].strip() if values else None


class ArticleForm(Form):
    """The fields of an article; what is wrong with them the core says, see `blame`."""

    title = StringField(_("Title"))
    publisher = StringField(_("Where it was published"))
    published = _Day(_("Day of publication"))
    language = SelectField(_("Language"), validate_choice=False)
    author = StringField(_("Who wrote it"))
    url = StringField(_("Link to the original"))
    licence = StringField(_("Licence"))
    body = TextAreaField(_("Text"))
    revision = HiddenField()

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        codes = {*_LANGUAGES, self.language.data or "en"}
        self.language.choices = sorted(((code, _named(code)) for code in codes), key=lambda each: each[1].casefold())

    def fields(self) -> dict[str, Any]:
        """What was typed, as the deeds take it."""
        return {name: self[name].data for name in FIELDS}

    def blame(self, faults: tuple[Fault, ...]) -> None:
        """Set beside each field what is wrong with it."""
        for fault in faults:
            field = self[str(fault.path[0])]
            field.errors = [*field.errors, _sentence(field.name, fault)]


def _named(code: str) -> str:
    return language_name(code)[:1].upper() + language_name(code)[1:]


def of_article(article: Article, revision: int | None = None) -> ArticleForm:
    """The form as it stands with an article."""
    fields = {name: getattr(article, name) for name in FIELDS}
    return ArticleForm(formdata=None, data={**fields, "revision": revision})


def from_fields(fields: Mapping[str, Any]) -> ArticleForm:
    """The form, filled in with what was found."""
    return ArticleForm(formdata=None, data=dict(fields))


def _sentence(name: str, fault: Fault) -> str:
    if fault.code in {"missing", "string_too_short", "too_short"}:
        return _missing(name)
    if fault.code in {"string_too_long", "too_long"}:
        return str(gettext("This is longer than %(most)s characters. Shorten it.", most=fault.context["max_length"]))
    if fault.code == "control_character":
        return str(gettext("There is a character in it that can't be shown. Type it again."))
    return _unreadable(name)


def _missing(name: str) -> str:
    told = {
        "title": gettext("Type the title of the article."),
        "publisher": gettext("Say where it was published: a newspaper, a web site, or your school."),
        "published": gettext("Choose the day on which it was published. A guess is better than none."),
        "body": gettext("Paste or write the text of the article."),
    }
    return str(told.get(name) or gettext("Fill this in."))


def _unreadable(name: str) -> str:
    told = {
        "published": gettext("Write the day as 2019-11-23: year, month, day."),
        "url": gettext("A link begins with https:// and has no space in it. Leave it empty if there is none."),
        "language": gettext("Choose the language of the article."),
    }  # fmt: skip
    return str(told.get(name) or gettext("This can't be read. Type it again."))


class SetTitleForm(Form):
    """A new set needs a title only."""

    title = StringField(
        _("Title of the set"),
        [
            InputRequired(_("Give the set a title, such as “Who met whom”.")),
            Length(max=500, message=_("This title is too long: use at most 500 characters.")),
        ],
    )
