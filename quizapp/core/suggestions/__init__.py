"""Ready drafts of questions on an article, by rules: a teacher takes, edits or waves them away."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.evidence import Span, reading
from quizapp.core.library import Article
from quizapp.core.question import Quote
from quizapp.core.suggestions.quoting import sound, with_evidence
from quizapp.core.suggestions.rules import all_rules
from quizapp.core.suggestions.selection import chosen
from quizapp.core.suggestions.story import Story
from quizapp.core.suggestions.suggestion import Draft, Suggestion

__all__ = ("Suggestion", "suggest")


def suggest(article: Article, *, asked: Sequence[Quote] = ()) -> tuple[Suggestion, ...]:
    """Suggestions in the order of the text; none on a sentence that evidence in `asked` touches."""
    story = Story(article, reading(article.body))
    taken = [span for quote in asked for span in story.reading.spans(quote)]
    drafts = [
        draft
        for rule in all_rules().values()
        for draft in rule(story)
        if not any(_touches(draft, span) for span in taken)
    ]
    return tuple(
        suggestion
        for suggestion in (with_evidence(story, draft, fields) for draft, fields in chosen(drafts))
        if suggestion and sound(suggestion.document)
    )


def _touches(draft: Draft, span: Span) -> bool:
    return any(span.start < passage.end and span.end > passage.start for passage in (draft.passage, *draft.more))
