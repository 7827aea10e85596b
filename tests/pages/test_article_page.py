"""An article to read: its text, where it is from, its sets and its pictures."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

PICTURE = "/articles/bridge/pictures/bridge.png"


def test_an_article_is_shown_with_its_source(reader: FlaskClient) -> None:
    page = reader.get("/articles/bridge").text
    assert "<title>Town opens a wooden bridge" in page
    assert '<time datetime="2021-05-14">' in page
    assert "By Ana Ruiz." in page
    assert "CC BY 4.0" in page
    assert 'href="https://example.org/a/very/long/' in page


def test_its_sets_and_its_deck_stand_beside_it(reader: FlaskClient) -> None:
    page = reader.get("/articles/bridge").text
    assert 'href="/sets/who-and-what"' in page
    assert 'href="/sets/money-and-law"' in page
    assert 'href="/decks/articles/bridge.apkg"' in page
    assert "/sets/jisr" not in page


def test_an_article_without_author_or_licence_has_no_empty_foot(reader: FlaskClient) -> None:
    assert "article-foot" not in reader.get("/articles/japanese").text


@pytest.mark.parametrize(("slug", "language", "direction"), [("arabic", "ar", "rtl"), ("japanese", "ja", "ltr")])
def test_the_text_carries_its_own_language_and_direction(
    reader: FlaskClient, slug: str, language: str, direction: str
) -> None:
    page = reader.get(f"/articles/{slug}").text
    assert f'<h1 lang="{language}">' in page
    assert f'<article class="with-margin-main" dir="{direction}">' in page
    assert '<html lang="en" dir="ltr">' in page


def test_a_picture_is_served_where_the_text_asks_for_it(reader: FlaskClient) -> None:
    assert f'src="{PICTURE}"' in reader.get("/articles/bridge").text
    answer = reader.get(PICTURE)
    assert answer.status_code == 200
    assert answer.content_type == "image/png"
    assert answer.data.startswith(b"\x89PNG")


def test_a_picture_is_sent_once(reader: FlaskClient) -> None:
    known = reader.get(PICTURE).headers["ETag"]
    assert reader.get(PICTURE, headers={"If-None-Match": known}).status_code == 304


@pytest.mark.parametrize("address", ["/articles/none", "/articles/bridge/pictures/none.png", "/articles/..%2Fbridge"])
def test_what_is_not_there_is_told_in_a_sentence(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert '<h1><span class="pen-under">There is nothing here</span></h1>' in answer.text


def test_the_number_of_queries_hangs_on_nothing(reader: FlaskClient, queries: list[str]) -> None:
    counts = []
    for slug in ("bridge", "arabic"):
        queries.clear()
        reader.get(f"/articles/{slug}")
        counts.append(len(queries))
    assert counts == [3, 3]
