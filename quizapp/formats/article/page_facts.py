"""Title, author, day and site of a page, as its head and its structured data tell them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

from quizapp.formats.article.draft import Facts, day, language, line, link
from quizapp.formats.article.markup import attribute

_JSON_LD = re.compile(r"<script\b[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_LONGEST_JSON = 200_000
_MOST_SCRIPTS = 20
_LANGUAGE = re.compile(r"""<html\b[^<>]{0,500}?\slang\s*=\s*["']?([A-Za-z0-9_-]{2,35})""", re.IGNORECASE)
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_DAYS = (
    "article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "citation_publication_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "date",
)
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "citation_author", "byl")
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_LICENCES = ("dc.rights", "dcterms.license", "licence", "license")


def facts_of(html: str, page: BeautifulSoup) -> Facts:
    """What the page says of itself; its structured data is believed first."""
    return _structured(html).or_else(_in_head(html, page))


def _in_head(html: str, page: BeautifulSoup) -> Facts:
    told = _metas(page)
    spoken = _LANGUAGE.search(html[:20_000])
    publisher = line(_first(told, _PUBLISHERS))
    author = _name(_first(told, _AUTHORS))
    tongue = language(spoken[1] if spoken else _first(told, ("og:locale", "content-language", "dc.language")))
    return Facts(
        title=line(_first(told, _TITLES)) or _title(page, publisher),
        publisher=publisher,
        published=day(_first(told, _DAYS) or _marked_day(page), tongue or "en"),
        author=author or _name(_text(page, '[itemprop~="author"], [rel~="author"]')),
        url=link(_href(page, "canonical")) or link(_first(told, ("og:url",))),
        language=tongue,
        licence=line(_href(page, "license")) or line(_first(told, _LICENCES)),
    )


def _metas(page: BeautifulSoup) -> dict[str, str]:
    told: dict[str, str] = {}
    for tag in page.find_all("meta"):
        names = (attribute(tag, name).lower() for name in ("property", "name", "itemprop", "http-equiv"))
        for name in filter(None, names):
            if attribute(tag, "content").strip():
                told.setdefault(name, attribute(tag, "content"))
    return told


def _first(told: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((told[name] for name in names if name in told), None)


def _title(page: BeautifulSoup, publisher: str | None) -> str | None:
    """The only top heading, or the page's title without the site's name behind it."""
    headings = page.find_all("h1")
    if len(headings) == 1 and (heading := line(headings[0].get_text(" "))):
        return heading
    title = line(page.title.get_text()) if page.title else None
    found = re.fullmatch(r"(.{8,}?)\s+[|–—-]\s+([^|–—]{2,60})", title or "")
    is_site = found and (publisher in {None, found[2]} or "|" in (title or ""))
    return found[1] if found and is_site else title


def _marked_day(page: BeautifulSoup) -> str | None:
    tag = page.select_one('[itemprop~="datePublished"], article time[datetime], time[datetime]')
    return (attribute(tag, "datetime") or attribute(tag, "content") or tag.get_text()) if tag else None


def _text(page: BeautifulSoup, selector: str) -> str | None:
    tag = page.select_one(selector)
    return tag.get_text(" ") if tag else None


def _href(page: BeautifulSoup, relation: str) -> str | None:
    tag = page.find("link", rel=relation)
    return attribute(tag, "href") if isinstance(tag, Tag) else None


def _name(text: object) -> str | None:
    """A person's name: no address, and without the By before it."""
    name = line(text)
    if name is None or "://" in name or name.startswith(("@", "www.")):
        return None
    return line(re.sub(r"^(?:by|von|par|por)\s+", "", name, flags=re.IGNORECASE))


def _structured(html: str) -> Facts:
    for node in _articles(html):
        publisher = node.get("publisher")
        page = node.get("mainEntityOfPage")
        tongue = language(node.get("inLanguage"))
        return Facts(
            title=line(node.get("headline")),
            publisher=line(publisher.get("name") if isinstance(publisher, dict) else publisher),
            published=day(node.get("datePublished"), tongue or "en"),
            author=line(", ".join(filter(None, map(_name, _names(node.get("author")))))),
            url=link(node.get("url")) or link(page.get("@id") if isinstance(page, dict) else page),
            language=tongue,
            licence=line(node.get("license")),
        )
    return Facts()


def _names(author: Any) -> list[Any]:
    people = author if isinstance(author, list) else [author]
    return [person.get("name") if isinstance(person, dict) else person for person in people[:20]]


def _articles(html: str) -> Iterator[dict[str, Any]]:
    """The articles in the page's JSON-LD, at the top or in a graph."""
    for number, script in enumerate(_JSON_LD.finditer(html)):
        end = html.find("</", script.end())
        if number >= _MOST_SCRIPTS or not 0 <= end - script.end() <= _LONGEST_JSON:
            continue
        try:
            found = json.loads(html[script.end() : end])
        except (ValueError, RecursionError):
            continue
        top = found if isinstance(found, list) else [found]
        graphs = [node.get("@graph") for node in top if isinstance(node, dict)]
        nodes = [*top, *(node for graph in graphs if isinstance(graph, list) for node in graph)]
        yield from (node for node in nodes if isinstance(node, dict) and _is_article(node.get("@type")))


def _is_article(kind: Any) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and one.endswith(("Article", "BlogPosting")) for one in kinds)
