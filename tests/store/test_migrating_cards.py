"""An installation that has notes gets the cards of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from alembic import command
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from quizapp.store import schema
from quizapp.store.tables import ArticleRow, CardRow, NoteRow, QuestionRow, SetRow

AT = datetime(2024, 3, 1, tzinfo=UTC)


def note(question_id: int, name: str, document: dict[str, Any], *, retired: bool = False) -> NoteRow:
    return NoteRow(question_id, name, f"guid of {name}", "digest", document, 1, retired)


def fill(engine: Engine) -> None:
    with Session(engine) as session:
        article = ArticleRow("a", "t", date(2024, 3, 1), {}, "d")
        session.add(article)
        session.flush()
        asked = SetRow(article.id, "s", "t", 0, {}, "", "d", AT)
        session.add(asked)
        session.flush()
        here = QuestionRow(article.id, asked.id, "here", 0, 1)
        gone = QuestionRow(article.id, asked.id, "gone", 1, 1, AT)
        session.add_all([here, gone])
        session.flush()
        gaps = {"card": {"style": "cloze", "gaps": [{"number": 1}, {"number": 3}]}, "retired_gaps": [2]}
        session.add_all([
            note(here.id, "basic:", {"card": {"style": "basic"}}),
            note(here.id, "cloze:", gaps),
            note(here.id, "old:", {"card": {"style": "basic"}}, retired=True),
            note(gone.id, "basic:gone", {"card": {"style": "basic"}}),
        ])  # fmt: skip
        session.commit()


def test_the_cards_of_the_notes_that_are_there_are_made(engine: Engine) -> None:
    schema.prepare(engine)
    with engine.connect() as connection:
        command.downgrade(schema.configuration(connection), "0002")
        connection.commit()
    fill(engine)
    schema.prepare(engine)
    with Session(engine) as session:
        found = session.execute(
            select(NoteRow.part, CardRow.ord, CardRow.live)
            .join(NoteRow, NoteRow.id == CardRow.note_id)
            .order_by(NoteRow.id, CardRow.ord)
        )
        assert found.all() == [
            ("basic:", 0, True),
            ("cloze:", 0, True),
            ("cloze:", 1, False),
            ("cloze:", 2, True),
            ("old:", 0, False),
            ("basic:gone", 0, False),
        ]
        assert session.scalar(text("SELECT count(*) FROM cards WHERE set_id = (SELECT id FROM sets)")) == 6
