"""Articles as their owners work on them, with every question that leans on their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.library import Article
from quizapp.store.authoring.working import owns
from quizapp.store.tables import (
    AccountRow,
    ArticleRow,
    ArticleVersionRow,
    DraftRow,
    PictureRow,
    QuestionRow,
    SetRightRow,
    SetRow,
    VersionRow,
    WavedAwayRow,
)


@dataclass(frozen=True)
class WorkingArticle:
    """An article that this person may change, or may read while they work on a set of it."""

    id: int
    article: Article
    revision: int
    owned: bool


@dataclass(frozen=True)
class Leaning:
    """A question that leans on an article: what learners see of it, and its draft."""

    row: QuestionRow
    draft: DraftRow | None
    published: dict[str, Any] | None
    set_title: str
    set_document: dict[str, Any]
    set_withdrawn_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether anyone still works on it or is asked it; what was deleted can only be brought back."""
        unseen = self.draft is not None and self.draft.removed and not self.row.version
        return self.set_withdrawn_at is None and not unseen

    @property
    def seen(self) -> bool:
        """Whether learners see it, or would again if its deleted set were brought back."""
        return self.published is not None and self.row.withdrawn_at == self.set_withdrawn_at

    @property
    def set_id(self) -> int:
        """The set that it is in while it is worked on."""
        return self.draft.set_id if self.draft else self.row.set_id

    @property
    def language(self) -> str:
        return str(self.set_document.get("language", "en"))

    @property
    def document(self) -> dict[str, Any]:
        """The question as it is being worked on."""
        worked_on = self.draft.document if self.draft else None
        return worked_on if worked_on is not None else self.published or {}


def working_article(session: Session, author: Author, article_id: int, *, lock: bool = False) -> WorkingArticle | None:
    """The article; None for one that this person neither owns nor works on a set of."""
    shared = (
        select(SetRightRow.set_id)
        .join(SetRow, SetRow.id == SetRightRow.set_id)
        .where(SetRow.article_id == ArticleRow.id, SetRightRow.person_id == author.person_id)
        .exists()
    )
    owned = owns(author)
    chosen = select(ArticleRow, owned.label("owned"), shared.label("shared")).where(
        ArticleRow.id == article_id, ArticleRow.withdrawn_at.is_(None), ArticleRow.owner_id.is_not(None)
    )
    found = session.execute(chosen.with_for_update(of=ArticleRow) if lock else chosen).first()
    if found is None or not (found.owned or found.shared):
        return None
    row = found[0]
    return WorkingArticle(row.id, Article.model_validate(row.document), row.revision, bool(found.owned))


def row(session: Session, article_id: int) -> ArticleRow:
    """The row of an article that was found."""
    return session.get_one(ArticleRow, article_id)


