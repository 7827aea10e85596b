"""Pictures in texts: authors call them by file name, pages by the address at which their article serves them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import g, url_for
from markupsafe import Markup

from quizapp.core.picture import file_name

_OWN = re.compile(r'(<img\b[^>]*?\ssrc=")(?!data:)([^"]+)"')


def of_article(slug: str) -> None:
    """From here on, and for this request, pictures are those of this article."""
    g.pictures_of = slug


def placed(html: str) -> Markup:
    """Sanitised HTML with the address of each picture filled in."""
    slug = g.get("pictures_of")
    if slug and "<img" in html:
        html = _OWN.sub(lambda found: f'{found[1]}{_address(slug, found[2])}"', html)
    return Markup(html)  # noqa: S704 - sanitised by nh3


def replaced(html: str, sources: Mapping[str, str]) -> Markup:
    """Sanitised HTML with these addresses in place of the names of pictures."""
    return Markup(_OWN.sub(lambda found: f'{found[1]}{sources.get(file_name(found[2]), found[2])}"', html))  # noqa: S704


def _address(slug: str, name: str) -> str:
    return url_for("article.picture", slug=slug, name=file_name(name))
