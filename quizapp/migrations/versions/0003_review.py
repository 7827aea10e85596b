"""Cards and reviews"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from quizapp.store import base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("fitted", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_plans_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_plans")),
    )
    op.create_table(
        "drills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=True),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("started_at", base.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", base.Moment(timezone=True), nullable=False),
        sa.Column("finished_at", base.Moment(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drills_person_id_people")),
        sa.ForeignKeyConstraint(["set_id"], ["sets.id"], name=op.f("fk_drills_set_id_sets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drills")),
        sa.UniqueConstraint("person_id", "request", name=op.f("uq_drills_person_id_request")),
    )
    with op.batch_alter_table("drills", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drills_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drills_set_id"), ["set_id"], unique=False)

    op.create_table(
        "studies",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("added_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_studies_person_id_people")),
        sa.ForeignKeyConstraint(["set_id"], ["sets.id"], name=op.f("fk_studies_set_id_sets")),
        sa.PrimaryKeyConstraint("person_id", "set_id", name=op.f("pk_studies")),
    )
    with op.batch_alter_table("studies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_studies_set_id"), ["set_id"], unique=False)

    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_cards_note_id_notes")),
        sa.ForeignKeyConstraint(["set_id"], ["sets.id"], name=op.f("fk_cards_set_id_sets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("note_id", "ord", name=op.f("uq_cards_note_id_ord")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cards_set_id"), ["set_id"], unique=False)
    _make_cards()

    op.create_table(
        "memories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("due", base.Milliseconds(), nullable=True),
        sa.Column("last_review", base.Milliseconds(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("buried_until", base.Milliseconds(), nullable=True),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_memories_card_id_cards")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_memories_note_id_notes")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memories_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memories")),
        sa.UniqueConstraint("person_id", "card_id", name=op.f("uq_memories_person_id_card_id")),
    )
    with op.batch_alter_table("memories", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memories_card_id"), ["card_id"], unique=False)
        batch_op.create_index("ix_memories_due", ["person_id", "state", "due", "id"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("memory_id", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("at", base.Milliseconds(), nullable=False),
        sa.Column("took", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("last_interval", sa.Integer(), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("undone_at", base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["memory_id"], ["memories.id"], name=op.f("fk_reviews_memory_id_memories")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reviews_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("person_id", "request", name=op.f("uq_reviews_person_id_request")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index("ix_reviews_at", ["person_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_memory_id"), ["memory_id"], unique=False)


def _make_cards() -> None:
    """The cards of the notes that are there."""
    notes = sa.table(
        "notes", *(sa.column(name) for name in ("id", "question_id", "retired")), sa.column("document", sa.JSON)
    )
    questions = sa.table("questions", *(sa.column(name) for name in ("id", "set_id", "withdrawn_at")))
    cards = sa.table("cards", *(sa.column(name) for name in ("note_id", "ord", "set_id", "live")))
    listed = sa.select(notes.c.id, notes.c.document, notes.c.retired, questions.c.set_id, questions.c.withdrawn_at)
    found = op.get_bind().execute(listed.join(questions, questions.c.id == notes.c.question_id).order_by(notes.c.id))
    rows = [
        {"note_id": note_id, "ord": ord_, "set_id": set_id, "live": live and not retired and withdrawn_at is None}
        for note_id, document, retired, set_id, withdrawn_at in found
        for ord_, live in _places(document)
    ]
    if rows:
        op.bulk_insert(cards, rows)


def _places(document: dict[str, Any]) -> list[tuple[int, bool]]:
    gaps = [(gap["number"] - 1, True) for gap in document["card"].get("gaps", ())]
    gone = [(number - 1, False) for number in document.get("retired_gaps", ())]
    return gaps + gone if document["card"]["style"] == "cloze" else [(0, True)]


def downgrade() -> None:
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_memory_id"))
        batch_op.drop_index("ix_reviews_at")

    op.drop_table("reviews")
    with op.batch_alter_table("memories", schema=None) as batch_op:
        batch_op.drop_index("ix_memories_due")
        batch_op.drop_index(batch_op.f("ix_memories_card_id"))

    op.drop_table("memories")
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cards_set_id"))

    op.drop_table("cards")
    with op.batch_alter_table("studies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_studies_set_id"))

    op.drop_table("studies")
    with op.batch_alter_table("drills", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drills_set_id"))
        batch_op.drop_index(batch_op.f("ix_drills_person_id"))

    op.drop_table("drills")
    op.drop_table("plans")
