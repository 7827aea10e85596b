"""What kind of file it is, by its first bytes: the ending may lie."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from quizapp.core.sentences import Refusal, Sentence, say

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A packed file with more in it than this is not even listed.
_MOST_LISTED = 1000
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")


def is_word_file(data: bytes) -> bool:
    """Whether it is a Word file, as far as can be told without unpacking it."""
    return data.startswith(_ZIP) and any(name.startswith("word/") for name in _names(data))


def refuse_other_files(data: bytes) -> None:
    """Raises `Refusal` for every kind of file that is no text, with what to do instead."""
    for sentence in _objections(data):
        raise Refusal(sentence)


def _objections(data: bytes) -> Iterator[Sentence]:
    if b"%PDF-" in data[:1024]:
        yield say("This is a PDF, from which text can't be taken reliably. Open it, copy the text, and paste it.")
    if data.startswith(_OLE):
        yield _old_word_file(data)
    if data.startswith((_ZIP, b"PK\x05\x06")):
        yield _zip_file(data)
    if data.startswith(b"{\\rtf"):
        yield say("This is an RTF file. Save it as .docx in your word processor, or paste its text.")
    if _is_picture(data):
        yield say("This is a picture or a film, not a text. Paste the article's text, and add pictures to it later.")
    if data.startswith(b"bplist") or (b"MIME-Version:" in data[:1024] and b"multipart/" in data[:4096]):
        yield say("This is a web archive. Save the page as HTML only, or copy the article's text and paste it.")
    if data.startswith(_PACKED):
        yield say("This is a packed file. Unpack it, and upload the article that is in it.")


def _is_picture(data: bytes) -> bool:
    head = data[:1000].lower()
    is_drawing = head.lstrip().startswith((b"<svg", b"<?xml")) and b"<svg" in head and b"<html" not in head
    return is_drawing or data.startswith(_PICTURES) or data[8:12] == b"WEBP" or data[4:8] == b"ftyp"


def _old_word_file(data: bytes) -> Sentence:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return say("This file is protected by a password. Save it without one, or paste its text.")
    return say("This is a file of an old Word or Office program. Save it as .docx, or paste its text.")


def _zip_file(data: bytes) -> Sentence:
    if data[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument"):
        return say("This is an OpenDocument file. Save it as .docx in your word processor, or paste its text.")
    if data[30:].startswith(b"mimetypeapplication/epub+zip"):
        return say("This is an e-book. Copy the article's text from it, and paste it.")
    if any(name.startswith(("xl/", "ppt/")) for name in _names(data)):
        return say("This is a table or a slide show, not an article. Copy the text that you need, and paste it.")
    return say("This is a packed file. Unpack it, and upload the article that is in it.")


def _names(data: bytes) -> list[str]:
    if data.count(b"PK\x01\x02") > _MOST_LISTED:
        return []
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []
