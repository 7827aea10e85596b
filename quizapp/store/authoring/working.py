"""A set as it is being worked on: what learners see, with the drafts laid over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, or_, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, Right, State, WorkingQuestion, WorkingSet
from quizapp.core.deck import Note
from quizapp.core.drafts import UNFINISHED
from quizapp.core.library import Article
from quizapp.store.tables import (
    AccountRow,
    ArticleRow,
    DraftRow,
    EditionRow,
    NoteRow,
    QuestionRow,
    SetRightRow,
    SetRow,
    VersionRow,
)


def right_of(author: Author) -> Any:
    """The column with what this person may do with a set; to be used where `sets` is selected from."""
    if author.administrator:
        return literal("own")
    return (
        select(SetRightRow.right)
        .where(SetRightRow.set_id == SetRow.id, SetRightRow.person_id == author.person_id)
        .scalar_subquery()
    )


def owns(author: Author) -> Any:
    """The column that tells whether this person may change the article's text."""
    return literal(author.administrator) if author.administrator else ArticleRow.owner_id == author.person_id


def working_set(session: Session, author: Author, set_id: int, *, lock: bool = False) -> WorkingSet | None:
    """The set with its questions, in two queries; None for one that this person has no right to.

    With `lock` nobody else can change it before this transaction ends.
    """
    right = right_of(author)
    edition = select(func.max(EditionRow.number)).where(EditionRow.set_id == SetRow.id).scalar_subquery()
    chosen = (
        select(SetRow, ArticleRow, right.label("right"), edition.label("edition"))
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(SetRow.id == set_id, right.is_not(None), SetRow.withdrawn_at.is_(None), ArticleRow.owner_id.is_not(None))
    )
    found = session.execute(chosen.with_for_update(of=SetRow) if lock else chosen).first()
    if found is None:
        return None
    row, article, held, newest = found
    questions = working_questions(session, article.id, row.id)
    return _set(row, article, held, newest or 0, questions, author)


def working_questions(session: Session, article_id: int, set_id: int) -> list[WorkingQuestion]:
    """The questions that are in the set while it is worked on, deleted ones too, in order."""
    place = func.coalesce(DraftRow.position, QuestionRow.position)
    rows = session.execute(
        _questions()
        .where(
            QuestionRow.article_id == article_id,
            func.coalesce(DraftRow.set_id, QuestionRow.set_id) == set_id,
            or_(QuestionRow.withdrawn_at.is_(None), DraftRow.question_id.is_not(None)),
        )
        .order_by(place, QuestionRow.id)
    )
    return [_question(*row) for row in rows]


