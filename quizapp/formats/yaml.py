"""yaml: the native form. A folder is an article, each YAML file in it a set; made for people and for git."""

from __future__ import annotations

from pathlib import Path

from quizapp.core.deck import SetExport
from quizapp.formats import Dumped, Loaded
from quizapp.formats.dumping import dump
from quizapp.formats.folder import Progress, read_library
from quizapp.formats.set_file import parse_set


class _Yaml:
    """Reads folders with every problem at its place; writes the file as it was written, comments and all."""

    name = "yaml"
    suffix = ".yaml"
    media_type = "application/yaml"

    def read(self, path: Path, progress: Progress | None = None, *, advise: bool = False) -> Loaded:
        """See `read_library`."""
        return read_library(path, progress, advise=advise)

    def write(self, export: SetExport) -> Dumped:
        """The set's own file while it says what the library holds, else a clean one."""
        kept = parse_set(export.source, export.content.slug) == export.content
        return Dumped((export.source if kept else dump(export.content)).encode())


FORMAT = _Yaml()
