"""The files of a content folder: which there are, and what is in them."""

from __future__ import annotations

import re
from pathlib import Path

from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats import Picture, Problem

ENDINGS = (".yaml", ".yml")
LARGEST = 2_000_000
#: What YAML and HTML can't hold: control characters and halves of characters.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What a picture's first bytes are; the ending alone may lie.
_PICTURES = {
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".gif": ("image/gif", b"GIF8"),
    ".webp": ("image/webp", b"RIFF"),
}


class Flaw(Refusal):
    """What keeps a file from being read at all, and where it is."""

    def __init__(self, sentence: Sentence, line: int = 1, column: int = 1) -> None:
        super().__init__(sentence)
        self.line, self.column = line, column

    def problem(self, path: Path) -> Problem:
        return Problem(display(path), self.line, self.column, self.sentence)


def display(path: Path) -> str:
    """The path as it is shortest to read: as it was given, or from where the command was called."""
    inside = path.is_absolute() and path.is_relative_to(Path.cwd())
    return str(path.relative_to(Path.cwd()) if inside else path)


def entries(folder: Path) -> list[Path]:
    """What is in a folder, by name; what begins with a dot belongs to other programs."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise Refusal(
            say("The folder %(folder)s can't be read: %(reason)s.", folder=folder, reason=error.strerror)
        ) from error


def set_files(folder: Path) -> list[Path]:
    """The sets of an article's folder, by name."""
    return [path for path in entries(folder) if path.suffix.lower() in ENDINGS and not path.is_dir()]


def leads_out(path: Path, tree: Path) -> bool:
    """Whether the path is, by a link, something outside of the tree that is read."""
    try:
        return not path.resolve().is_relative_to(tree.resolve())
    except RuntimeError:  # links in a ring
        return True


def read_bytes(path: Path, tree: Path) -> bytes:
    """The file's content. Raises `Flaw` for one that is too large, unreadable or outside of `tree`."""
    if leads_out(path, tree):
        raise Flaw(say("This is a link to a file somewhere else. Put the file itself here."))
    try:
        if path.stat().st_size > LARGEST:
            raise Flaw(say("This file is larger than 2 MB. Make it smaller, or split it into several."))
        return path.read_bytes()
    except OSError as error:
        raise Flaw(say("This file can't be read: %(reason)s.", reason=error.strerror)) from error


def read_text(path: Path, tree: Path) -> str:
    """The file's text, with plain line ends. Raises `Flaw` as `read_bytes`, and for what is not printable UTF-8."""
    data = read_bytes(path, tree)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = say("From here on this file is not UTF-8. Save it as UTF-8 in your editor.")
        raise _flaw_after(data[: error.start].decode("utf-8-sig"), sentence) from error
    stray = _UNPRINTABLE.search(text)
    if stray:
        sentence = say("An invisible control character (U+%(code)s) stands here. Delete it.", code=_code(stray[0]))
        raise _flaw_after(text[: stray.start()], sentence)
    return text.replace("\r\n", "\n")


def _code(character: str) -> str:
    return f"{ord(character):04X}"


def _flaw_after(sound: str, sentence: Sentence) -> Flaw:
    return Flaw(sentence, sound.count("\n") + 1, len(sound) - sound.rfind("\n"))


def pictures_in(folder: Path, tree: Path) -> tuple[list[Picture], list[Problem]]:
    """The pictures beside an article, and those that can't be used."""
    pictures, problems = [], []
    for path in entries(folder):
        if path.suffix.lower() in _PICTURES and not path.is_dir():
            try:
                pictures.append(_picture(path, tree))
            except Flaw as flaw:
                problems.append(flaw.problem(path))
    return pictures, problems


def _picture(path: Path, tree: Path) -> Picture:
    data = read_bytes(path, tree)
    media_type, beginning = _PICTURES[path.suffix.lower()]
    if not data.startswith(beginning):
        raise Flaw(say("This file's content is not what its ending says. Save it again as a picture."))
    return Picture(path.name, media_type, data)
