"""An article as its teacher enters it, before it is known to be whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from quizapp.core.drafts import Fault
from quizapp.core.library import Article


def read_article(fields: Mapping[str, Any], slug: str) -> tuple[Article | None, tuple[Fault, ...]]:
    """The article in these fields, empty ones left out; or what is wrong with them, field by field."""
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    try:
        return Article.model_validate({**given, "slug": slug}), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, tuple(
            Fault(tuple(each["loc"]), each["type"], each["msg"], each.get("ctx", {})) for each in details
        )
