"""What a request may bring: more was not sent by our forms."""

from __future__ import annotations

from flask import Flask, abort, request

#: An answer is small; in bytes.
LARGEST_FORM = 1_000_000
MOST_FIELDS = 1000

CONFIGURATION: dict[str, object] = {
    "MAX_CONTENT_LENGTH": LARGEST_FORM,
    "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
    "MAX_FORM_PARTS": MOST_FIELDS,
}


def init_app(app: Flask) -> None:
    app.before_request(_refuse_what_no_page_sends)


def _refuse_what_no_page_sends() -> None:
    # No database text holds a NUL, so nothing can be found at such an address.
    if "\x00" in request.path:
        abort(404)
    # MAX_FORM_PARTS counts the parts of multipart forms alone.
    if sum(1 for _ in request.form.items(multi=True)) > MOST_FIELDS:
        abort(413)
