"""What a new password must be."""

from __future__ import annotations

import pytest

from quizapp.core.password import WeakPassword, _most_used, check


@pytest.mark.parametrize(
    "password",
    [
        "seven larch bridges",
        "kq8!zt4m",
        "12 blue parrots",
        "Лиственница мост",
        "橋は落葉松で作られた橋",
        "x y z " * 42,
        "☃☃☃ and 3 more",
    ],
)
def test_any_signs_will_do(password: str) -> None:
    check(password, "Ida Holm", "ida@school.example")


@pytest.mark.parametrize("password", ["", "short", "1234567", "é" * 7, "x y" * 100])
def test_eight_to_256_characters_are_asked_for(password: str) -> None:
    with pytest.raises(WeakPassword, match="characters"):
        check(password)


@pytest.mark.parametrize(
    "password",
    ["password", "Password1!", "passwort123", "iloveyou2", "qwertyuiop", "QWERTZ1234", "12345678", "87654321",
     "abcdefgh", "aaaaaaaa", "abababab", "1q2w3e4r", "letmein 2024", "asdfghjkl", "ｐａｓｓｗｏｒｄ", "  sunshine  "],
)  # fmt: skip
def test_what_strangers_try_first_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword, match="Strangers try"):
        check(password)


@pytest.mark.parametrize(
    "password", ["ida@school.example", "Ida Holm 1987", "idaholm99", "school.example", "quizapp2024", "QuizappQuizapp"]
)
def test_the_owner_s_own_name_and_address_and_the_site_s_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword, match="too close"):
        check(password, "ida@school.example", "Ida Holm")


@pytest.mark.parametrize(
    "password", ["corvette", "Corvette", "startrek", "q1w2e3r4t5", "mountain", "COCACOLA 7", "liverpoo", "12344321"]
)
def test_what_many_use_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check(password)


def test_more_than_three_thousand_of_them_are_known() -> None:
    assert len(_most_used()) == len(set(_most_used())) > 11_000
    assert list(_most_used()) == sorted(_most_used())
