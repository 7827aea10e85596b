"""Libraries, articles' folders and the files in them: what is read, what is passed over, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.formats import Loaded
from quizapp.formats.yaml import FORMAT


def said(loaded: Loaded) -> list[str]:
    return [f"{Path(problem.file).name}:{problem.line}: {problem.sentence}" for problem in loaded.problems]


def slugs(loaded: Loaded) -> dict[str, list[str]]:
    return {folder.content.article.slug: [each.slug for each in folder.content.sets] for folder in loaded.folders}


def another_article(library: Path, name: str, *sets: str) -> Path:
    folder = library / name
    folder.mkdir()
    (folder / "article.md").write_bytes((library / "bridge/article.md").read_bytes())
    for slug in sets:
        (folder / f"{slug}.yaml").write_text((library / "bridge/wood.yaml").read_text().replace("cars", slug))
    return folder


def test_a_library_is_read_in_the_order_of_its_names(library: Path) -> None:
    another_article(library, "arch", "stones", "price")
    assert slugs(FORMAT.read(library)) == {"arch": ["price", "stones"], "bridge": ["wood"]} or said(
        FORMAT.read(library)
    )
    assert FORMAT.read(library) == FORMAT.read(library)


def test_a_folder_and_each_file_in_it_read_the_same(library: Path) -> None:
    folder = library / "bridge"
    whole = FORMAT.read(library)
    assert whole.problems == ()
    assert slugs(whole) == {"bridge": ["wood"]}
    for path in (folder, folder / "article.md", folder / "wood.yaml"):
        assert FORMAT.read(path) == whole


def test_each_set_keeps_its_file_as_it_was_written(library: Path) -> None:
    path = library / "bridge/wood.yaml"
    path.write_text("# by hand\n" + path.read_text())
    (folder,) = FORMAT.read(library).folders
    assert folder.sources == (("wood", path.read_text()),)


def test_what_is_no_set_is_passed_over(library: Path) -> None:
    for name in ("notes.txt", ".hidden.yaml", "wood.yaml~", "README.md"):
        (library / "bridge" / name).write_text("title: [")
    (library / "bridge/drafts.yaml").mkdir()
    (library / ".git").mkdir()
    (library / "empty").mkdir()
    assert slugs(FORMAT.read(library)) == {"bridge": ["wood"]}


def test_a_missing_article_does_not_hide_what_is_wrong_with_the_sets(library: Path) -> None:
    (library / "bridge/article.md").unlink()
    path = library / "bridge/wood.yaml"
    path.write_text(path.read_text().replace("answer: false", "answer: 0"))
    first, second = said(FORMAT.read(library))
    assert first.startswith("article.md:1: article.md is missing")
    assert second == "wood.yaml:6: `answer` must be true or false."


def test_an_article_without_a_set_is_told(library: Path) -> None:
    (library / "bridge/wood.yaml").unlink()
    assert said(FORMAT.read(library)) == ["article.md:1: There is no set on this article. Write one beside it."]


def test_a_folder_without_an_article_is_told(tmp_path: Path) -> None:
    (line,) = said(FORMAT.read(tmp_path))
    assert "There is no article in this folder" in line


def test_a_set_outside_of_its_articles_folder_is_told(library: Path) -> None:
    (library / "lost.yaml").write_text("title: a\n")
    assert said(FORMAT.read(library)) == [
        "lost.yaml:1: This set lies beside no article.md. Move it into the folder of its article."
    ]


def test_two_sets_of_one_name_are_told_wherever_they_are(library: Path) -> None:
    another_article(library, "arch", "wood")
    (line,) = said(FORMAT.read(library))
    assert line.startswith("wood.yaml:1: The set ")
    assert "arch/wood.yaml has the same name" in line


def test_two_endings_do_not_make_two_names(library: Path) -> None:
    (library / "bridge/wood.yml").write_text("title: a\n")
    assert any("has the same name" in line for line in said(FORMAT.read(library)))


@pytest.mark.parametrize("name", ["Wood.yaml", "old wood.yaml"])
def test_a_files_name_must_be_fit_for_an_address(library: Path, name: str) -> None:
    (library / "bridge/wood.yaml").rename(library / "bridge" / name)
    (line,) = said(FORMAT.read(library))
    assert line.startswith(f"{name}:1: The name of this file or its folder may hold lower-case letters")


def test_a_folder_with_a_problem_is_not_among_what_was_read(library: Path) -> None:
    another_article(library, "arch")
    loaded = FORMAT.read(library)
    assert slugs(loaded) == {"bridge": ["wood"]}
    assert len(loaded.problems) == 1


@pytest.mark.parametrize("name", ["wood.yaml", "article.md", "map.png"])
def test_a_link_that_leads_out_is_refused(library: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    outside = tmp_path_factory.mktemp("outside") / name
    path = library / "bridge" / name
    if path.exists():
        outside.write_bytes(path.read_bytes())
        path.unlink()
    else:
        outside.write_bytes(b"\x89PNG\r\n\x1a\n")
    path.symlink_to(outside)
    assert f"{name}:1: This is a link to a file somewhere else. Put the file itself here." in said(FORMAT.read(library))


def test_a_folder_that_leads_out_is_refused(library: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = another_article(library, "arch", "stones").rename(tmp_path_factory.mktemp("outside") / "arch")
    (library / "arch").symlink_to(outside)
    assert said(FORMAT.read(library)) == ["arch:1: This is a link to a folder somewhere else. Put it here."]


def test_links_in_a_ring_are_refused(library: Path) -> None:
    (library / "bridge/ring.yaml").symlink_to(library / "bridge/ring.yaml")
    (line,) = said(FORMAT.read(library))
    assert line.startswith("ring.yaml:1: This is a link")


def test_a_link_within_the_library_is_followed(library: Path) -> None:
    real = library / "wood-in-a-drawer"
    (library / "bridge/wood.yaml").rename(real)
    (library / "bridge/wood.yaml").symlink_to(real)
    assert slugs(FORMAT.read(library)) == {"bridge": ["wood"]}


def test_a_picture_beside_the_article_may_be_shown(library: Path) -> None:
    path = library / "bridge/wood.yaml"
    path.write_text(path.read_text().replace("stem: The", "stem: '![a map](map.png) The").replace("steel.", "steel.'"))
    assert said(FORMAT.read(library)) == ["wood.yaml:5: There is no picture map.png beside the article."]
    (library / "bridge/map.png").write_bytes(b"\x89PNG\r\n\x1a\n...")
    (folder,) = FORMAT.read(library).folders
    assert [(picture.name, picture.media_type) for picture in folder.pictures] == [("map.png", "image/png")]


def test_a_picture_is_what_its_ending_says(library: Path) -> None:
    (library / "bridge/map.png").write_text("<svg onload='alert(1)'>")
    assert "map.png:1: This file's content is not what its ending says. Save it again as a picture." in said(
        FORMAT.read(library)
    )


@pytest.mark.parametrize(
    ("article", "told"),
    [
        ("Text.", "1: article.md must begin with `---`"),
        ("---\ntitle: a\n", "1: article.md must begin with `---`"),
        ("---\n---\nText.", "2: The front matter must be made of `key: value` lines"),
        ("---\ntitle: a\npublished: 2020-01-01\n---\nText.", "2: `publisher` is missing."),
        ("---\ntitle: a\npublisher: b\npublished: 2020\n---\nText.", "4: `published` must be a day like 2019-11-23."),
        ("---\ntitle: a: b\npublisher: b\npublished: 2020-01-01\n---\nText.", "2: A colon stands where none can be."),
        ("---\ntitle: a\npublisher: b\npublished: 2020-01-01\n---\n\n", "5: The article's text is missing"),
        ("---\ntitle: a\npublisher: b\npublished: 2020-01-01\nurl: x\n---\nText.", "5: `url` must be an address"),
        ("---\ntitle: a\npublisher: b\npublished: 2020-01-01\nslug: x\n---\nText.", "5: An article's slug is its"),
        (
            "---\ntitle: a\npublisher: b\npublished: 2020-01-01\nautor: x\n---\nText.",
            "5: `autor` is not a key here; did",
        ),
    ],
)
def test_what_is_wrong_with_an_article_is_told_at_its_line(library: Path, article: str, told: str) -> None:
    (library / "bridge/article.md").write_text(article)
    found = [line for line in said(FORMAT.read(library)) if line.startswith("article.md:")]
    assert len(found) == 1
    assert found[0].startswith(f"article.md:{told}")


def test_a_fault_above_the_article_does_not_hide_a_quote_that_is_not_in_it(library: Path) -> None:
    path = library / "bridge/article.md"
    path.write_text(path.read_text().replace("publisher", "publischer").replace("oak", "ash"))
    assert [line.split(" ")[0] for line in said(FORMAT.read(library))] == [
        "article.md:2:",
        "article.md:3:",
        "wood.yaml:8:",
    ]


def test_progress_counts_the_files(library: Path) -> None:
    another_article(library, "arch", "stones", "price")
    told: list[tuple[int, int]] = []
    FORMAT.read(library, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
