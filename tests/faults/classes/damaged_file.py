"""A power cut leaves a damaged file: the server refuses to start and says what to do; a backup is put in its place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..database import Sqlite
from ..running import Fault
from ..site import LONGEST_START, Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    assert isinstance(site.database, Sqlite)
    site.kill()
    file = site.database.file
    kept = [Path(shutil.copy2(path, f"{path}.kept")) for path in file.parent.glob(f"{file.name}*")]
    _damage(file)
    told = len(site.log.read_text())
    assert site.launch().wait(LONGEST_START) == 1, "a server started on a damaged file"
    sentence = site.log.read_text()[told:]
    assert "is damaged" in sentence, sentence
    assert "restore a backup" in sentence, sentence
    assert "Traceback" not in sentence, sentence
    for path in kept:
        path.replace(str(path).removesuffix(".kept"))
    yield
    site.start()


def _damage(file: Path) -> None:
    Path(f"{file}-wal").unlink(missing_ok=True)
    content = bytearray(file.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    file.write_bytes(content)


FAULT = Fault("damaged-file", "kill -9, and a damaged file until a copy is put back", strike, ("sqlite",), times=10)
