"""Files that are a picture to one program and a script, a page or an archive to another."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from quizapp.core.sentences import Refusal
from quizapp.formats import all_formats
from quizapp.formats.pictures import prepared

SCRIPT = b"<script>alert(1)</script>"


def drawn(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, kind, **options)
    return out.getvalue()


def noted() -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", SCRIPT.decode(), zip=False)
    notes.add_itxt("XML:com.adobe.xmp", SCRIPT.decode())
    return drawn("PNG", pnginfo=notes)


def archived(kind: str) -> bytes:
    """A picture with an archive at its end, as Java once ran them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.class", SCRIPT)
    return drawn(kind) + out.getvalue()


TWO_FACED: dict[str, Callable[[], bytes]] = {
    "a PNG that is a page as well": lambda: drawn("PNG") + SCRIPT,
    "a JPEG that is a page as well": lambda: drawn("JPEG", comment=SCRIPT),
    "a GIF that is a script as well": lambda: drawn("GIF", comment=b"*/=1;alert(1)//" + SCRIPT),
    "a PNG with notes": noted,
    "a WebP with notes": lambda: drawn("WEBP", xmp=SCRIPT, exif=b"Exif\0\0" + SCRIPT),
    "a GIF that is an archive as well": lambda: archived("GIF"),
    "a PNG that is an archive as well": lambda: archived("PNG"),
}


@pytest.mark.parametrize("name", TWO_FACED)
def test_what_is_more_than_a_picture_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="There is more in this file than a picture"):
        prepared(TWO_FACED[name]())


def test_of_a_picture_its_dots_stay_and_nothing_else() -> None:
    found = prepared(drawn("PNG", icc_profile=b"alert(1)" * 9))
    assert (found.width, found.height) == (8, 8)
    assert b"alert" not in found.data
    assert found.data[:4] in {b"RIFF", b"\x89PNG"}


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
        b"\x89PNG\r\n\x1a\n" + SCRIPT,
        b"\xff\xd8\xff\xe0" + SCRIPT,
        b"%!PS\n(x) run",
        b"BM" + SCRIPT,
        b"%PDF-1.7\n" + SCRIPT,
        SCRIPT,
    ],
    ids=lambda data: str(data[:12]),
)
def test_what_only_begins_like_a_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        prepared(data)
    assert str(refused.value).endswith(".")


def test_no_format_is_one_that_spreadsheets_reckon_with() -> None:
    """One that is added has to put an apostrophe before `=`, `+`, `-` and `@`, a tab, a line's end, but no number."""
    types = {(each.suffix, each.media_type.partition(";")[0]) for each in all_formats().values()}
    assert types == {(".yaml", "application/yaml"), (".apkg", "application/vnd.anki"), (".txt", "text/plain")}
