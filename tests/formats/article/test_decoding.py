"""Bytes become the letters that were meant."""

from __future__ import annotations

import pytest

from quizapp.formats.article.reading import read_article_text

JAPANESE = "港町の橋は三月から閉鎖される。渡し船が人を運ぶと町長は述べた。"
KOREAN = "항구 도시의 다리는 삼월부터 닫힌다. 나룻배가 사람을 실어 나른다고 시장은 말했다."
CHINESE = "港口的大桥从三月起关闭。市长说，渡船会在白天运送行人，这是免费的。"
TAIWANESE = "港口的大橋從三月起關閉。市長說，渡船會在白天運送行人，這是免費的。"
FRENCH = "Le pont du port sera fermé dès mars, a dit l’élue : « c’est nécessaire ». Ça coûte 3 €."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, encoding) for text in (JAPANESE, KOREAN, CHINESE, FRENCH) for encoding in ("utf-8", "utf-8-sig")),
        *((text, encoding) for text in (JAPANESE, FRENCH) for encoding in ("utf-16", "utf-32")),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "cp1252"),
        ("Straße, größer, „schön“ – ok.", "cp1252"),
        ("naïve café", "cp1252"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc-jp"),
        (KOREAN, "cp949"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
    ],
)
def test_the_character_set_is_guessed(text: str, encoding: str) -> None:
    assert read_article_text(text.encode(encoding), "a.txt").body == text


def test_a_long_text_is_guessed_from_its_beginning() -> None:
    assert read_article_text((JAPANESE * 5000).encode("cp932"), "a.txt").body == JAPANESE * 5000


@pytest.mark.parametrize(
    ("name", "encoding", "text"),
    [
        ("windows-1251", "cp1251", "Мост закрыт до весны."),
        ("Shift_JIS", "cp932", JAPANESE),
        ("EUC-KR", "cp949", KOREAN),
        ("iso-8859-2", "iso-8859-2", "Most w porcie zostanie zamknięty, powiedziała burmistrzyni."),
        ("iso-8859-1", "cp1252", FRENCH),
        ("rot13", "utf-8", FRENCH),
        ("nonsense", "utf-8", JAPANESE),
        ("utf-7", "utf-8", KOREAN),
    ],
)
def test_a_declared_character_set_is_believed_where_browsers_know_it(name: str, encoding: str, text: str) -> None:
    page = f"<!doctype html><meta charset='{name}'><p>{text}</p>"
    assert read_article_text(page.encode(encoding)).body == text


def test_control_characters_are_dropped_and_line_ends_are_plain() -> None:
    assert read_article_text("One\x00 two.\r\n\r\nThree\x07 four.\u2029\u2029Five.\ud800").body == (
        "One two.\n\nThree four.\n\nFive."
    )
