"""An article that is all poison, as text, Markdown, a page and a Word file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from .payloads import ALL, WRITTEN, chunks


def sources() -> Iterator[tuple[str, str, bytes]]:
    """Name, media type and content."""
    head = chunks(480)[1]
    yield "a.txt", "text/plain", f"{head}\n\n{ALL}".encode()
    yield "a.md", "text/markdown", f"# {head}\n\n{ALL}".encode()
    told = "".join(f"<h2>{escape(payload)}</h2><p>{escape(payload)}</p>" for payload in WRITTEN)
    told += "".join(f"<p>Some words before {payload} and some after.</p>" for payload in WRITTEN if _ends(payload))
    meta = f"<title>{head}</title><meta name=author content='{WRITTEN[3]}'><meta name=publisher content='{head}'>"
    yield "a.html", "text/html", f"<html><head>{meta}</head><body><article>{told}</article></body></html>".encode()
    yield "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word_file()


def _ends(payload: str) -> bool:
    """Whether a page reads on after it: an element that is left open would swallow all the rest."""
    return bool(re.match(r"<(img|image|a|p|div|input|xss|video|audio|button|marquee|body|link|base)[\s/>]", payload))


def word_file() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(payload)}</w:t></w:r></w:p>" for payload in WRITTEN)
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    root = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("[Content_Types].xml", (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{types}"/></Types>'
        ))  # fmt: skip
        made.writestr("_rels/.rels", (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{root}" Target="word/document.xml"/></Relationships>'
        ))  # fmt: skip
        made.writestr("word/document.xml", f"<w:document {space}><w:body>{paragraphs}</w:body></w:document>")
    return file.getvalue()


def sources_html() -> str:
    return next(data.decode() for name, _, data in sources() if name == "a.html")