def _questions() -> Select[Any]:
    return (
        select(QuestionRow, DraftRow, VersionRow.document, AccountRow.name)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .outerjoin(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .outerjoin(AccountRow, AccountRow.person_id == DraftRow.edited_by)
    )


def _question(
    row: QuestionRow, draft: DraftRow | None, published: dict[str, Any] | None, editor: str | None
) -> WorkingQuestion:
    document = draft.document if draft and draft.document is not None else published or {}
    return WorkingQuestion(
        row.id,
        row.name,
        {name: value for name, value in document.items() if name not in {"v", "id"}},
        _state(row, draft),
        stamp(row, draft),
        row.version,
        draft.edited_at if draft else None,
        editor,
        tuple(code for code in row.flaws.split() if code != UNFINISHED),
    )


def stamp(row: QuestionRow, draft: DraftRow | None) -> str:
    """Changes with every save and every publishing."""
    return f"{row.version}.{draft.revision if draft else 0}"


def _state(row: QuestionRow, draft: DraftRow | None) -> State:
    if draft is None:
        return "unchanged"
    if draft.removed:
        return "removed"
    if not row.version:
        return "new"
    return "moved" if draft.document is None and row.withdrawn_at is None else "changed"


def _set(
    row: SetRow, article: ArticleRow, right: Right, edition: int, questions: Sequence[WorkingQuestion], author: Author
) -> WorkingSet:
    return WorkingSet(
        id=row.id,
        slug=row.slug,
        header=row.draft if row.draft is not None else row.document,
        article_id=article.id,
        article=Article.model_validate(article.document),
        right=right,
        visibility=row.visibility,  # type: ignore[arg-type]  # the deeds write nothing else
        share_code=row.share_code,
        revision=row.revision,
        edition=edition,
        questions=tuple(question for question in questions if question.state != "removed"),
        removed=tuple(question for question in questions if question.state == "removed"),
        header_changed=row.draft is not None,
        owns_article=author.administrator or article.owner_id == author.person_id,
    )


def draft_rows(session: Session, set_id: int) -> dict[int, DraftRow]:
    """The drafts of a set, by question."""
    rows = session.scalars(select(DraftRow).where(DraftRow.set_id == set_id))
    return {row.question_id: row for row in rows}


def drafts_of(session: Session, question_ids: Sequence[int]) -> dict[int, DraftRow]:
    """The drafts of these questions, by question."""
    rows = session.scalars(select(DraftRow).where(DraftRow.question_id.in_(question_ids)))
    return {row.question_id: row for row in rows}


def question_rows(session: Session, question_ids: Sequence[int]) -> dict[int, QuestionRow]:
    rows = session.scalars(select(QuestionRow).where(QuestionRow.id.in_(question_ids)))
    return {row.id: row for row in rows}


def published(session: Session, question_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The documents that learners see, by question; those never published are left out."""
    rows = session.execute(
        select(QuestionRow.id, VersionRow.document)
        .join(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .where(QuestionRow.id.in_(question_ids))
    )
    return {question_id: document for question_id, document in rows}  # noqa: C416 - rows are not pairs


def last_place(session: Session, article_id: int, set_id: int) -> int:
    """The place after the last question of a set that is worked on."""
    place = func.coalesce(DraftRow.position, QuestionRow.position)
    found = session.scalar(
        select(func.max(place))
        .select_from(QuestionRow)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .where(
            QuestionRow.article_id == article_id,
            func.coalesce(DraftRow.set_id, QuestionRow.set_id) == set_id,
        )
    )
    return 0 if found is None else found + 1


def live_rows(session: Session, set_id: int) -> Sequence[QuestionRow]:
    """The rows of the questions that learners see in a set."""
    chosen = select(QuestionRow).where(QuestionRow.set_id == set_id, QuestionRow.withdrawn_at.is_(None))
    return session.scalars(chosen).all()


def rows_withdrawn_at(session: Session, set_id: int, moment: datetime) -> Sequence[QuestionRow]:
    """The rows of the questions that went away together with their set."""
    chosen = select(QuestionRow).where(QuestionRow.set_id == set_id, QuestionRow.withdrawn_at == moment)
    return session.scalars(chosen).all()


def names(session: Session, article_id: int) -> set[str]:
    """The permanent ids of all questions on an article, those of withdrawn ones too."""
    return set(session.scalars(select(QuestionRow.name).where(QuestionRow.article_id == article_id)))


def parts_used(session: Session, article_id: int) -> dict[int, set[str]]:
    """For each question on an article the ids of the parts that any of its versions made a card of."""
    rows = session.execute(
        select(NoteRow.question_id, NoteRow.document)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .where(QuestionRow.article_id == article_id)
    )
    used: dict[int, set[str]] = defaultdict(set)
    for question_id, document in rows:
        note = Note.model_validate(document)
        gaps = {str(gap.number) for gap in note.card.gaps} | {str(number) for number in note.retired_gaps}
        used[question_id] |= gaps | {note.card.part}
    return used


def sets_beside(session: Session, author: Author, article_id: int, set_id: int) -> list[tuple[int, str]]:
    """The other sets on the same article that this person may change: ids and titles."""
    mine = right_of(author).in_(["edit", "own"])
    rows = session.execute(
        select(SetRow.id, SetRow.title)
        .where(SetRow.article_id == article_id, SetRow.id != set_id, SetRow.withdrawn_at.is_(None), mine)
        .order_by(SetRow.position, SetRow.id)
    )
    return [(row.id, row.title) for row in rows]
