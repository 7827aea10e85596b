"""Articles that teachers enter and mend: when the text changes, every passage keeps its place or is told about."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.anchoring import Anchored, anchor
from quizapp.core.articles import read_article
from quizapp.core.authoring import Author
from quizapp.core.drafts import Fault, quotes
from quizapp.core.evidence import Reading, reading
from quizapp.core.library import Article
from quizapp.core.picture import Picture
from quizapp.core.question import Quote
from quizapp.core.sentences import NotAllowed, NotFound, Refusal, say
from quizapp.core.slugs import slug_of
from quizapp.store import bank
from quizapp.store.authoring import articles
from quizapp.store.authoring.articles import Leaning, WorkingArticle
from quizapp.store.tables import ArticleRow, ArticleVersionRow, DraftRow, PictureRow, VersionRow
from quizapp.work.authoring import editions, finding
from quizapp.work.ledger import enter
from quizapp.work.transactions import writing

_ADDRESS = "abcdefghjkmnpqrstuvwxyz23456789"


class Incomplete(Refusal):
    """An article that can't be kept as it is; `faults` tell why, field by field."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(say("Some of this can't be kept yet. Look at the fields that are marked."))
        self.faults = faults


class Overtaken(Refusal):
    """Someone else has changed the article in the meantime; `theirs` is how it stands now, at `revision`."""

    def __init__(self, theirs: WorkingArticle) -> None:
        super().__init__(say("This article was changed meanwhile, perhaps in another tab. Look at it first."))
        self.theirs = theirs


@dataclass(frozen=True)
class Anchoring:
    """What becomes of a passage when the article changes: `before` as it is quoted, `found` where it stands then."""

    set_id: int
    question_id: int
    stem: str
    set_title: str
    before: Quote
    found: Anchored


def unguessable(title: str) -> str:
    """A name for an address: readable, and nobody finds it by trying."""
    ending = "".join(secrets.choice(_ADDRESS) for _ in range(10))
    return f"{slug_of(title)}-{ending}".lstrip("-")


def create_article(
    session: Session, author: Author, fields: Mapping[str, Any], pictures: Sequence[Picture], now: datetime
) -> int:
    """A new article of this teacher's; gives its id. Raises `Incomplete`. A second click gives the same article."""
    article = _whole(fields, unguessable(str(fields.get("title", ""))))
    document = article.model_dump(mode="json", exclude_defaults=True)
    with writing(session):
        bank.claim(session)
        twin = articles.bare_twin(session, author, document)
        if twin is not None:
            return twin
        row = ArticleRow(article.slug, article.title, article.published, document, "", owner_id=author.person_id)
        session.add(row)
        session.flush()
        article_id = row.id
        session.add(ArticleVersionRow(article_id, 1, document, now, author.person_id))
        session.add_all(_picture(article_id, picture) for picture in pictures)
    return article_id


def _picture(article_id: int, picture: Picture) -> PictureRow:
    return PictureRow(article_id, picture.name, picture.media_type, sha256(picture.data).hexdigest(), picture.data)


def _whole(fields: Mapping[str, Any], slug: str) -> Article:
    article, faults = read_article(fields, slug)
    if article is None:
        raise Incomplete(faults)
    return article


def opened_article(session: Session, author: Author, article_id: int, *, lock: bool = False) -> WorkingArticle:
    """The article for one who may read it while working; raises `NotFound`."""
    found = articles.working_article(session, author, article_id, lock=lock)
    if found is None:
        raise NotFound(say("There is no such article among yours."))
    return found


def owned_article(session: Session, author: Author, article_id: int, *, lock: bool = False) -> WorkingArticle:
    """The article for one who may change its text; raises `NotFound` and `NotAllowed`."""
    found = opened_article(session, author, article_id, lock=lock)
    if not found.owned:
        raise NotAllowed(say("Only the owner of this article may change its text."))
    return found


def anchorings(session: Session, author: Author, article_id: int, fields: Mapping[str, Any]) -> list[Anchoring]:
    """What would become of each passage that does not simply stay, if the article were changed to this."""
    found = owned_article(session, author, article_id)
    changed = _whole(fields, found.article.slug)
    before, after = reading(found.article.body), reading(changed.body)
    leaning = articles.leaning(session, article_id)
    told = [each for question in leaning if question.stands for each in _anchorings(question, before, after)]
    return [each for each in told if each.found.how != "kept"]


