"""A zip of an article's folder: written the same from the same content, and read with nothing trusted in it."""

from __future__ import annotations

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from zipfile import ZipFile, ZipInfo

from quizapp.core.library import ArticleWithSets
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats import Loaded, Picture, Problem
from quizapp.formats.article_file import NAME
from quizapp.formats.dumping import dump, dump_article
from quizapp.formats.files import display, entries
from quizapp.formats.folder import read_library
from quizapp.formats.set_file import SetFile, Surroundings, read_set

MOST_ENTRIES = 200
LARGEST_UNPACKED = 30_000_000
#: So long at most is the list of what is in a zip of so many entries.
_LONGEST_LIST = MOST_ENTRIES * 1000
#: Other programs' own files, which they leave in a zip.
_THEIRS = ("__MACOSX", "Thumbs.db", "desktop.ini")
#: The same day for every file: a zip with the time of its making would differ each time.
_DAY = (1980, 1, 1, 0, 0, 0)
#: What is raised for a zip that is broken, in a way that is not known here, or not what it says of itself.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    struct.error,
)


def write_zip(content: ArticleWithSets, sources: Sequence[tuple[str, str]], pictures: Sequence[Picture]) -> bytes:
    """One folder, as `quizapp load` takes it: equal content gives equal bytes.

    `sources` are files of sets as they were written, by the set's slug; the others are written anew.
    """
    folder, written = content.article.slug, dict(sources)
    files = {NAME: dump_article(content.article).encode()}
    files |= {f"{each.slug}.yaml": written.get(each.slug, dump(each)).encode() for each in content.sets}
    files |= {picture.name: picture.data for picture in sorted(pictures, key=lambda each: each.name)}
    packed = BytesIO()
    with ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(_entry(f"{folder}/{name}"), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _DAY)
    # The same on every system: a plain file that its owner may write and all may read.
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    return entry


def read_zip(data: bytes) -> Loaded:
    """The article folders in a zip, with every problem found. Raises `Refusal` for a zip that is none, or unsafe."""
    with tempfile.TemporaryDirectory() as made:
        # Of a zip without a folder of its own this is the article's.
        root = Path(made).resolve() / "article"
        root.mkdir()
        _lay(root, _unpacked(data))
        loaded = read_library(_library(root))
        return Loaded(loaded.folders, tuple(_within(problem, root) for problem in loaded.problems))


def _lay(root: Path, files: Sequence[tuple[str, bytes]]) -> None:
    try:
        for name, content in files:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        # A file where another needs a folder, or a name that this system can't hold.
        raise _unreadable() from error


def _library(root: Path) -> Path:
    """Where the articles are: a zip of a whole library holds them in one folder."""
    inside = entries(root)
    alone = inside[0] if len(inside) == 1 and inside[0].is_dir() else None
    holds_articles = alone is not None and any((each / NAME).is_file() for each in entries(alone))
    return alone if alone is not None and holds_articles else root


def _unreadable() -> Refusal:
    return Refusal(say("This is no zip that can be read. Make it anew, without a password, and upload it."))


def read_set_alone(data: bytes, slug: str, around: Surroundings) -> SetFile:
    """One set's file, checked against the article that it is to be a set of."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made).resolve()
        path = root / f"{slug}.yaml"
        path.write_bytes(data)
        found = read_set(path, root, around)
        found.problems = [_within(problem, root) for problem in found.problems]
        return found


def _unpacked(data: bytes) -> list[tuple[str, bytes]]:
    _refuse_long_list(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _files(archive)
    except _BROKEN as error:
        raise _unreadable() from error


def _refuse_long_list(data: bytes) -> None:
    """Before it is read: of a hundred thousand entries alone the names fill the memory."""
    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and len(data) >= end + 16 and struct.unpack("<L", data[end + 12 : end + 16])[0] > _LONGEST_LIST:
        raise _too_many()


def _too_many() -> Refusal:
    return Refusal(
        say("There are more than %(most)s files in this zip. Upload one article at a time.", most=MOST_ENTRIES)
    )


def _files(archive: ZipFile) -> list[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(archive.infolist()) > MOST_ENTRIES:
        raise _too_many()
    for entry in entries:
        _refuse_unsafe(entry)
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names):
        raise Refusal(say("Two files in this zip have the same name. Rename one of them."))
    left, files = LARGEST_UNPACKED, []
    for entry in entries:
        if not _is_theirs(entry.filename):
            with archive.open(entry) as file:
                # What it says of its size may be a lie.
                content = file.read(left + 1)
            left -= len(content)
            if left < 0:
                raise Refusal(say("Unpacked, this zip holds more than 30 MB. Leave large files out."))
            files.append((entry.filename, content))
    return files


def _refuse_unsafe(entry: ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    outside = path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename
    if outside or not path.parts or len(path.parts) > 4 or max(map(len, path.parts)) > 120:
        raise Refusal(say("A file in this zip has a path that leads out of it, or is too long. Make the zip anew."))
    if S_ISLNK(entry.external_attr >> 16):
        raise Refusal(say("There is a link in this zip. Put the file itself into it."))
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refusal(say("This zip is packed in an unusual way. Make it anew with the usual settings."))
    if entry.flag_bits & 1:
        raise Refusal(say("This zip is locked with a password. Make one without."))


def _is_theirs(name: str) -> bool:
    return any(part in _THEIRS or part.startswith(".") for part in PurePosixPath(name).parts)


def _within(problem: Problem, root: Path) -> Problem:
    """The problem with its paths as they stand in the zip."""
    said = problem.sentence
    values = tuple((name, _shortened(value, root)) for name, value in said.values)
    return Problem(str(_shortened(problem.file, root)), problem.line, problem.column, Sentence(said.text, values))


def _shortened(value: object, root: Path) -> object:
    if not isinstance(value, str):
        return value
    shorter = value.replace(f"{display(root)}/", "").replace(f"{root}/", "")
    return "zip" if shorter in {display(root), str(root)} else shorter
