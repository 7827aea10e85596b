"""A picture is found on a page by whatever name its file has."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.formats.yaml import FORMAT
from quizapp.work.loading import load

PNG = b"\x89PNG\r\n\x1a\n"
ARTICLE = "---\ntitle: Maps\npublisher: Leaf\npublished: 2020-05-04\n---\nForty maps.\n\n![A map]({written})\n"
SET = """\
title: Maps
questions:
  - id: maps
    kind: true_false
    stem: There are forty maps.
    answer: true
    explanation: Forty.
    evidence: [{exact: Forty maps}]
"""


@pytest.mark.parametrize(
    ("name", "written"), [("map.png", "map.png"), ("地図.png", "地図.png"), ("my map.png", "<my map.png>")]
)
def test_a_picture_of_any_name_is_shown(
    reader: FlaskClient, library_session: Session, tmp_path: Path, name: str, written: str
) -> None:
    folder = tmp_path / "content" / "maps"
    folder.mkdir(parents=True)
    (folder / "article.md").write_text(ARTICLE.format(written=written))
    (folder / "all-maps.yaml").write_text(SET)
    (folder / name).write_bytes(PNG)
    load(library_session, FORMAT.read(folder.parent).folders, datetime(2026, 1, 2, tzinfo=UTC))
    (address,) = re.findall(r'<img src="([^"]+)"', reader.get("/articles/maps").text)
    assert reader.get(address).data == PNG
