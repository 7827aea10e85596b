"""Pictures in questions: with words, made safe, and seen only by those who may see the question."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from quizapp.core.authoring import WorkingQuestion
from quizapp.store.tables import PictureRow

from .conftest import FIELDS, Send


def picture(kind: str = "PNG") -> bytes:
    data = BytesIO()
    Image.new("RGB", (30, 20), "red").save(data, kind)
    return data.getvalue()


def test_a_picture_comes_with_words_for_those_who_cannot_see_it(
    reader: FlaskClient, send: Send, look: Callable[[], WorkingQuestion], library_session: Session, address: str
) -> None:
    send(FIELDS)
    file = (BytesIO(picture()), "../Red [square].png")
    answer = send({}, "/pictures", picture=file, alternative="A *red* square", into="stem")
    assert answer.status_code == 303
    name = library_session.query(PictureRow.name).filter(PictureRow.name.like("red%")).scalar()
    assert look().document["stem"] == f"How many apples?\n\n![A \\*red\\* square]({name})"
    page = reader.get(address).text
    shown = page.split('<img src="')[1].split('"')[0]
    assert reader.get(shown).status_code == 200
    assert reader.application.test_client().get(shown).status_code == 404


@pytest.mark.parametrize(
    ("data", "words", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "A square", "picture"),
        (picture(), " ", "what it shows"),
        (b"", "A", "picture"),
    ],
)
def test_a_picture_that_can_not_be_taken_is_told(
    send: Send, look: Callable[[], WorkingQuestion], data: bytes, words: str, said: str
) -> None:
    send(FIELDS)
    before = look()
    answer = send({}, "/pictures", picture=(BytesIO(data), "a.png"), alternative=words)
    assert answer.status_code == 422
    assert said in answer.text
    assert look() == before
