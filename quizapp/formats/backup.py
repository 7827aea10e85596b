"""The file of a backup: a zip with the lines of each table, `tables/NAME.jsonl`, and a manifest that tells their sums.

Any computer opens it without quizapp; the directory of a zip stands at its end, so that one cut off is known at once.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from quizapp.core.sentences import Refusal, say

#: Goes up when an older quizapp could not read the file any more.
VERSION = 1
_MANIFEST = "manifest.json"
_KEY = "secret_key"
#: How much is read at once, in bytes.
_PIECE = 1_000_000
#: A line holds a row, and the largest has an upload of 12 MB in it, as base64.
_LONGEST_LINE = 64_000_000


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Summed(_Frozen):
    """How many rows a table has, and the SHA-256 of their lines."""

    rows: int
    sha256: str


class Manifest(_Frozen):
    """What a backup says of itself. `revision` is the step of the schema; `program` the version that wrote it."""

    format: Literal["quizapp backup"] = "quizapp backup"
    version: int = VERSION
    program: str
    made_at: datetime
    database: str
    revision: str
    columns: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Summed]


class Tally:
    """Counts lines and sums them up as they go by."""

    def __init__(self) -> None:
        self.rows, self._digest = 0, hashlib.sha256()

    def add(self, lines: Sequence[bytes]) -> None:
        self.rows += len(lines)
        for line in lines:
            self._digest.update(line + b"\n")

    @property
    def sum(self) -> Summed:
        return Summed(rows=self.rows, sha256=self._digest.hexdigest())


class BackupWriter:
    """Writes to a file that is open for it; whoever opened it closes it, and renames it when all is well."""

    def __init__(self, file: IO[bytes], made_at: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._made_at = made_at

    @contextmanager
    def table(self, name: str) -> Iterator[IO[bytes]]:
        """Lines are written to it, each with its end."""
        with self._zip.open(self._info(_member(name)), "w", force_zip64=True) as member:
            yield member

    def key(self, key: str) -> None:
        self._zip.writestr(self._info(_KEY), key)

    def finish(self, manifest: Manifest) -> None:
        self._zip.writestr(self._info(_MANIFEST), manifest.model_dump_json(indent=2))

    def close(self) -> None:
        self._zip.close()

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._made_at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        # For its owner alone when it is unpacked, as the file itself.
        info.external_attr = 0o600 << 16
        return info


class Backup:
    """A backup that is read. Raises `Refusal` for what is none, or damaged, or of a newer quizapp."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _sound(path):
            if not zipfile.is_zipfile(path):
                raise _foreign(path) if _begins_otherwise(path) else _damaged(path)
            self._zip = zipfile.ZipFile(path)
        try:
            self.manifest = self._read_manifest()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._zip.close()

    def lines(self, table: str, at_once: int) -> Iterator[Sequence[bytes]]:
        """The rows of a table, a portion at a time."""
        with _sound(self.path), self._zip.open(_member(table)) as member:
            portion: list[bytes] = []
            while line := member.readline(_LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise _damaged(self.path)
                portion.append(line.removesuffix(b"\n"))
                if len(portion) == at_once:
                    yield portion
                    portion = []
            if portion:
                yield portion

    def check(self) -> None:
        """Read it from end to end and compare: each table has the rows and the sum that the manifest tells."""
        for name, expected in self.manifest.tables.items():
            if self._summed(name) != expected:
                raise _damaged(self.path)

    @property
    def key(self) -> str | None:
        """The site's secret key, where it was to be in it."""
        with _sound(self.path):
            return self._zip.read(_KEY).decode() if _KEY in self._zip.namelist() else None

    def _read_manifest(self) -> Manifest:
        if _MANIFEST not in self._zip.namelist():
            raise _foreign(self.path)
        try:
            with _sound(self.path):
                manifest = Manifest.model_validate_json(self._zip.read(_MANIFEST))
        except ValidationError as error:
            raise _foreign(self.path) from error
        if manifest.version > VERSION:
            raise Refusal(
                say("%(path)s was written by a newer quizapp. Install that version or a later one.", path=self.path)
            )
        return manifest

    def _summed(self, name: str) -> Summed:
        rows, digest = 0, hashlib.sha256()
        with _sound(self.path), self._zip.open(_member(name)) as member:
            while piece := member.read(_PIECE):
                rows += piece.count(b"\n")
                digest.update(piece)
        return Summed(rows=rows, sha256=digest.hexdigest())


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """What zip and its parts raise for files that are no longer what was written."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path) from error
    except OSError as error:
        raise Refusal(
            say("%(path)s can't be read: %(reason)s.", path=path, reason=error.strerror or str(error))
        ) from error


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _begins_otherwise(path: Path) -> bool:
    """A zip begins with `PK`; a file that does not never was one."""
    with path.open("rb") as file:
        return file.read(2) != b"PK"


def _foreign(path: Path) -> Refusal:
    return Refusal(say("%(path)s is no backup of quizapp.", path=path))


def _damaged(path: Path) -> Refusal:
    return Refusal(say("%(path)s is damaged or cut off: it is not what was written. Take an older backup.", path=path))
