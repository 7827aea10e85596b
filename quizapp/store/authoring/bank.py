"""The bank of questions: found by text, kind, tag, place, weakness and standing, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.bank import BankPage, BankQuestion, BankSet, Search, Terms, Use, Whose
from quizapp.core.drafts import UNFINISHED
from quizapp.store.authoring.working import right_of
from quizapp.store.tables import AnswerRow, ArticleRow, DraftRow, QuestionRow, SetRow, SlotRow, VersionRow

#: A draft that says something else than what learners see, and not only where it stands.
_REWRITTEN = DraftRow.document.is_not(None)
_TERMS: tuple[Any, ...] = (QuestionRow.tags, QuestionRow.flaws)


def page(session: Session, author: Author, search: Search, number: int, size: int) -> BankPage:
    """One page of what was found, counted from 1, in five queries."""
    chosen = _chosen(select(QuestionRow.id), author, search)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    ids = session.scalars(_ordered(chosen, search).offset((number - 1) * size).limit(size)).all()
    found = {each.id: each for each in _questions(session, author, ids, search.whose)}
    return BankPage(tuple(found[each] for each in ids if each in found), total)


def _joined(statement: Select[Any], whose: Whose) -> Select[Any]:
    """Questions with their drafts, today's versions, and the sets that they are in: for work, or for learners."""
    place = QuestionRow.set_id if whose == "public" else func.coalesce(DraftRow.set_id, QuestionRow.set_id)
    return (
        statement.select_from(QuestionRow)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .join(SetRow, SetRow.id == place)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .outerjoin(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .where(SetRow.withdrawn_at.is_(None), ArticleRow.withdrawn_at.is_(None))
    )


def _reachable(author: Author, whose: Whose) -> ColumnElement[bool]:
    if whose == "public":
        return and_(SetRow.visibility == "public", QuestionRow.withdrawn_at.is_(None), QuestionRow.version > 0)
    # Questions never leave their article, and by it they have an index.
    theirs = select(SetRow.article_id).where(right_of(author).is_not(None))
    live = or_(QuestionRow.withdrawn_at.is_(None), DraftRow.question_id.is_not(None))
    return and_(
        QuestionRow.article_id.in_(theirs),
        right_of(author).is_not(None),
        ArticleRow.owner_id.is_not(None),
        live,
        func.coalesce(DraftRow.removed, False).is_(False),
    )


def _chosen(statement: Select[Any], author: Author, search: Search) -> Select[Any]:
    found = _joined(statement, search.whose).where(_reachable(author, search.whose), _standing(search))
    if search.article_id is not None:
        found = found.where(ArticleRow.id == search.article_id)
    if search.set_id is not None:
        found = found.where(SetRow.id == search.set_id)
    if search.kind:
        found = found.where(_said(search.whose, QuestionRow.kind == search.kind, "kind", search.kind))
    for word in search.words.casefold().split():
        found = found.where(_worded(search.whose, word))
    # The codes and tags of another's draft are nobody's business.
    own = true() if search.whose == "mine" else ~_rewritten()
    if search.tag:
        tagged = or_(_spaced(QuestionRow.tags, f" {search.tag} "), _spaced(QuestionRow.tags, f" {search.tag}::"))
        found = found.where(own, tagged)
    if search.flaw:
        found = found.where(own, _spaced(QuestionRow.flaws, f" {search.flaw} "))
    return found


def _rewritten() -> ColumnElement[bool]:
    return and_(DraftRow.question_id.is_not(None), _REWRITTEN)


def _spaced(column: Any, text: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.contains(text, autoescape=True)
    return found


def _worded(whose: Whose, word: str) -> ColumnElement[bool]:
    """The word in the question as its reader may see it: in another's, not in a draft that they can't."""
    written = _spaced(QuestionRow.words, word)
    if whose == "mine":
        return written
    stem, why = (func.lower(VersionRow.document[name].as_string()) for name in ("stem", "explanation"))
    return or_(and_(~_rewritten(), written), and_(_rewritten(), or_(_spaced(stem, word), _spaced(why, word))))


def _said(whose: Whose, written: ColumnElement[bool], name: str, value: str) -> ColumnElement[bool]:
    return written if whose == "mine" else VersionRow.document[name].as_string() == value


def _standing(search: Search) -> ColumnElement[bool]:
    if search.whose == "public" or not search.standing:
        return true()
    if search.standing == "unfinished":
        return _spaced(QuestionRow.flaws, f" {UNFINISHED} ")
    drafted = DraftRow.question_id.is_not(None)
    return drafted if search.standing == "unpublished" else ~drafted


def _ordered(statement: Select[Any], search: Search) -> Select[Any]:
    if search.order == "set":
        place = QuestionRow.position if search.whose == "public" else func.coalesce(
            DraftRow.position, QuestionRow.position
        )  # fmt: skip
        return statement.order_by(ArticleRow.id.desc(), SetRow.position, SetRow.id, place, QuestionRow.id)
    if search.order == "asked":
        asked = (
            select(VersionRow.question_id, func.count().label("times"))
            .join(SlotRow, SlotRow.version_id == VersionRow.id)
            .group_by(VersionRow.question_id)
            .subquery()
        )
        joined = statement.outerjoin(asked, asked.c.question_id == QuestionRow.id)
        return joined.order_by(func.coalesce(asked.c.times, 0).desc(), QuestionRow.id.desc())
    return statement.order_by(_changed_at(search.whose).desc(), QuestionRow.id.desc())


def _changed_at(whose: Whose) -> Any:
    return VersionRow.made_at if whose == "public" else func.coalesce(DraftRow.edited_at, VersionRow.made_at)


def _questions(session: Session, author: Author, ids: Sequence[int], whose: Whose) -> list[BankQuestion]:
    rows = session.execute(
        _joined(
            select(QuestionRow, DraftRow, VersionRow, SetRow, ArticleRow.title, right_of(author).label("right")), whose
        ).where(QuestionRow.id.in_(ids))
    )
    uses = _uses(session, ids)
    return [_question(whose, uses.get(row[0].id, Use()), *row) for row in rows]


def _question(
    whose: Whose,
    use: Use,
    row: QuestionRow,
    draft: DraftRow | None,
    version: VersionRow | None,
    in_set: SetRow,
    article_title: str,
    right: Any,
) -> BankQuestion:
    published = version.document if version else {}
    worked_on = draft.document if whose == "mine" and draft is not None else None
    header = in_set.draft if whose == "mine" and in_set.draft is not None else in_set.document
    # What is known of the words belongs to the draft, which others don't see.
    codes = row.flaws.split() if whose == "mine" else []
    return BankQuestion(
        id=row.id,
        document=worked_on if worked_on is not None else published,
        set_id=in_set.id,
        set_slug=in_set.slug,
        set_title=str(header.get("title", "")),
        article_title=article_title,
        language=str(header.get("language", "en")),
        right=right if whose == "mine" else None,
        version=row.version,
        drafted=draft is not None and whose == "mine",
        unfinished=UNFINISHED in codes,
        flaws=tuple(code for code in codes if code != UNFINISHED),
        changed_at=draft.edited_at if draft and whose == "mine" else version.made_at if version else None,
        use=use,
    )


def _uses(session: Session, ids: Sequence[int]) -> dict[int, Use]:
    rows = session.execute(
        select(VersionRow.question_id, func.count())
        .join(SlotRow, SlotRow.version_id == VersionRow.id)
        .where(VersionRow.question_id.in_(ids))
        .group_by(VersionRow.question_id)
    ).all()
    asked = {question_id: times for question_id, times in rows}  # noqa: C416 - rows are not pairs
    fraction = AnswerRow.mark["fraction"].as_string()
    marks = session.execute(
        select(VersionRow.question_id, fraction, func.count())
        .join(SlotRow, SlotRow.version_id == VersionRow.id)
        .join(AnswerRow, (AnswerRow.slot_id == SlotRow.id) & (AnswerRow.try_number == 1))
        .where(VersionRow.question_id.in_(ids), fraction.is_not(None))
        .group_by(VersionRow.question_id, fraction)
    ).all()
    answered = dict.fromkeys(ids, 0)
    right = dict.fromkeys(ids, 0)
    for question_id, share, count in marks:
        answered[question_id] += count
        right[question_id] += count if str(share) == "1" else 0
    return {each: Use(times, answered[each], right[each]) for each, times in asked.items()}


def sets(session: Session, author: Author, whose: Whose = "mine") -> list[BankSet]:
    """The sets that the bank's questions are in, by article, the newest first."""
    right = right_of(author)
    wanted = SetRow.visibility == "public" if whose == "public" else and_(right.is_not(None), ArticleRow.owner_id > 0)
    rows = session.execute(
        select(SetRow.id, SetRow.title, ArticleRow.id, ArticleRow.title, right.label("right"))
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(wanted, SetRow.withdrawn_at.is_(None), ArticleRow.withdrawn_at.is_(None))
        .order_by(ArticleRow.id.desc(), SetRow.position, SetRow.id)
    )
    return [BankSet(*row) for row in rows]


def terms(session: Session, author: Author, whose: Whose) -> Terms:
    """The tags and the codes of weaknesses that there are to look for."""
    statement = _chosen(select(*_TERMS), author, Search(whose=whose)).distinct()
    rows = session.execute(statement.where(~_rewritten()) if whose == "public" else statement).all()
    tags = {tag for row in rows for tag in row.tags.split()}
    flaws = {code for row in rows for code in row.flaws.split()} - {UNFINISHED}
    return Terms(tuple(sorted(tags, key=str.casefold)), tuple(sorted(flaws)))


def places(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """The set that each of the questions is in while it is worked on."""
    place = func.coalesce(DraftRow.set_id, QuestionRow.set_id)
    rows = session.execute(
        select(QuestionRow.id, place)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .where(QuestionRow.id.in_(ids))
    )
    return {question_id: set_id for question_id, set_id in rows}  # noqa: C416 - rows are not pairs


def public(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, dict[str, Any]]]:
    """Those of the questions that everyone may take: the article's id and what learners see."""
    rows = session.execute(
        _joined(select(QuestionRow.id, QuestionRow.article_id, VersionRow.document), "public").where(
            QuestionRow.id.in_(ids), _reachable(Author(0), "public")
        )
    )
    return {question_id: (article_id, document) for question_id, article_id, document in rows}
