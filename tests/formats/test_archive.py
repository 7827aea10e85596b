"""A zip of an article's folder is read whatever is in it, and nothing in it gets out of its folder."""

from __future__ import annotations

import stat
import struct
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.sentences import Refusal
from quizapp.formats import LoadedFolder, Picture
from quizapp.formats.archive import LARGEST_UNPACKED, MOST_ENTRIES, read_zip, write_zip
from quizapp.formats.folder import read_library

FOLDER = Path(__file__).parent / "bridge"
FILES = {path.name: path.read_bytes() for path in FOLDER.iterdir()}


def packed(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def within(folder: str) -> dict[str, bytes]:
    return {f"{folder}{name}": data for name, data in FILES.items()}


@pytest.fixture
def bridge() -> LoadedFolder:
    (found,) = read_library(FOLDER).folders
    return found


@pytest.mark.parametrize("folder", ["bridge/", "", "content/bridge/"])
def test_a_zip_of_a_folder_or_of_its_files_is_read(folder: str, bridge: LoadedFolder) -> None:
    loaded = read_zip(packed(within(folder)))
    assert loaded.problems == ()
    (found,) = loaded.folders
    assert found.content.sets == bridge.content.sets
    assert found.content.article.body == bridge.content.article.body


def test_what_other_programs_leave_in_a_zip_is_passed_over() -> None:
    theirs = {"__MACOSX/bridge/._wood.yaml": b"\x00", "bridge/.DS_Store": b"\x00", "bridge/Thumbs.db": b"x"}
    loaded = read_zip(packed({**within("bridge/"), **theirs}))
    assert (len(loaded.folders), loaded.problems) == (1, ())


def test_writing_and_reading_gives_the_same_and_the_same_bytes(bridge: LoadedFolder) -> None:
    pictures = (
        Picture("b.png", "image/png", b"\x89PNG\r\n\x1a\n2"),
        Picture("a.png", "image/png", b"\x89PNG\r\n\x1a\n1"),
    )
    data = write_zip(bridge.content, bridge.sources, pictures)
    assert data == write_zip(bridge.content, bridge.sources, pictures[::-1])
    (found,) = read_zip(data).folders
    assert (found.content, found.sources) == (bridge.content, bridge.sources)
    assert found.pictures == pictures[::-1]
    anew = write_zip(bridge.content, (), ())
    (again,) = read_zip(anew).folders
    assert again.content == bridge.content


def test_it_unpacks_with_usual_rights(bridge: LoadedFolder) -> None:
    with zipfile.ZipFile(BytesIO(write_zip(bridge.content, (), ()))) as archive:
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "/etc/evil.yaml",
        "bridge/../../evil.yaml",
        "..\\evil.yaml",
        "C:evil.yaml",
        "a/b/c/d/e.yaml",
        "é" * 121,
    ],
)
def test_no_path_leads_out(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(Refusal, match="leads out of it"):
        read_zip(packed({**within("bridge/"), name: b"title: x"}))
    assert list(tmp_path.rglob("*")) == []


def test_a_link_is_refused() -> None:
    made = BytesIO(packed(within("bridge/")))
    with zipfile.ZipFile(made, "a") as archive:
        link = zipfile.ZipInfo("bridge/secret.yaml")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Refusal, match="There is a link"):
        read_zip(made.getvalue())


def test_more_files_than_anyone_has_are_refused() -> None:
    few = {f"bridge/{number}.txt": b"" for number in range(MOST_ENTRIES - len(FILES))}
    assert len(read_zip(packed({**within("bridge/"), **few})).folders) == 1
    with pytest.raises(Refusal, match="more than 200 files"):
        read_zip(packed({**within("bridge/"), **few, "bridge/last.txt": b""}))
    with pytest.raises(Refusal, match="more than 200 files"):
        read_zip(packed({f"bridge/{number:0200}.txt": b"" for number in range(2000)}))


def test_a_bomb_is_refused_whatever_it_says_of_its_size() -> None:
    bomb = packed({**within("bridge/"), "bridge/big.txt": b"0" * (LARGEST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    with pytest.raises(Refusal, match="more than 30 MB"):
        read_zip(bomb)
    size = struct.pack("<L", LARGEST_UNPACKED + 1)
    assert bomb.count(size) >= 2
    with pytest.raises(Refusal):
        read_zip(bomb.replace(size, struct.pack("<L", 10)))


def test_a_bomb_is_not_unpacked_first() -> None:
    bomb = packed({"bridge/big.txt": b"0" * 4 * LARGEST_UNPACKED})
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match="more than 30 MB"):
            read_zip(bomb)
        assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST_UNPACKED
    finally:
        tracemalloc.stop()


def test_equal_names_are_refused() -> None:
    with pytest.raises(Refusal, match="the same name"):
        read_zip(packed({**within("bridge/"), "bridge/Wood.YAML": b"title: x"}))


def test_a_file_in_the_place_of_a_folder_is_refused() -> None:
    with pytest.raises(Refusal, match="no zip that can be read"):
        read_zip(packed({"a": b"x", "a/article.md": b"y"}))


def test_an_unusual_packing_is_refused() -> None:
    with pytest.raises(Refusal, match="unusual way"):
        read_zip(packed(within("bridge/"), zipfile.ZIP_LZMA))


def test_a_locked_zip_is_refused() -> None:
    data = bytearray(packed(within("bridge/")))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(Refusal, match="password"):
        read_zip(bytes(data))


def test_problems_are_told_by_the_names_in_the_zip() -> None:
    files = {**within("bridge/"), "bridge/other.yaml": FILES["wood.yaml"], "lost.yaml": b"title: x"}
    problems = read_zip(packed(files)).problems
    assert problems
    for problem in problems:
        assert problem.file in {"bridge/wood.yaml", "bridge/other.yaml", "lost.yaml"}
        assert "/tmp" not in str(problem)
        assert "article/bridge" not in str(problem)
    assert any("taken by the question at bridge/" in str(problem) for problem in problems)


def test_an_empty_zip_is_told() -> None:
    (problem,) = read_zip(packed({})).problems
    assert problem.file == "zip"
    assert "There is no article" in str(problem.sentence)


SOUND = packed(within("bridge/"))


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_zip_is_read_or_refused_and_nothing_else(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for place, value in changes:
        data[place] = value
    try:
        read_zip(bytes(data))
    except Refusal as refused:
        assert str(refused)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, len(SOUND)))
def test_junk_is_read_or_refused_and_nothing_else(junk: bytes, kept: int) -> None:
    for data in (junk, b"PK\x03\x04" + junk, SOUND[:kept] + junk):
        try:
            read_zip(data)
        except Refusal as refused:
            assert str(refused)
