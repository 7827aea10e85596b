"""What is no article is refused, with what to do instead."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from quizapp.core.sentences import Refusal
from quizapp.formats.article.reading import read_article_text


def packed(**files: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7\n" + bytes(100), "This is a PDF"),
        (b"\n  %PDF-1.7\n", "This is a PDF"),
        (OLD_WORD, "old Word or Office program"),
        (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument"),
        (packed(mimetype="application/epub+zip"), "e-book"),
        (packed(**{"xl/workbook.xml": "<a/>"}), "a table or a slide show"),
        (packed(**{"readme.txt": "hello"}), "Unpack it"),
        (b"PK\x03\x04 and no more", "Unpack it"),
        (b"\x1f\x8b\x08" + bytes(50), "Unpack it"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture or a film"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "picture or a film"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture or a film"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "picture or a film"),
        (b'<?xml version="1.0"?><svg xmlns="x"><script/></svg>', "picture or a film"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n", "web archive"),
        (b"bplist00" + bytes(50), "web archive"),
        (bytes(range(256)) * 20, "no text that can be read"),
        (b"\xff\xfeh", "no text that can be read"),
        (b"", "no text in this"),
        ("", "no text in this"),
        (" \n\x00\u2028 ", "no text in this"),
        ("<html><script>f()</script><p> </p></html>", "no text in this"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        ("word " * 50_000, "longer than 200,000"),
        ("word " * 500_000, "longer than 200,000"),
        ("<html>" + "<p>word</p>" * 30_000, "too large to be read whole"),
        ("<html><p>" + "&amp;" * 400_000, "too large to be read whole"),
        ("<html><b " + " ".join(f"a{number}" for number in range(50_000)) + ">x", "too large to be read whole"),
        ("<html><b x='<' " + " ".join(f"a{number}" for number in range(50_000)) + ">x", "too large to be read whole"),
        ("<html>" + "<div>" * 200_000, "too large to be read whole"),
        ("<html>" + "<div>" * 2_000 + "x", "nested too deeply"),
        ("<html>" + "<table><tr><td>" * 200 + "x", "nested too deeply"),
    ],
)  # fmt: skip
def test_it_is_refused_with_what_to_do(data: bytes | str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        read_article_text(data, "article.docx")


def test_the_content_decides_and_not_the_ending() -> None:
    assert read_article_text(b"Only words, in a file of the wrong name.", "a.docx").body.startswith("Only words")
    assert read_article_text("<!doctype html><p>Only words, in a file.", "a.txt").body == "Only words, in a file."


def test_every_sentence_tells_what_to_do() -> None:
    for data in (b"%PDF-1.7", OLD_WORD, b"{\\rtf1}", b"\xff\xd8\xff", packed(a="b")):
        with pytest.raises(Refusal) as refused:
            read_article_text(data)
        assert re.search("paste|save|unpack", str(refused.value), re.IGNORECASE)
