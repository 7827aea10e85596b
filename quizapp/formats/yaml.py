"""yaml: the native form. A folder is an article, each YAML file in it a set; made for people and for git."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from quizapp.core.deck import SetExport
from quizapp.core.library import ArticleWithSets
from quizapp.core.sentences import say
from quizapp.formats import Dumped, Loaded, LoadedFolder, Problem
from quizapp.formats.article_file import ArticleFile, read_article
from quizapp.formats.dumping import dump
from quizapp.formats.files import ENDINGS, display, pictures_in, set_files
from quizapp.formats.set_file import SetFile, parse_set, read_set

Progress = Callable[[int, int], None]


class _Yaml:
    """Reads folders with every problem at its place; writes the file as it was written, comments and all."""

    name = "yaml"
    suffix = ".yaml"
    media_type = "application/yaml"

    def read(self, path: Path, progress: Progress | None = None) -> Loaded:
        """`path`: a library folder, an article's folder, or one file in it (then only that file's problems)."""
        folders = _folders(path)
        if not folders:
            return Loaded((), (_nothing(path),) if path.is_file() else ())
        read = []
        for done, folder in enumerate(folders, start=1):
            read.append(_read_folder(folder))
            if progress:
                progress(done, len(folders))
        problems = [problem for _, found in read for problem in found] + _shared_names(folders)
        if path.is_file():
            problems = [problem for problem in problems if problem.file == display(path)]
        return Loaded(
            tuple(folder for folder, _ in read if folder), tuple(sorted(set(problems), key=lambda found: found.rank))
        )

    def write(self, export: SetExport) -> Dumped:
        """The set's own file while it says what the library holds, else a clean one."""
        article = ArticleFile(export.article.slug, export.article)
        parsed = parse_set(export.source, export.content.slug, article)
        text = export.source if parsed.content == export.content else dump(export.content)
        return Dumped(text.encode())


def _folders(path: Path) -> list[Path]:
    if path.is_file():
        inside = path.name == "article.md" or path.suffix in ENDINGS
        return [path.parent] if inside and (path.parent / "article.md").is_file() else []
    if (path / "article.md").is_file() or set_files(path):
        return [path]
    return [folder for folder in sorted(path.iterdir()) if folder.is_dir() and _is_article(folder)]


def _is_article(folder: Path) -> bool:
    return not folder.is_symlink() and ((folder / "article.md").is_file() or bool(set_files(folder)))


def _nothing(path: Path) -> Problem:
    sentence = say("This is no set: a set is a YAML file beside the article.md that it asks about.")
    return Problem(display(path), 1, 1, sentence)


def _read_folder(folder: Path) -> tuple[LoadedFolder | None, list[Problem]]:
    article = read_article(folder)
    pictures, problems = pictures_in(folder)
    problems += list(article.problems)
    sets = [read_set(path, article, {picture.name for picture in pictures}) for path in set_files(folder)]
    problems += [problem for found in sets for problem in found.problems] + _repeated_ids(sets)
    contents = [found.content for found in sets if found.content]
    if problems or article.article is None or not contents:
        return None, problems or [_no_sets(folder)]
    content = ArticleWithSets(article=article.article, sets=tuple(contents))
    sources = tuple((found.slug, found.source) for found in sets)
    return LoadedFolder(content, sources, tuple(pictures)), []


def _no_sets(folder: Path) -> Problem:
    sentence = say("There is no set on this article. Write one: a YAML file beside article.md.")
    return Problem(display(folder / "article.md"), 1, 1, sentence)


def _repeated_ids(sets: Sequence[SetFile]) -> list[Problem]:
    """An id is permanent within its article, so no two questions of its sets may share it."""
    first: dict[str, str] = {}
    problems = []
    for found in sets:
        for name, (line, column) in found.ids:
            place = f"{found.file}:{line}"
            earlier = first.setdefault(name, place)
            if earlier != place:
                sentence = say("The id `%(name)s` is taken by the question at %(place)s.", name=name, place=earlier)
                problems.append(Problem(found.file, line, column, sentence))
    return problems


def _shared_names(folders: Iterable[Path]) -> list[Problem]:
    """A set's slug names it in the whole library."""
    holders: dict[str, list[Path]] = defaultdict(list)
    for folder in folders:
        for path in set_files(folder):
            holders[path.stem].append(path)
    return [
        Problem(
            display(path),
            1,
            1,
            say("Another set has this name: %(other)s. Rename one of them.", other=display(paths[0])),
        )
        for paths in holders.values()
        for path in paths[1:]
    ]


FORMAT = _Yaml()
