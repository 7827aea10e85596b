"""Markdown from elsewhere: its front matter read, its raw HTML taken out, its pictures put aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt

from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.article.draft import Draft, Facts, day, language, line, link, refuse_far_too_long
from quizapp.formats.article.markdown import literal
from quizapp.formats.article.markup import without_code
from quizapp.formats.article.shelf import Shelf
from quizapp.formats.nodes import parse

_FRONT = re.compile(
    r"\s*---[ \t]*\n(?=[A-Za-z_-]{1,40}[ \t]*:)((?:(?!---[ \t]*$)[^\n]*\n){1,60})---[ \t]*(?:\n|$)", re.MULTILINE
)
_SIGNS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\[[^\[\]\n]{1,200}\]\(https?://[^\s()]{1,500}\)"),
    re.compile(r"\*\*[^\s*][^*\n]{0,200}\*\*"),
    re.compile(r"^```", re.MULTILINE),
    re.compile(r"!\[[^\[\]\n]{0,200}\]\("),
    re.compile(r"^\|? ?:?-{3,}:? ?\|", re.MULTILINE),
)
_HTML_TAG = re.compile(r"(?<!\\)</?[A-Za-z][A-Za-z0-9-]{0,40}(?:\s[^<>]{0,2000})?/?>")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,500})\]\(\s*<?([^\s()<>]*)>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
_CODE_SPAN = re.compile(r"(?<!`)(`{1,9})(?!`)[^`\n]{1,500}(?<!`)\1(?!`)")
_BLOCKS = MarkdownIt("commonmark", {"html": False}).disable("inline")
_KNOWN = ("title", "publisher", "published", "author", "url", "language", "licence")


def looks_like_markdown(text: str) -> bool:
    """Whether somebody wrote it as Markdown: it has front matter, or two kinds of signs that no plain text has."""
    return bool(_front_matter(text)[0]) or sum(bool(sign.search(text)) for sign in _SIGNS) >= 2


def read_markdown(text: str) -> Draft:
    front, body = _front_matter(text)
    shelf = Shelf()
    body = shelf.emptied(body)
    refuse_far_too_long(body)
    body = "".join(part if is_code else _settled(part, shelf) for part, is_code in _by_code(body))
    facts, left_out = _facts(front)
    title, body = (facts.title, body) if facts.title else _heading(body)
    facts = Facts(title=title).or_else(facts)
    return Draft(facts, body, shelf.pictures, (*left_out, *_of_html(text, body), *shelf.left_out))


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    tree = parse(found[1])
    if tree.faults:
        (place, sentence) = tree.faults[0]
        raise Refusal(say("Line %(line)s of the front matter: %(what)s", line=place[0] + 1, what=sentence))
    return (tree.data, text[found.end() :]) if isinstance(tree.data, dict) else ({}, text)


def _facts(front: dict[str, Any]) -> tuple[Facts, list[Sentence]]:
    told = {name: value for name, value in front.items() if value not in (None, "")}
    tongue = language(told.get("language"))
    facts = Facts(
        title=line(told.get("title")),
        publisher=line(told.get("publisher")),
        published=day(told.get("published", told.get("date")), tongue or "en"),
        author=line(told.get("author")),
        url=link(told.get("url")),
        language=tongue,
        licence=line(told.get("licence", told.get("license"))),
    )
    lost = [name for name in told if name not in {*_KNOWN, "date", "license"} or getattr(facts, _ours(name)) is None]
    return facts, [say("What the front matter says of `%(name)s` was not taken.", name=name) for name in lost]


def _ours(name: str) -> str:
    return {"date": "published", "license": "licence"}.get(name, name)


def _heading(body: str) -> tuple[str | None, str]:
    """The title in a body that begins with a top heading, and the rest of it."""
    found = re.match(r"\s*# +([^\n]{1,500}?)(?: +#+)?[ \t]*(?:\n|$)", body)
    return (line(re.sub(r"[*_`\\]", "", found[1])), body[found.end() :]) if found else (None, body)


def _by_code(body: str) -> Iterator[tuple[str, bool]]:
    """The text in parts: code, which stays as it is, and the rest."""
    lines = body.split("\n")
    fenced = [token.map for token in _BLOCKS.parse(body) if token.type in {"fence", "code_block"} and token.map]
    at = 0
    for start, end in fenced:
        yield from _by_code_span("".join(f"{each}\n" for each in lines[at:start]))
        yield "".join(f"{each}\n" for each in lines[start:end]), True
        at = end
    yield from _by_code_span("\n".join(lines[at:]))


def _by_code_span(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for span in _CODE_SPAN.finditer(text):
        yield text[at : span.start()], False
        yield span[0], True
        at = span.end()
    yield text[at:], False


def _settled(text: str, shelf: Shelf) -> str:
    """Text outside of code, without raw HTML, each picture by its name or gone."""
    bare = _HTML_TAG.sub("", without_code(text)) if "<" in text else text
    return _PICTURE.sub(lambda found: _picture(found[1], found[2], shelf), bare)


def _picture(words: str, source: str, shelf: Shelf) -> str:
    name = shelf.name(source, words)
    return f"![{literal(words)}]({name})" if name else ""


def _of_html(text: str, body: str) -> list[Sentence]:
    had = len(_HTML_TAG.findall(text)) + text.count("<!--") > len(_HTML_TAG.findall(body)) + body.count("<!--")
    return [say("HTML in the text was left out; its words stay.")] if had else []
