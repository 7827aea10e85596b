"""Typed text: what is only written otherwise is the same, a slip is forgiven, and another word is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.spelling import folded, same, slips, stands_in


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("TAKIZAKI", "Takizaki"),
        ("  kim   jung han ", "Kim Jung-han"),
        ("Kyungwha", "Kyung-wha"),
        ("Ｓｅｏｕｌ", "Seoul"),
        ("Angstrom", "Ångström"),
        ("Strasse", "Straße"),
        ("OBrien", "O'Brien"),
        ("O’Brien", "O'Brien"),
        ("ﾅｺﾞﾔ", "ナゴヤ"),
        ("トシミツ・モテギ", "トシミツ モテギ"),
        ("서울.", "서울"),
        ("محمد", "مُحَمَّد"),
        ("शिमला", "शिमला।"),
        ("oeuvre", "œuvre"),
        ("Lodz", "Łódź"),
        ("Tromso", "Tromsø"),
        ("Koeln", "Köln"),
        ("Köln", "Koeln"),
        ("Aarhus", "Århus"),
        ("احمد", "أَحمد"),
        ("ان", "إن"),
        ("١٩٦٥", "1965"),
        ("O‘Brien", "OʼBrien"),
        ("– 5 °C", "-5 °C"),
    ],
)
def test_what_is_only_written_otherwise_is_the_same(typed: str, key: str) -> None:
    assert same(folded(typed), folded(key))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("カ", "ガ"),
        ("は", "ば"),
        ("C", "C#"),
        ("C", "C++"),
        ("15", "1.5"),
        ("1 000", "10 00"),
        ("किताब", "कताब"),
        ("서울", "서월"),
        ("5", "-5"),
        ("p < 0", "p > 0"),
    ],
)
def test_what_is_another_word_is_not_the_same(typed: str, key: str) -> None:
    assert not same(folded(typed), folded(key))


@pytest.mark.parametrize(
    ("typed", "key", "off"),
    [
        ("Seol", "Seoul", 1),
        ("Soeul", "Seoul", 1),
        ("Seooul", "Seoul", 1),
        ("Saoul", "Seoul", 1),
        ("Tosimistu", "Toshimitsu", 2),
        ("Kim Jung-ham", "Kim Jung-han", 1),
        ("Suprem Cout", "Supreme Court", 2),
        ("inteligance", "intelligence", 2),
        ("Kyungwa", "Kyung-wha", 1),
        ("Geroge W. Bush", "George W. Bush", 1),
        ("emial", "e-mail", 1),
        ("e mial", "email", 1),
    ],
)
def test_a_slip_is_counted(typed: str, key: str, off: int) -> None:
    assert slips(folded(typed), folded(key)) == off


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Osla", "Oslo"),
        ("Sul", "Seoul"),
        ("Takisaky", "Takizaki"),
        ("South Korea", "North Korea"),
        ("SouthKorea", "North Korea"),
        ("Toshi", "Toshimitsu"),
        ("1964 treaty", "1965 treaty"),
        ("treaty of 196", "treaty of 1965"),
        ("日韓秘密協定", "日韓軍事協定"),
        ("軍事情報包括保護協宗", "軍事情報包括保護協定"),
        ("대한민국 정부는", "대한민국 정부가"),
        ("Vitamin C", "Vitamin D"),
        ("VitaminC", "Vitamin D"),
        ("Vitamin", "Vitamin D"),
        ("Vitamin D", "Vitamin"),
        ("World War I", "World War II"),
        ("World War III", "World War II"),
        ("World WarI", "World War II"),
        ("George H. Bush", "George W. Bush"),
        ("Mrs Kim", "Mr Kim"),
        ("Dr. Kim", "Mr. Kim"),
    ],
)
def test_more_than_a_slip_is_wrong(typed: str, key: str) -> None:
    assert slips(folded(typed), folded(key)) is None


@given(st.text(max_size=30))
def test_a_text_is_the_same_as_itself_however_often_it_is_folded(text: str) -> None:
    once = folded(text)
    assert same(once, folded(" ".join(once.words)))


@given(st.text("abcdefgh", min_size=10, max_size=20), st.data())
def test_any_one_letter_may_be_off_in_ten(key: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(key) - 1))
    changed = data.draw(
        st.sampled_from([key[:at] + key[at + 1 :], key[:at] + "x" + key[at:], key[:at] + "x" + key[at + 1 :]])
    )
    assert slips(folded(changed), folded(key)) == 1


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Ada Brook", "Mayor ADA  BROOK dug."),
        ("40", "They planted 40 limes."),
        ("穴", "最初の穴を掘った。"),
        ("サクラ", "ｻｸﾗの木"),
        ("서울", "서울에서 출발한다."),
        ("กรุงเทพ", "ไปกรุงเทพแล้ว"),
        ("ភ្នំពេញ", "ទៅភ្នំពេញហើយ"),
    ],
)
def test_words_stand_in_a_text_however_its_script_parts_them(part: str, whole: str) -> None:
    assert stands_in(folded(part), folded(whole))
    assert not stands_in(folded(whole), folded(part))


@pytest.mark.parametrize(("part", "whole"), [("art", "The start"), ("40", "in 1940"), ("Brook Ada", "Ada Brook")])
def test_a_part_of_a_word_is_no_word_where_words_are_parted(part: str, whole: str) -> None:
    assert not stands_in(folded(part), folded(whole))
