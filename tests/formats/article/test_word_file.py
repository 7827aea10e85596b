"""Word files: words, pictures and notes come over, and harmful files are refused before they are unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx.document import Document
from docx.shared import Inches

from quizapp.core import prose
from quizapp.core.sentences import Refusal
from quizapp.formats.article.reading import read_article_text

Make = Callable[..., bytes]
PARAGRAPH = "<w:p><w:r><w:t>words</w:t></w:r></w:p>"


def test_headings_lists_tables_and_emphasis_come_over(word_file: Make) -> None:
    def write(document: Document) -> None:
        document.add_heading("The bridge closes", 0)
        document.add_heading("Why", 1)
        paragraph = document.add_paragraph("It is ")
        paragraph.add_run("very").bold = True
        paragraph.add_run(" old, 4*5 [sic] <b>.")
        document.add_paragraph("one", style="List Bullet")
        document.add_paragraph("two", style="List Bullet")
        table = document.add_table(2, 2)
        for cell, words in zip(table._cells, ("Year", "Days", "2018", "3"), strict=True):
            cell.text = words

    found = read_article_text(word_file(write), "a.docx")
    assert found.title == "The bridge closes"
    assert found.body == (
        "## Why\n\nIt is **very** old, 4\\*5 \\[sic\\] \\<b>.\n\n- one\n- two\n\n"
        "| Year | Days |\n| --- | --- |\n| 2018 | 3 |"
    )


def test_what_word_notes_of_a_document_is_taken(word_file: Make) -> None:
    def write(document: Document) -> None:
        document.core_properties.title = "Bridges & more"
        document.core_properties.author = "Mira Sand"
        document.core_properties.created = datetime(2019, 3, 4, tzinfo=UTC)
        document.core_properties.language = "de-AT"
        document.add_paragraph("Nur ein Absatz.")

    found = read_article_text(word_file(write))
    assert (found.title, found.author, str(found.published)) == ("Bridges & more", "Mira Sand", "2019-03-04")
    assert found.language == "de-AT"


def test_pictures_come_with_their_words(word_file: Make, png: bytes) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Look at this:")
        document.add_picture(BytesIO(png), width=Inches(1))
        drawing = document.element.body.xpath(".//wp:docPr")[0]
        drawing.set("descr", "The harbour at night")

    found = read_article_text(word_file(write))
    assert found.body == "Look at this:\n\n![The harbour at night](the-harbour-at-night.webp)"
    assert [picture.name for picture in found.pictures] == ["the-harbour-at-night.webp"]


def test_footnotes_stand_at_the_end(raw_word_file: Make) -> None:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = '<w:footnote w:id="5"><w:p><w:r><w:t>So she said.</w:t></w:r></w:p></w:footnote>'
    body = '<w:p><w:r><w:t>It closes.</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'
    found = read_article_text(
        raw_word_file(body, **{"word/footnotes.xml": f"<w:footnotes {word}>{note}</w:footnotes>"})
    )
    assert found.body == "It closes.\\[1\\]\n\n1. So she said."
    assert "<ol>" in prose.html(found.body)


def test_what_stays_behind_is_told(raw_word_file: Make) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    body = (
        f'{PARAGRAPH}<w:p><m:oMath xmlns:m="{math}"><m:r><m:t>x</m:t></m:r></m:oMath></w:p><w:p><w:del w:id="1"/></w:p>'
    )
    comments = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    found = read_article_text(raw_word_file(body, **{"word/comments.xml": comments}))
    assert [str(told) for told in found.left_out] == [
        "Formulas were left out. Write them into the text.",
        "The text is as if all tracked changes were accepted.",
        "Comments were left out.",
    ]


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("body", "before", "sentence"),
    [
        (PARAGRAPH + "&b;", LAUGHS, "Word does not write"),
        (PARAGRAPH, '<?xml version="1.0" encoding="cp037"?>', "Word does not write"),
        (PARAGRAPH * 50_000, "", "too long or nested"),
        ("<w:tbl><w:tr><w:tc>" * 30_000, "", "too long or nested"),
        ("<w:p " + " ".join(f'a{number}="1"' for number in range(400_000)) + "/>", "", "too long or nested"),
        (" " * 31_000_000, "", "too large when it is unpacked"),
        ("<w:p>", "", "broken"),
        ("", "", "no text in this"),
    ],
    ids=["entities", "encoding", "elements", "depth", "attributes", "size", "broken", "empty"],
)
def test_a_file_that_would_take_all_memory_is_refused(
    raw_word_file: Make, body: str, before: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        read_article_text(raw_word_file(body, before))


def test_a_harmful_part_under_another_name_is_seen(raw_word_file: Make) -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}" Target="word/media/image1.png"/></Relationships>'
    )
    hidden = f'{LAUGHS}<w:document xmlns:w="x"><w:body>&b;</w:body></w:document>'
    with pytest.raises(Refusal, match="Word does not write"):
        read_article_text(raw_word_file(PARAGRAPH, **{"_rels/.rels": rels, "word/media/image1.png": hidden}))


def test_too_many_parts_are_refused(raw_word_file: Make) -> None:
    with pytest.raises(Refusal, match="too large when it is unpacked"):
        read_article_text(raw_word_file(PARAGRAPH, **{f"word/{number}.xml": "<a/>" for number in range(201)}))
    with pytest.raises(Refusal, match="packed file"):
        read_article_text(raw_word_file(PARAGRAPH, **{f"word/{number}.xml": "<a/>" for number in range(1001)}))


def test_links_of_a_word_file_are_as_safe_as_others(word_file: Make) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("[x](javascript:alert(1)) <script>alert(1)</script>")

    assert read_article_text(word_file(write)).body == "\\[x\\](javascript:alert(1)) \\<script>alert(1)\\</script>"


def test_a_locked_zip_is_refused(raw_word_file: Make) -> None:
    data = bytearray(raw_word_file(PARAGRAPH))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    assert zipfile.ZipFile(BytesIO(bytes(data))).infolist()[0].flag_bits & 1
    with pytest.raises(Refusal, match="password"):
        read_article_text(bytes(data))