def leaning(session: Session, article_id: int) -> list[Leaning]:
    """Every question on the article that is live, worked on or may come back with its set, in one query."""
    rows = session.execute(
        select(QuestionRow, DraftRow, VersionRow.document, SetRow.title, SetRow.document, SetRow.withdrawn_at)
        .join(SetRow, SetRow.id == QuestionRow.set_id)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .outerjoin(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .where(
            QuestionRow.article_id == article_id,
            or_(
                QuestionRow.withdrawn_at.is_(None),
                DraftRow.question_id.is_not(None),
                QuestionRow.withdrawn_at == SetRow.withdrawn_at,
            ),
        )
        .order_by(SetRow.position, SetRow.id, QuestionRow.position, QuestionRow.id)
    )
    return [Leaning(*found) for found in rows]


def every_wording(session: Session, article_id: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each draft and each version, old ones too, of every question on the article, with the question's id."""
    on_it = select(QuestionRow.id).where(QuestionRow.article_id == article_id)
    for table in (VersionRow, DraftRow):
        rows = session.execute(
            select(table.question_id, table.document).where(
                table.question_id.in_(on_it), table.document.is_not(None)
            )
        )  # fmt: skip
        yield from ((question_id, document) for question_id, document in rows)


def headers(session: Session, article_id: int) -> list[dict[str, Any]]:
    """What the sets on the article say of themselves, to learners and in drafts."""
    rows = session.execute(select(SetRow.document, SetRow.draft).where(SetRow.article_id == article_id))
    return [document for row in rows for document in row if document is not None]


def delete_picture(session: Session, article_id: int, name: str) -> None:
    session.execute(delete(PictureRow).where(PictureRow.article_id == article_id, PictureRow.name == name))


@dataclass(frozen=True)
class HeldWording:
    """An article as it was at one time; `made_by` is a name, None for a file or someone who has left."""

    number: int
    made_at: datetime
    made_by: str | None
    article: Article | None = None


def wordings(session: Session, article_id: int) -> list[HeldWording]:
    """Every version of the article, the newest first, without its text."""
    rows = session.execute(
        select(ArticleVersionRow.number, ArticleVersionRow.made_at, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.person_id == ArticleVersionRow.made_by)
        .where(ArticleVersionRow.article_id == article_id)
        .order_by(ArticleVersionRow.number.desc())
    )
    return [HeldWording(*row) for row in rows]


def wording(session: Session, article_id: int, number: int) -> HeldWording | None:
    """One version of the article, whole."""
    found = session.execute(
        select(ArticleVersionRow, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.person_id == ArticleVersionRow.made_by)
        .where(ArticleVersionRow.article_id == article_id, ArticleVersionRow.number == number)
    ).first()
    if found is None:
        return None
    row, name = found
    return HeldWording(row.number, row.made_at, name, Article.model_validate(row.document))


def picture_names(session: Session, article_id: int) -> dict[str, str]:
    """The names of the pictures beside an article, by the digests of their bytes."""
    rows = session.execute(select(PictureRow.digest, PictureRow.name).where(PictureRow.article_id == article_id))
    return {row.digest: row.name for row in rows}


def delete_bare(session: Session, article_id: int) -> bool:
    """Delete the article with all that hangs on it; False, and nothing is done, where there ever was a set on it."""
    if session.scalar(select(SetRow.id).where(SetRow.article_id == article_id).limit(1)) is not None:
        return False
    for table in (PictureRow, ArticleVersionRow, WavedAwayRow):
        session.execute(delete(table).where(table.article_id == article_id))
    session.execute(delete(ArticleRow).where(ArticleRow.id == article_id))
    return True


def set_ids(session: Session, article_id: int) -> list[int]:
    """The ids of the article's sets that are there."""
    chosen = select(SetRow.id).where(SetRow.article_id == article_id, SetRow.withdrawn_at.is_(None))
    return list(session.scalars(chosen.order_by(SetRow.id)))


def bare_twin(session: Session, author: Author, document: Mapping[str, Any]) -> int | None:
    """An article of this person that says the same and has no set yet."""
    rows = session.execute(
        select(ArticleRow.id, ArticleRow.document)
        .where(
            ArticleRow.owner_id == author.person_id,
            ArticleRow.title == document["title"],
            ArticleRow.withdrawn_at.is_(None),
            ~select(SetRow.id).where(SetRow.article_id == ArticleRow.id).exists(),
        )
        .order_by(ArticleRow.id)
    )
    said = {**document, "slug": ""}
    return next((row.id for row in rows if {**row.document, "slug": ""} == said), None)


def empty_twin(session: Session, article_id: int, header: Mapping[str, Any]) -> int | None:
    """A set on the article that says the same and has no question yet."""
    rows = session.execute(
        select(SetRow.id, SetRow.document)
        .where(
            SetRow.article_id == article_id,
            SetRow.title == header["title"],
            SetRow.withdrawn_at.is_(None),
            ~select(QuestionRow.id).where(QuestionRow.set_id == SetRow.id).exists(),
            ~select(DraftRow.question_id).where(DraftRow.set_id == SetRow.id).exists(),
        )
        .order_by(SetRow.id)
    )
    said = {**header, "slug": ""}
    return next((row.id for row in rows if {**row.document, "slug": ""} == said), None)
