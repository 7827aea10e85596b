"""Passages that prove an answer, each with the address of its place in the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote as quoted

from flask import url_for


@dataclass(frozen=True)
class Passage:
    """A passage that proves an answer, and the address of the article at that passage."""

    text: str
    address: str


def passages(article_slug: str, texts: Iterable[str]) -> tuple[Passage, ...]:
    address = url_for("article.show", slug=article_slug)
    return tuple(Passage(text, _at(address, text)) for text in texts)


def _at(address: str, passage: str) -> str:
    """The address with a text fragment: the browser goes to the passage and marks it."""
    return f"{address}#:~:text={quoted(' '.join(passage.split()), safe='').replace('-', '%2D')}"
