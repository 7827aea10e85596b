"""What a teacher has written, to take home."""

from __future__ import annotations

import base64
from typing import Any

from sqlalchemy.orm import Session

from quizapp.store.authoring import written


def export(session: Session, person_id: int) -> dict[str, Any]:
    """Articles with their pictures, sets and questions, published and in the making, as JSON takes them."""
    return {
        "articles": [
            {"article": slug, "document": document} for slug, document in written.articles(session, person_id)
        ],
        "pictures": [
            {"article": slug, "name": name, "media_type": media_type, "base64": base64.b64encode(data).decode()}
            for slug, name, media_type, data in written.pictures(session, person_id)
        ],
        "versions_of_articles": _numbered("article", written.article_versions(session, person_id)),
        "sets": [
            {"set": slug, "document": document, "draft": draft}
            for slug, document, draft in written.sets(session, person_id)
        ],
        "editions": _numbered("set", written.editions(session, person_id)),
        "questions": _numbered("question", written.versions(session, person_id)),
        "drafts": [
            {"set": slug, "question": name, "document": document, "edited_at": at.isoformat()}
            for slug, name, document, at in written.drafts(session, person_id)
        ],
    }


def _numbered(what: str, rows: written.Rows) -> list[dict[str, Any]]:
    return [
        {what: name, "number": number, "document": document, "made_at": at.isoformat()}
        for name, number, document, at in rows
    ]
