"""Word files (.docx): unpacked with care, read by mammoth, and from there on like a page."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError

import mammoth  # type: ignore[import-untyped]

from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.article.draft import Draft, Facts, day, language, line
from quizapp.formats.article.markup import tree
from quizapp.formats.article.shelf import Shelf
from quizapp.formats.article.writing import written

_MOST_PARTS = 200
_LARGEST = 30_000_000
#: Of the XML that is read: each element costs its reader a thousand times what it weighs in the file.
_LARGEST_XML, _MOST_ELEMENTS, _MOST_ATTRIBUTES = 8_000_000, 35_000, 250_000
_DEEPEST = 60
#: Namespaces alone are declared in a document type; Word writes none, and entities in one can fill any memory.
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding=["'](?!utf-8["']|us-ascii["'])""", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)[^\s<>/!?\"'](?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>")
_UNREAD = ("word/theme/", "customXml/")
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\nu => u"
_BROKEN = (zipfile.BadZipFile, zlib.error, ExpatError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError,
           KeyError, IndexError, TypeError, AttributeError)  # fmt: skip


def read_word_file(data: bytes) -> Draft:
    """The article in a Word file. Raises `Refusal` for one that is broken, locked or set to do harm."""
    shelf = Shelf()
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = _checked(packed)
            of_file = _core_facts(packed)
        result = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: _put(image, shelf)),
        )
    except _BROKEN as error:
        raise Refusal(say("This Word file is broken. Save it anew, or paste its text.")) from error
    return _draft(result.value, of_file, shelf, parts)


def _draft(page: str, of_file: Facts, shelf: Shelf, parts: Mapping[str, bytes]) -> Draft:
    part = tree(page)
    heading = part.find("h1")
    title = line(heading.get_text(" ")) if heading else None
    if heading and title and not heading.find_previous(["p", "h2"]):
        heading.decompose()
    else:
        title = None
    _settle_notes(part)
    body, of_tables = written(part, shelf)
    left_out = (*_told(parts), *of_tables, *shelf.left_out)
    return Draft(Facts(title=title).or_else(of_file), body, shelf.pictures, left_out)


def _settle_notes(part: Any) -> None:
    """The arrows back from notes lead nowhere in Markdown."""
    for tag in part.find_all("a"):
        if tag.get_text(strip=True) == "↑":
            tag.decompose()


def _put(image: Any, shelf: Shelf) -> dict[str, str]:
    with image.open() as file:
        return {"src": shelf.put(file.read())}


def _checked(packed: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts that mammoth will read, after a look at each."""
    listed = packed.infolist()
    if len(listed) > _MOST_PARTS or sum(part.file_size for part in listed) > _LARGEST:
        raise Refusal(say("This Word file is too large when it is unpacked. Copy the article's text and paste it."))
    if any(part.flag_bits & 1 for part in listed):
        raise Refusal(say("This file is protected by a password. Save it without one, or paste its text."))
    parts = {part.filename: packed.read(part) for part in listed}
    read = {name: data for name, data in parts.items() if _is_xml(data) and not name.startswith(_UNREAD)}
    for data in read.values():
        if _DECLARATION.search(data) or b"\0" in data or _ENCODING.match(data.lstrip(b"\xef\xbb\xbf \r\n\t")):
            raise Refusal(say("There is something in this Word file that Word does not write. Paste its text instead."))
    if _is_heavy(read.values()):
        raise Refusal(say("This Word file is too long or nested too deeply. Copy the article's text and paste it."))
    return read


def _is_heavy(read: Collection[bytes]) -> bool:
    elements = sum(data.count(b"<") - data.count(b"</") for data in read)
    attributes = sum(data.count(b"=") for data in read)
    many = elements > _MOST_ELEMENTS or attributes > _MOST_ATTRIBUTES or sum(map(len, read)) > _LARGEST_XML
    return many or any(_depth(data) > _DEEPEST for data in read)


def _is_xml(data: bytes) -> bool:
    """Whether a part could be read as XML, whatever it is called."""
    return data[:200].strip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t").startswith(b"<")


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for closing, empty in _TAG.findall(data):
        depth += -1 if closing else 0 if empty else 1
        deepest = max(deepest, depth)
    return deepest


def _core_facts(packed: zipfile.ZipFile) -> Facts:
    """What Word notes of every document: title, author and day."""
    names = {part.filename for part in packed.infolist()}
    text = packed.read("docProps/core.xml").decode("utf-8", "replace") if "docProps/core.xml" in names else ""
    told = {
        name: html.unescape(value) for name, value in re.findall(r"<\w{1,10}:(\w{1,20})[^<>]{0,200}>([^<]*)</", text)
    }
    return Facts(
        title=line(told.get("title")),
        author=line(told.get("creator")),
        published=day(told.get("created")),
        language=language(told.get("language")),
    )


def _told(parts: Mapping[str, bytes]) -> Iterator[Sentence]:
    text = parts.get("word/document.xml", b"")
    if b"<m:oMath" in text:
        yield say("Formulas were left out. Write them into the text.")
    if b"<c:chart" in text or b"<dgm:" in text or b"<wps:wsp" in text:
        yield say("Diagrams and drawn shapes were left out. Add them as pictures.")
    if b"<w:del " in text or b"<w:ins " in text:
        yield say("The text is as if all tracked changes were accepted.")
    if any(name.startswith("word/comments") for name in parts):
        yield say("Comments were left out.")
