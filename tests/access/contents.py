"""What stands in the school's articles and questions."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

BODY = (
    "The Kestrel left the harbour of Bergen at noon on 3 May 2011.\n\n"
    "It carried 212 passengers. The captain was Nils Dahl, head of the harbour office.\n\n"
    "The ferry came back at dusk. Nobody was hurt.\n"
)
#: Stands in all that nobody without a right may see.
SECRET = "Kestrel"


def article(title: str) -> dict[str, Any]:
    return {"title": title, "publisher": "The Coast", "published": "2011-05-04", "body": BODY}


def question(stem: str, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "choice",
        "stem": stem,
        "options": [{"text": "At noon", "correct": True}, "At dusk", "At night"],
        "explanation": "It left at noon.",
        "hints": ["Think of lunch."],
        "evidence": [{"exact": "left the harbour of Bergen at noon"}],
        **fields,
    }


def picture(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (20, 20), colour).save(file, "PNG")
    return file.getvalue()
