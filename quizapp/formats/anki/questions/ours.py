"""Notes that this program made, read back: their fields are known, so nothing has to be guessed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from quizapp.core.card import Style
from quizapp.formats.anki.note_types import note_types
from quizapp.formats.anki.questions.gaps import cloze
from quizapp.formats.anki.questions.texts import Texts
from quizapp.formats.anki.reading.collection import Note

if TYPE_CHECKING:
    from bs4 import Tag

_GONE = re.compile(r'<div class="quiz-gone">.*?</div>', re.DOTALL)
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
_KEY = re.compile(r"right-(\d{1,2})")


def style_of(note: Note) -> Style | None:
    """The style of a note of ours; None for a stranger's, whatever it calls itself."""
    return _known().get((note.type.id, note.type.fields))


@cache
def _known() -> dict[tuple[int, tuple[str, ...]], Style]:
    return {
        (ours.model_id, tuple(field["name"] for field in ours.fields)): style for style, ours in note_types().items()
    }


def document(note: Note, style: Style, texts: Texts) -> dict[str, Any] | None:
    """The question as a draft, as far as its card tells; `basic` is left to the rules for all cards."""
    fields = note.fields
    if style == "cloze":
        made = cloze(_GONE.sub("", fields["Text"]), "", texts)
    elif style == "choice":
        made = _choice(fields, texts)
    else:
        made = {
            "kind": "short_text",
            "stem": texts.markdown(fields["Front"]),
            "answer": texts.plain(fields["Answer"]),
        }
    return made


def proof(fields: dict[str, str], texts: Texts) -> dict[str, Any]:
    """What explains and proves a question of ours."""
    explained = texts.markdown(fields["Explanation"])
    quotes = [{"exact": texts.plain(quote)} for quote in _MARKED.findall(fields["Evidence"])]
    return ({"explanation": explained} if explained else {}) | ({"evidence": quotes} if quotes else {})


def _choice(fields: dict[str, str], texts: Texts) -> dict[str, Any]:
    right = {int(number) for number in _KEY.findall(fields["Key"])}
    from bs4 import BeautifulSoup

    items = BeautifulSoup(fields["Options"], "html.parser").find_all("li")
    options = [_option(item, place in right, texts) for place, item in enumerate(items, start=1)]
    kind = "multiple" if len(right) > 1 else "choice"
    return {"kind": kind, "stem": texts.markdown(fields["Front"]), "options": options}


def _option(item: Tag, correct: bool, texts: Texts) -> dict[str, Any]:
    option: dict[str, Any] = {"text": texts.markdown(item.decode_contents())}
    if correct:
        option["correct"] = True
    if "pinned" in (item.get("class") or []):
        option["pinned"] = True
    return option
