"""Text as Anki's fields hold it: HTML in which nothing that was typed is taken for one of Anki's own signs."""

from __future__ import annotations

import html
import re

from quizapp.core import prose, unmarked
from quizapp.formats.anki.media import Media

_TAG = re.compile(r"(<[^>]*>)")
#: What Anki replaces wherever it stands in a field: templates and deletions, sounds, LaTeX, the box to type in.
_SIGNS = re.compile(r"\{\{|\}\}|\[(?=sound:|anki:|/?latex\]|/?\$|\[type:)", re.IGNORECASE)
#: What MathJax takes for the beginning or the end of a formula; a tag in between keeps it from that.
_FORMULA = re.compile(r"\\(?=[()\[\]]|begin|end|ref|eqref)")
_NO_FORMULA = r'<span class="tex2jax_ignore">\\</span>'
#: A first letter that everyone sees.
_SHOWN = re.compile(r"(?:<[^>]*>)*[^\W_]")
_HIDDEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")


def block(markdown: str, media: Media) -> str:
    """Markdown as the HTML of a field."""
    easy = unmarked.block(markdown)
    return easy[:-1] if easy else literal(media.placed(prose.html(markdown).strip()))


def line(markdown: str, media: Media) -> str:
    """Markdown without a paragraph around it."""
    return unmarked.line(markdown) or literal(media.placed(prose.inline(markdown).strip()))


def plain(text: str) -> str:
    """Text that is no Markdown."""
    return text if unmarked.is_line(text) else literal(html.escape(text, quote=False))


def typed(text: str) -> str:
    """Text that is compared with what the learner types: without a tag in it."""
    return _without_signs(html.escape(text, quote=False))


def attribute(text: str) -> str:
    """Text for an attribute of the template."""
    return _without_signs(html.escape(text))


def literal(field: str) -> str:
    """HTML in which Anki and MathJax find nothing of theirs."""
    if not _is_suspect(field):
        return field
    pieces = _TAG.split(_without_signs(field))
    return "".join(piece if place % 2 else _FORMULA.sub(_NO_FORMULA, piece) for place, piece in enumerate(pieces))


def is_blank(field: str) -> bool:
    """Whether a learner sees nothing of it."""
    if _SHOWN.match(field):
        return False
    return "<img" not in field and not _HIDDEN.sub("", html.unescape(_TAG.sub("", field)))


def _without_signs(field: str) -> str:
    return _SIGNS.sub(lambda found: entities(found[0]), field) if _is_suspect(field) else field


def _is_suspect(field: str) -> bool:
    """Whether one of all those may begin in it; most fields hold none."""
    return "{" in field or "}" in field or "[" in field or "\\" in field


def entities(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)