def _anchorings(question: Leaning, before: Reading, after: Reading) -> list[Anchoring]:
    document = _worked_on(question)
    return [
        Anchoring(
            question.set_id, question.row.id, str(document.get("stem", "")), question.set_title, quote,
            anchor(quote, before, after),
        )
        for quote in quotes(document)
    ]  # fmt: skip


def _worked_on(question: Leaning) -> Mapping[str, Any]:
    if question.draft is not None and question.draft.document is not None:
        return question.draft.document
    return question.published or {}


def change_article(
    session: Session, author: Author, article_id: int, fields: Mapping[str, Any], revision: int, now: datetime
) -> None:
    """Keep the changed article; passages that have moved are named anew, also in what learners see.

    Where a passage was reworded, the new one waits in the question's draft for its teacher's eyes. Raises `Overtaken`
    when the article was changed since it was read, at `revision`.
    """
    with writing(session):
        bank.claim(session)
        found = owned_article(session, author, article_id, lock=True)
        if found.revision != revision:
            raise Overtaken(found)
        changed = _whole(fields, found.article.slug)
        if changed != found.article:
            _keep_article(session, articles.row(session, article_id), changed, author, now)
            _anchor_all(session, found, changed, author, now)
            _enter(session, changed, author, now)


def _keep_article(session: Session, row: ArticleRow, changed: Article, author: Author, now: datetime) -> None:
    document = changed.model_dump(mode="json", exclude_defaults=True)
    row.title, row.published, row.document = changed.title, changed.published, document
    row.revision += 1
    session.add(ArticleVersionRow(row.id, row.revision, document, now, author.person_id))


def _anchor_all(session: Session, found: WorkingArticle, changed: Article, author: Author, now: datetime) -> None:
    before, after = reading(found.article.body), reading(changed.body)
    for question in articles.leaning(session, found.id):
        if question.seen:
            _anchor_published(session, question, before, after, author, now)
        if question.draft is not None and question.draft.document is not None:
            document = _anchored(question.draft.document, before, after, {"moved", "reworded"})
            if document != question.draft.document:
                question.draft.document, question.draft.revision = document, question.draft.revision + 1
        finding.note(question.row, question.document, question.language, after)
    session.flush()


def _anchor_published(
    session: Session, question: Leaning, before: Reading, after: Reading, author: Author, now: datetime
) -> None:
    published = question.published or {}
    moved = _anchored(published, before, after, {"moved"})
    if moved != published:
        question.row.version += 1
        session.add(VersionRow(question.row.id, question.row.version, moved, now, author.person_id))
    reworded = _anchored(moved, before, after, {"reworded"})
    if reworded != moved and (question.draft is None or question.draft.document is None):
        _draft(session, question, author, now, reworded)


def _draft(session: Session, question: Leaning, author: Author, now: datetime, document: dict[str, Any]) -> None:
    row, draft = question.row, question.draft
    if draft is None:
        draft = DraftRow(row.id, row.set_id, row.position, row.version, now, author.person_id)
        session.add(draft)
    draft.document = {name: value for name, value in document.items() if name not in {"v", "id", "revised"}}


def _anchored(document: Mapping[str, Any], before: Reading, after: Reading, hows: set[str]) -> dict[str, Any]:
    """The document with each passage that was found again in one of these ways named as it now stands."""
    listed = document.get("evidence")
    if not isinstance(listed, list):
        return dict(document)
    return {**document, "evidence": [_anchored_quote(each, before, after, hows) for each in listed]}


def _anchored_quote(given: Any, before: Reading, after: Reading, hows: set[str]) -> Any:
    named = quotes({"evidence": [given]})
    if not named:
        return given
    found = anchor(named[0], before, after)
    return found.quote.model_dump(exclude_defaults=True) if found.quote and found.how in hows else given


def delete_article(session: Session, author: Author, article_id: int, now: datetime) -> None:
    """Take the article away; raises `Refusal` while there is a set on it. It comes back with a deleted set of it."""
    with writing(session):
        owned_article(session, author, article_id, lock=True)
        if articles.set_ids(session, article_id):
            raise Refusal(say("There are sets of questions on this article. Delete them first."))
        if not articles.delete_bare(session, article_id):
            articles.row(session, article_id).withdrawn_at = now


def _enter(session: Session, changed: Article, author: Author, now: datetime) -> None:
    session.flush()
    held = bank.held(session, changed.slug)
    assert held is not None, "the article that was just changed"  # noqa: S101
    enter(session, held, changed, now)
    editions.keep(session, [row.id for row in held.sets.values() if row.deck_name], now, author.person_id)
