"""The files of a content folder: which there are, and what is in them."""

from __future__ import annotations

from pathlib import Path

from quizapp.core.sentences import Refusal, say
from quizapp.formats import Picture, Problem

ENDINGS = (".yaml", ".yml")
LARGEST_TEXT = 2_000_000
LARGEST_PICTURE = 2_000_000
#: What a picture's first bytes are; the ending alone may lie.
_PICTURES = {
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".gif": ("image/gif", b"GIF8"),
    ".webp": ("image/webp", b"RIFF"),
}


def display(path: Path) -> str:
    """The path as it is shortest to read: from where the command was called, if it lies there."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def set_files(folder: Path) -> list[Path]:
    """The sets of an article's folder, by name; links out of it are passed over."""
    return sorted(path for path in folder.iterdir() if path.suffix in ENDINGS and _own(path, folder))


def _own(path: Path, folder: Path) -> bool:
    return path.is_file() and path.resolve().parent == folder.resolve()


def read_text(path: Path) -> str:
    """The file's text. Raises `Refusal` for one that is too large, unreadable or not UTF-8."""
    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise Refusal(say("This file is larger than 2 MB. Split it into several sets."))
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Refusal(
            say("This file is not UTF-8 from byte %(at)s on. Save it as UTF-8.", at=error.start + 1)
        ) from error
    except OSError as error:
        raise Refusal(say("This file can't be read: %(reason)s.", reason=error.strerror)) from error


def pictures_in(folder: Path) -> tuple[list[Picture], list[Problem]]:
    """The pictures beside an article, and those that can't be used."""
    pictures, problems = [], []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _PICTURES and _own(path, folder):
            data = path.read_bytes()
            media_type, beginning = _PICTURES[path.suffix.lower()]
            if len(data) > LARGEST_PICTURE:
                sentence = say("This picture is larger than 2 MB. Make it smaller.")
                problems.append(Problem(display(path), 1, 1, sentence))
            elif not data.startswith(beginning):
                sentence = say("This file's content is not what its ending says. Save it again as a picture.")
                problems.append(Problem(display(path), 1, 1, sentence))
            else:
                pictures.append(Picture(path.name, media_type, data))
    return pictures, problems
