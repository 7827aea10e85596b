"""Files that were made to take all memory or all time, each read in a process of its own; what it cost is printed."""

from __future__ import annotations

import io
import json
import os
import resource
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import zstandard

from quizapp.core.sentences import Refusal
from quizapp.formats.anki.reading import read_package
from quizapp.formats.anki.text.reading import read_notes
from quizapp.formats.archive import read_zip
from quizapp.formats.article.reading import read_article_text
from quizapp.formats.pictures import prepared

from .packages import script

#: Seconds of a core, and bytes beyond what the reading process had before.
LONGEST, LARGEST = 5, 200_000_000
ARTICLE = {"bridge/article.md": b"---\ntitle: A\npublisher: B\npublished: 2021-01-01\n---\nOf larch.\n"}
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def zeros(name: str, size: int, **others: bytes) -> bytes:
    """A zip in which this file has so many zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, data in others.items():
            archive.writestr(other, data)
        with archive.open(name, "w", force_zip64=True) as file:
            for _ in range(size // 10_000_000):
                file.write(bytes(10_000_000))
    return out.getvalue()


def lying(data: bytes) -> bytes:
    """The same, and each file says that it has ten bytes."""
    found, at = bytearray(data), data.find(b"PK\x01\x02")
    while at >= 0:
        found[at + 24 : at + 28] = struct.pack("<L", 10)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(found)


def linked(name: str, to: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, to)
    return out.getvalue()


def word(document: bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{CONTENT}"/></Types>'
    return packed({"[Content_Types].xml": types.encode(), "_rels/.rels": b"<a/>", "word/document.xml": document})


def laughing() -> bytes:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{layers}]><w>&a11;</w>'.encode()


def picture(side: int) -> bytes:
    """A PNG that says it has so many dots each way."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">LLBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(10_000_000), 9)) + chunk(b"IEND", b"")


def zstd() -> bytes:
    worker = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join([*(worker.compress(bytes(10_000_000)) for _ in range(100)), worker.flush()])


def aliases() -> str:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    return f"a0: &a0 [x]\n{layers}"


def in_zip(text: str) -> bytes:
    return packed({**ARTICLE, "bridge/wood.yaml": text.encode()})


_VIEW = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT i AS id, 1 AS cid, 0 AS ease, 0 AS ivl, 0 AS lastIvl, 0 AS factor, 0 AS time, 0 AS type FROM n;"
)

Bomb = tuple[Callable[[bytes], Any], Callable[[], bytes]]
BOMBS: dict[str, Bomb] = {
    "zip: a path that leads out": (read_zip, lambda: packed({"../../etc/cron.d/x": b"x"})),
    "zip: a symbolic link": (read_zip, lambda: linked("bridge/article.md", "/etc/passwd")),
    "zip: 100,000 entries": (read_zip, lambda: packed(dict.fromkeys(map(str, range(100_000)), b""))),
    "zip: a gigabyte of zeros": (read_zip, lambda: zeros("bridge/a.txt", 1_000_000_000)),
    "zip: a gigabyte that says it is ten bytes": (read_zip, lambda: lying(zeros("bridge/a.txt", 1_000_000_000))),
    "YAML: aliases of aliases": (read_zip, lambda: in_zip(aliases())),
    "YAML: a tree 200,000 deep": (read_zip, lambda: in_zip("title: " + "[" * 200_000)),
    "YAML: 200,000 levels of indentation": (read_zip, lambda: in_zip("- " * 200_000)),
    "Anki: zstd of a gigabyte": (read_package, lambda: packed({"collection.anki21b": zstd()})),
    "Anki: a gigabyte of zeros": (read_package, lambda: zeros("collection.anki2", 1_000_000_000)),
    "Anki: a symbolic link": (read_package, lambda: linked("collection.anki2", "/etc/passwd")),
    "Anki: 100,000 entries": (read_package, lambda: packed(dict.fromkeys(map(str, range(100_000)), b""))),
    "Anki: an endless view for a table": (
        read_package,
        lambda: script(f"DROP TABLE revlog; CREATE VIEW revlog AS {_VIEW}"),
    ),
    "Anki: note types 200,000 deep": (read_package, lambda: script(f"UPDATE col SET models = '{'[' * 200_000}'")),
    "Anki text: 10 MB of separators": (read_notes, lambda: b"#separator:tab\n" + b"\t" * 10_000_000),
    "Word: XML entities of entities": (read_article_text, lambda: word(laughing())),
    "Word: XML 200,000 deep": (read_article_text, lambda: word(b"<w>" * 200_000)),
    "Word: a gigabyte of zeros": (
        read_article_text,
        lambda: zeros("word/document.xml", 1_000_000_000, **{"[Content_Types].xml": CONTENT.encode()}),
    ),
    "a page 200,000 deep": (read_article_text, lambda: b"<html>" + b"<div>" * 200_000 + b"x"),
    "a page of 100,000 attributes": (
        read_article_text,
        lambda: b"<html><b " + b" ".join(b"a%d" % number for number in range(100_000)) + b">x",
    ),
    "a picture of 60,000 by 60,000": (prepared, lambda: picture(60_000)),
    "a picture of 2 by 10 MB": (prepared, lambda: picture(2) + bytes(10_000_000)),
}


def cost(name: str) -> dict[str, Any]:
    """What reading it says, and what it took: seconds of a core, and bytes."""
    read, make = BOMBS[name]
    data = make()
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        with os.fdopen(into, "w") as told:
            json.dump(_cost_here(read, data), told)
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as told:
        said = told.read()
    status = os.waitpid(child, 0)[1]
    return dict(json.loads(said)) if said else {"sentence": f"the process ended with {status}"}


def _cost_here(read: Callable[[bytes], Any], data: bytes) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_CPU, (2 * LONGEST, 2 * LONGEST))
    began, had = _spent(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        found = read(data)
        sentence = "; ".join(str(problem) for problem in getattr(found, "problems", ())) or f"taken: {found!r:.200}"
    except Refusal as refusal:
        sentence = str(refusal)
    took = max(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - had, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    )
    return {"sentence": sentence, "seconds": round(_spent() - began, 2), "bytes": 1024 * took}


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    json.dump({name: cost(name) for name in BOMBS}, sys.stdout, indent=2)
