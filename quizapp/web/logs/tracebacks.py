"""An error with the way to it. What it says of itself is left out where it may quote what somebody typed."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from jinja2 import TemplateError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from quizapp.core.sentences import Refusal

#: Their words are Python's, or name what is in the program.
_TELLING = (ArithmeticError, AttributeError, ImportError, NameError, NotImplementedError, TemplateError, TypeError)
#: The first line names a constraint or a server; PostgreSQL's next ones quote the row.
_TELLING_OF_DATABASE = (IntegrityError, InterfaceError, OperationalError)


def written(error: BaseException | None) -> str:
    """As Python writes it, the first error first."""
    return "\n".join(_parts(error)) if error else ""


def told(error: BaseException) -> str:
    """The error in one line."""
    name, text = type(error).__qualname__, _text(error)
    return f"{name}: {text}" if text else name


def _parts(error: BaseException) -> Iterator[str]:
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found and found not in seen:
        seen.append(found)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    for each in reversed(seen):
        yield "Traceback (most recent call last):"
        yield "".join(traceback.format_tb(each.__traceback__)) + told(each)


def _text(error: BaseException) -> str:
    if isinstance(error, Refusal):
        # Without the values that fill it.
        return error.sentence.text
    if isinstance(error, OSError):
        return error.strerror or ""
    if isinstance(error, DBAPIError):
        return _of_database(error)
    return str(error).partition("\n")[0] if isinstance(error, _TELLING) else ""


def _of_database(error: DBAPIError) -> str:
    kind = type(error.orig).__qualname__
    if isinstance(error, _TELLING_OF_DATABASE):
        return f"{kind}: {str(error.orig).strip().partition(chr(10))[0]}"
    return f"{kind} {getattr(error.orig, 'sqlstate', None) or ''}".strip()
