"""A file that is no longer what was written, or never was, is refused in a sentence and touches nothing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from quizapp.core.sentences import Refusal
from quizapp.formats import backup as backup_file
from quizapp.work.copying import restoring
from quizapp.work.copying.backing_up import Occasion, back_up

from .conftest import NOW, filled, silent


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("sound")
    path = folder / "one.zip"
    url = filled(f"sqlite:///{folder / 'quizapp.sqlite3'}")
    back_up(url, path, Occasion(NOW, "0.1.0"), lambda *_: None)
    return path.read_bytes()


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[bytes], str]:
    """`refused(data)`: what is said to a file with these bytes."""

    def said(data: bytes) -> str:
        path = tmp_path / "backup.zip"
        path.write_bytes(data)
        with pytest.raises(Refusal) as refusal, restoring.checked(path):
            pass
        return str(refusal.value).removeprefix(str(path))

    return said


def changed(sound: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same zip, sound as a zip, with other members."""
    with zipfile.ZipFile(io.BytesIO(sound)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, member in members.items():
            packed.writestr(name, member)
    return data.getvalue()


@pytest.mark.parametrize("part", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_one_that_is_cut_off(sound: bytes, refused: Callable[[bytes], str], part: float) -> None:
    assert refused(sound[: int(len(sound) * part)]).startswith(" is damaged or cut off")


@pytest.mark.parametrize("place", [*(number / 20 for number in range(19)), 0.99])
def test_one_with_a_wrong_byte_is_damaged_or_still_the_same(sound: bytes, tmp_path: Path, place: float) -> None:
    at = int(len(sound) * place)
    path = tmp_path / "backup.zip"
    path.write_bytes(sound[:at] + bytes([sound[at] ^ 0x55]) + sound[at + 1 :])
    try:
        with restoring.checked(path) as found:
            lines = {name: b"".join(*found.lines(name, 10**6)) for name in found.manifest.tables}
    except Refusal as refusal:
        assert str(path) in str(refusal) or "newer quizapp" in str(refusal)
    else:
        path.write_bytes(sound)
        with restoring.checked(path) as found:
            assert lines == {name: b"".join(*found.lines(name, 10**6)) for name in found.manifest.tables}


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip at all" * 100, b"SQLite format 3\x00" + bytes(5000), b"\x28\xb5\x2f\xfd" + bytes(100)],
    ids=["nothing", "text", "a database", "zstd"],
)
def test_what_never_was_one(refused: Callable[[bytes], str], data: bytes) -> None:
    assert refused(data) == " is no backup of quizapp."


@pytest.mark.parametrize("manifest", [None, b"", b"{}", b"[1]", b'{"format": "another"}', b"\xff"])
def test_a_zip_of_something_else(sound: bytes, refused: Callable[[bytes], str], manifest: bytes | None) -> None:
    def change(members: dict[str, bytes]) -> None:
        if manifest is None:
            del members["manifest.json"]
        else:
            members["manifest.json"] = manifest

    assert refused(changed(sound, change)) == " is no backup of quizapp."


def test_rows_that_somebody_changed(sound: bytes, refused: Callable[[bytes], str]) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["tables/accounts.jsonl"] = members["tables/accounts.jsonl"].replace(b"7,", b"8,")

    assert refused(changed(sound, change)).startswith(" is damaged or cut off")


@pytest.mark.parametrize("name", ["answers", "people"])
def test_a_table_that_is_missing(sound: bytes, refused: Callable[[bytes], str], name: str) -> None:
    assert refused(changed(sound, lambda members: members.pop(f"tables/{name}.jsonl") and None)).startswith(
        " is damaged"
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("version", 2, " was written by a newer quizapp. Install that version or a later one."),
        (
            "revision",
            "9999",
            "This database or backup was made by a newer quizapp. Install that version or a later one.",
        ),
        ("columns", {"people": ["id"]}, " has other tables than a backup of quizapp."),
        ("tables", {}, " has other tables than a backup of quizapp."),
    ],
)
def test_one_of_a_newer_quizapp(
    sound: bytes, refused: Callable[[bytes], str], field: str, value: object, said: str
) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), field: value}).encode()

    assert refused(changed(sound, change)) == said


@pytest.mark.parametrize("line", [b"{}", b"[1]", b"nonsense", b"\xff", b"[1,2,3,4,5]", b'["x","x","x","x"]', b""])
def test_rows_that_are_none(sound: bytes, tmp_path: Path, line: bytes) -> None:
    """Somebody made the sums fit: the file is whole, yet nothing of it is written."""

    def change(members: dict[str, bytes]) -> None:
        members["tables/people.jsonl"] += line + b"\n"
        told = json.loads(members["manifest.json"])
        told["tables"]["people"] = {"rows": 8, "sha256": sha256(members["tables/people.jsonl"]).hexdigest()}
        members["manifest.json"] = json.dumps(told).encode()

    path = tmp_path / "backup.zip"
    path.write_bytes(changed(sound, change))
    with restoring.checked(path) as backup, pytest.raises(Refusal, match=r"people|can't be used"):
        restoring.restore(f"sqlite:///{tmp_path / 'quizapp.sqlite3'}", backup, silent, replace=False)
    assert not (tmp_path / "quizapp.sqlite3").exists()


def test_a_line_without_an_end_is_not_read_for_ever(
    sound: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.zip"
    path.write_bytes(sound)
    monkeypatch.setattr(backup_file, "_LONGEST_LINE", 100)
    with restoring.checked(path) as backup, pytest.raises(Refusal, match="is damaged"):
        list(backup.lines("reviews", 10))
