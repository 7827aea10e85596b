"""An article as its teacher enters it, before it is known to be whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from quizapp.core.drafts import Fault
from quizapp.core.library import Article

#: What a teacher fills in: all of an article but its slug.
FIELDS = tuple(name for name in Article.model_fields if name != "slug")
#: What no file can hold, though a form can bring it: control characters, halves of characters, and no characters.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_article(fields: Mapping[str, Any], slug: str) -> tuple[Article | None, tuple[Fault, ...]]:
    """The article in these fields, empty ones left out; or what is wrong with them, field by field."""
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    if isinstance(given.get("body"), str):
        given["body"] = tidied_body(given["body"])
    try:
        return Article.model_validate({**given, "slug": slug}), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, tuple(
            Fault(tuple(each["loc"]), each["type"], each["msg"], each.get("ctx", {})) for each in details
        )


def tidied_body(text: str) -> str:
    """The text with plain line ends, without what can't be shown, and without empty lines around it."""
    lines = re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text)
    return _UNPRINTABLE.sub("", lines).strip()
