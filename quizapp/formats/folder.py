"""Folders of content: a library holds articles, and an article's folder holds its sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from quizapp.core.library import Article, ArticleWithSets
from quizapp.core.sentences import say
from quizapp.formats import Advice, Loaded, LoadedFolder, Picture, Problem
from quizapp.formats.article_file import NAME, read_article
from quizapp.formats.files import ENDINGS, Flaw, display, entries, leads_out, pictures_in, set_files
from quizapp.formats.set_file import SetFile, Surroundings, read_set

#: Called with how many files have been read, and of how many.
Progress = Callable[[int, int], None]


def read_library(path: Path, progress: Progress | None = None, *, advise: bool = False) -> Loaded:
    """`path`: a library folder, an article's folder, or a file in one (its folder is read, to load all or nothing).

    With `advise` the items are checked as well for how they are written.
    """
    if path.is_file() and path.name != NAME and path.suffix.lower() not in ENDINGS:
        sentence = say("This is no set: a set is a YAML file beside the article.md that it asks about.")
        return Loaded((), (Flaw(sentence).problem(path),))
    tree = path.parent if path.is_file() else path
    folders, problems = _article_folders(tree)
    counted = _Counted(sum(len(set_files(folder)) for folder in folders), progress)
    read = [_read_folder(folder, tree, counted, advise) for folder in folders]
    problems += [problem for _, found, _ in read for problem in found] + _shared_names(folders)
    if not read and not problems:
        problems = [Flaw(say("There is no article in this folder: a folder with article.md and sets.")).problem(path)]
    ranked = sorted(set(problems), key=lambda problem: problem.rank)
    advice = sorted((each for _, _, told in read for each in told), key=lambda each: each.rank)
    return Loaded(tuple(folder for folder, _, _ in read if folder), tuple(ranked), tuple(advice))


class _Counted:
    """Counts the files for a progress bar."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.done, self.total, self.progress = 0, total, progress

    def one_more(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total)


def _article_folders(tree: Path) -> tuple[list[Path], list[Problem]]:
    """The articles' folders in `tree`, or `tree` itself; and what lies where it can't be used."""
    strays = set_files(tree)
    if (tree / NAME).exists():
        return [tree], []
    found = [folder for folder in entries(tree) if folder.is_dir() and _is_article(folder)]
    if not found:
        return ([tree] if strays else []), []
    out = [folder for folder in found if leads_out(folder, tree)]
    problems = [Flaw(say("This is a link to a folder somewhere else. Put it here.")).problem(folder) for folder in out]
    lost = say("This set lies beside no article.md. Move it into the folder of its article.")
    return [folder for folder in found if folder not in out], problems + [Flaw(lost).problem(path) for path in strays]


def _is_article(folder: Path) -> bool:
    return (folder / NAME).exists() or bool(set_files(folder))


def _read_folder(
    folder: Path, tree: Path, counted: _Counted, advise: bool
) -> tuple[LoadedFolder | None, list[Problem], list[Advice]]:
    article = read_article(folder, tree)
    pictures, problems = pictures_in(folder, tree)
    around = Surroundings(article.reading, frozenset(picture.name for picture in pictures), advise)
    sets = []
    for path in set_files(folder):
        sets.append(read_set(path, tree, around))
        counted.one_more()
    problems += article.problems + [problem for found in sets for problem in found.problems] + _repeated_ids(sets)
    if not sets:
        problems.append(Problem(article.file, 1, 1, say("There is no set on this article. Write one beside it.")))
    advice = [each for found in sets for each in found.advice]
    if problems or article.article is None:
        return None, problems, advice
    return _folder(article.article, sets, pictures), [], advice


def _folder(article: Article, sets: Sequence[SetFile], pictures: Sequence[Picture]) -> LoadedFolder:
    content = ArticleWithSets(article=article, sets=tuple(found.content for found in sets if found.content))
    return LoadedFolder(content, tuple((found.slug, found.source) for found in sets), tuple(pictures))


def _repeated_ids(sets: Sequence[SetFile]) -> list[Problem]:
    """An id is permanent within its article, so no two questions of its sets may share it."""
    first: dict[str, tuple[str, int, int]] = {}
    problems = []
    for found in sets:
        for name, (line, column) in found.ids:
            earlier = first.setdefault(name, (found.file, line, column))
            if earlier != (found.file, line, column):
                place = f"{earlier[0]}:{earlier[1]}"
                sentence = say("The id `%(name)s` is taken by the question at %(place)s.", name=name, place=place)
                problems.append(Problem(found.file, line, column, sentence))
    return problems


def _shared_names(folders: Iterable[Path]) -> list[Problem]:
    """A set's slug names it in the whole library."""
    holders: dict[str, list[Path]] = defaultdict(list)
    for folder in folders:
        for path in set_files(folder):
            holders[path.stem].append(path)
    return [_shared(path, paths[0]) for paths in holders.values() for path in paths[1:]]


def _shared(path: Path, first: Path) -> Problem:
    sentence = say("The set %(other)s has the same name. Rename one of the two files.", other=display(first))
    return Flaw(sentence).problem(path)
