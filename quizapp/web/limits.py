"""What a request may bring: more was not sent by our forms."""

from __future__ import annotations

from flask import Flask, abort, request
from werkzeug.exceptions import SecurityError

#: An answer is small; in bytes.
LARGEST_FORM = 1_000_000
#: A file, or an article's text with the pictures that came in it; in bytes.
LARGEST_UPLOAD = 12_000_000
MOST_FIELDS = 1000
#: Below it are the forms that bring files.
_UPLOADS = ("/teach/", "/review/anki/file")

CONFIGURATION: dict[str, object] = {
    "MAX_CONTENT_LENGTH": LARGEST_FORM,
    "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
    "MAX_FORM_PARTS": MOST_FIELDS,
}


def init_app(app: Flask) -> None:
    app.before_request(_let_files_in)
    app.before_request(_refuse_what_is_no_host)
    app.before_request(_refuse_what_no_page_sends)


def largest(path: str) -> int:
    """How many bytes a form may bring to this address."""
    return LARGEST_UPLOAD if path.startswith(_UPLOADS) else LARGEST_FORM


def _let_files_in() -> None:
    # Before anything has read the form.
    request.max_content_length = request.max_form_memory_size = largest(request.path)


def _refuse_what_is_no_host() -> None:
    host = request.host.lower()
    if not host:
        raise SecurityError
    # Names in other alphabets, and numbers, are read once more where an address is made of them.
    if "xn--" in host or host.startswith("["):
        try:
            request.host_url  # noqa: B018 - kept by the request
        except ValueError as error:
            raise SecurityError from error


def _refuse_what_no_page_sends() -> None:
    # No database text holds a NUL, so nothing can be found at such an address.
    if "\x00" in request.path:
        abort(404)
    # MAX_FORM_PARTS counts the parts of multipart forms alone.
    if sum(1 for _ in request.form.items(multi=True)) > MOST_FIELDS:
        abort(413)
