"""A site on which every text that anybody may write is one that would run a script, were it not taken for text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
from typing import Any

from flask import Flask
from PIL import Image

from quizapp.core.account import checked_email, checked_name
from quizapp.core.authoring import Author
from quizapp.core.drafts import finished
from quizapp.core.evidence import Reading, reading
from quizapp.core.kinds import all_kinds, to_dict
from quizapp.core.question import Quote
from quizapp.core.sentences import Unreadable
from quizapp.store.tables import SetRightRow
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.accounts import signing_up
from quizapp.work.authoring import access, articles, drafting, pictures, publishing, sets
from quizapp.work.transactions import writing

from .payloads import ALL, WRITTEN, chunks

LINES = chunks(480)
PASSWORD = "seven herons on a weir"
_FACTS = "\n\n".join(f"On 3 May 2011 Ida Holm of {payload} carried 212 men to Bergen." for payload in WRITTEN[::24])
#: Fields that hold all of them at once, and such as hold many, of which there are many.
_WHOLE = set("stem explanation feedback feedback_true feedback_false".split())
_PARTS = set("left right extra items".split())
_PART = len(ALL) // 3


@dataclass
class Poisoned:
    """Where all of it is shown."""

    teacher: str = "teacher@school.example"
    administrator: str = "administrator@school.example"
    article_id: int = 0
    set_id: int = 0
    questions: list[int] = field(default_factory=list)
    slugs: list[tuple[str, str]] = field(default_factory=list)


def poison(app: Flask) -> Poisoned:
    made = Poisoned()
    with app.app_context():
        session, now = db.session(), clock.now()
        teacher = signing_up.sign_up(session, made.teacher, WRITTEN[0], PASSWORD, now, "teacher")
        chief = signing_up.sign_up(session, made.administrator, WRITTEN[10], PASSWORD, now, "administrator")
        assert teacher and chief
        author = Author(teacher.person_id)
        for place in range(len(LINES)):
            _shelf(made, author, place)
        _people(made.set_id)
        _work_on(made, author)
        db.session.remove()
    return made


def _line(place: int) -> str:
    return LINES[place % len(LINES)]


def article_of(place: int) -> dict[str, Any]:
    link = re.sub(r'[\s<>"]', "", WRITTEN[place])
    return {
        "title": _line(place), "publisher": _line(place + 1), "author": _line(place + 2), "licence": _line(place + 3),
        "published": "2011-05-04", "url": f"https://coast.example/{link}",
        "body": f"{ALL}\n\n{_FACTS}" if place == 0 else f"The captain was {_line(place)}, and nobody was hurt.",
    }  # fmt: skip


def _shelf(made: Poisoned, author: Author, place: int) -> None:
    """An article with a set; the first has a question of every kind, and pictures."""
    session, now = db.session(), clock.now()
    article_id = articles.create_article(session, author, article_of(place), (), now)
    set_id = sets.create_set(
        session,
        author,
        article_id,
        {"title": _line(place), "description": ALL if place == 0 else _line(place + 1)},
        now,
    )
    found = access.opened(session, author, set_id, "own")
    read = reading(found.article.body)
    for number, name in enumerate(all_kinds() if place == 0 else ["true_false"]):
        asked = drafting.add_question(session, author, set_id, document(name, number, read), now)
        made.questions += [asked] if place == 0 else []
    if place == 0:
        made.article_id, made.set_id = article_id, set_id
        for number, payload in enumerate(WRITTEN[::60]):
            pictures.add_picture(session, author, article_id, f"{payload}.png", _picture(number))
    publishing.publish(session, author, set_id, now, "public")
    made.slugs.append((found.article.slug, found.slug))


def _picture(number: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (20, 20), (number * 20, 90, 90)).save(file, "PNG")
    return file.getvalue()


def document(kind: str, number: int, read: Reading) -> dict[str, Any]:
    """A finished question, all of whose texts are poisoned."""
    whole = {name: value for name, value in to_dict(all_kinds()[kind].sample().question).items() if name != "id"}
    lines = cycle(f"{place} {line}"[:490] for place, line in enumerate(LINES))
    made = {name: _poisoned(name, value, lines) for name, value in whole.items() if name not in {"v", "gaps"}}
    tags = [tag for tag in (re.sub(r"[\s,:]", "", payload) for payload in WRITTEN) if len(tag) <= 100]
    made |= {"tags": tags[number * 20 : number * 20 + 20], "hints": [ALL], "evidence": _evidence(read, number)}
    made |= {"silence": {"echo": _line(number), "no-such-check": _line(number + 1)}, "tries": 3}
    if kind == "cloze":
        made |= {"gaps": _gaps(whole["gaps"], lines), "text": f"{ALL}\n\n{whole['text']}"}
    return _with_unit(made, read) if kind == "number" else _finished(made, read)


def _poisoned(name: str, value: Any, lines: Any) -> Any:
    if isinstance(value, str) and name in _WHOLE:
        return f"{next(lines)[:3]} {ALL}"
    if isinstance(value, str) and name in _PARTS:
        start = int(next(lines).split()[0]) % 3 * _PART
        return f"{next(lines)[:3]} {ALL[start : start + _PART]}"
    if isinstance(value, str) and name in {"answer", "text"} and not re.fullmatch(r"[\d/.-]+", value):
        return next(lines)
    if isinstance(value, Mapping):
        return {each: _poisoned(each, below, lines) for each, below in value.items()}
    below = {"options": "extra", "accept": "text"}.get(name, name)
    return [_poisoned(below, each, lines) for each in value] if isinstance(value, list) else value


def _gaps(gaps: Mapping[str, Any], lines: Any) -> dict[str, Any]:
    def poisoned(gap: Mapping[str, Any]) -> dict[str, Any]:
        if gap["kind"] == "short_text":
            return {**gap, "answer": next(lines), "accept": [{"text": next(lines), "feedback": ALL}]}
        if gap["kind"] == "choice":
            options = [next(lines) for _ in gap["options"]]
            return {**gap, "options": options, "answer": options[0]}
        return dict(gap)

    return {number: poisoned(gap) for number, gap in gaps.items()}


def _evidence(read: Reading, number: int) -> list[dict[str, str]]:
    """Passages that are poison themselves."""
    blocks = [block.text for block in read.blocks([]) if read.count(Quote(exact=block.text or "-")) == 1]
    return [{"exact": text} for text in (blocks[number * 10 : number * 10 + 10] or blocks[:1])]


def _with_unit(made: dict[str, Any], read: Reading) -> dict[str, Any]:
    """With the units that can be told from a number."""
    named = list(dict.fromkeys(re.sub(r"\d", "", payload) for payload in WRITTEN[:200]))
    units = [unit for unit in named if not finished({**made, "unit": unit, "units": None}, read).faults]
    assert len(units) >= 40, (len(units), finished({**made, "unit": "hours", "units": None}, read).faults)
    return _finished({**made, "unit": units[0], "units": dict.fromkeys(units[1:40], 2)}, read)


def _finished(made: dict[str, Any], read: Reading) -> dict[str, Any]:
    assert finished(made, read).faults == ()
    return made


def _people(set_id: int) -> None:
    """Someone for each name and each address that may be had; all may look at the set."""
    session, now = db.session(), clock.now()
    for number, payload in enumerate(WRITTEN):
        try:
            name, email = checked_name(payload), checked_email(_address(payload, number))
        except Unreadable:
            continue
        with writing(session):
            row = signing_up.make(session, email, name, None, "teacher", now)
            session.add(SetRightRow(set_id, row.person_id, "view", now))


def _address(payload: str, number: int) -> str:
    return f"{re.sub(r'[^!#-&*-+/=?^-~.-]', '', payload)}{number}@school.example"


def _work_on(made: Poisoned, author: Author) -> None:
    """A second edition in which everything has changed, drafts beyond it, a deleted question and a changed article."""
    session, now = db.session(), clock.now()
    for edition in ("second", "third"):
        found = access.opened(session, author, made.set_id, "own")
        fields = {"title": f"{edition} {_line(2)}"[:500], "description": f"{edition}\n\n{ALL}", "language": "en"}
        sets.describe(session, author, made.set_id, fields, found.revision, now)
        for question in found.questions:
            changed = {**question.document, "stem": f"{edition} {ALL}", "explanation": f"{ALL}\n\n{edition}"}
            drafting.save(session, author, made.set_id, question.id, changed, question.stamp, now)
        if edition == "second":
            publishing.publish(session, author, made.set_id, now)
    drafting.remove(session, author, made.set_id, made.questions[-1], now)
    fields = article_of(0)
    changed = {**fields, "title": f"changed {_line(5)}"[:500], "body": f"{fields['body']}\n\n{ALL}x"}
    articles.change_article(session, author, made.article_id, changed, 1, now)
