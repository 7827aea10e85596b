"""Small files to read: pictures, pages and Word files, made by each test."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document
from PIL import Image

from quizapp.core.library import Article
from quizapp.formats.article.reading import Imported

#: What a Word file must have to be taken for one.
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="session")
def png() -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").resize((40, 20)).convert("RGB").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="session")
def png_address(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


@pytest.fixture(scope="session")
def word_file() -> Callable[[Callable[[Document], object]], bytes]:
    """`word_file(write)`: a file as Word makes it, filled by `write`."""

    def make(write: Callable[[Document], object]) -> bytes:
        document, file = docx.Document(), BytesIO()
        write(document)
        document.save(file)
        return file.getvalue()

    return make


@pytest.fixture(scope="session")
def raw_word_file() -> Callable[..., bytes]:
    """`raw_word_file(body)`: a file with this XML in its body, and other parts by their names."""

    def make(body: str, before: str = "", **parts: str) -> bytes:
        file = BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("[Content_Types].xml", CONTENT_TYPES)
            text = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
            packed.writestr("word/document.xml", text)
            for name, content in parts.items():
                packed.writestr(name, content)
        return file.getvalue()

    return make


@pytest.fixture(scope="session")
def as_article() -> Callable[[Imported], Article]:
    """The article that a teacher has who fills in only what is missing."""

    def make(found: Imported) -> Article:
        return Article(
            slug="from-elsewhere",
            title=found.title or "A title",
            publisher=found.publisher or "A publisher",
            published=found.published or "2024-01-02",
            author=found.author,
            url=found.url,
            licence=found.licence,
            language=found.language,
            body=found.body,
        )

    return make
