"""The two sides of each card, as Anki fills them in."""

from __future__ import annotations

#: Front and back.
Sides = tuple[str, str]

_PAPER = """<div class="quiz" lang="{{Language}}" dir="{{Direction}}{{^Direction}}auto{{/Direction}}">
{{#Notice}}<p class="quiz-notice" lang="en" dir="ltr">{{Notice}}</p>{{/Notice}}
%s
</div>"""
_PROOF = """
{{#Explanation}}<div class="quiz-explanation">{{Explanation}}</div>{{/Explanation}}
{{#Evidence}}<div class="quiz-evidence">{{Evidence}}</div>{{/Evidence}}
<p class="quiz-source">{{#Link}}<a href="{{Link}}">{{Source}}</a>{{/Link}}{{^Link}}{{Source}}{{/Link}}
{{#Page}}<a class="quiz-page" href="{{Page}}" lang="en" dir="ltr">Read the passage</a>{{/Page}}</p>"""
_QUESTION = '<div class="quiz-question">{{Front}}</div>'
_LINE = '\n<hr id="answer">\n'
_TYPE = '<div class="quiz-typed tex2jax_ignore">{{type:Answer}}</div>'


def basic() -> Sides:
    answer = '<div class="quiz-answer">{{Back}}</div>'
    return _asked(_QUESTION), _asked(_QUESTION + _LINE + answer + _PROOF)


def typed() -> Sides:
    return _asked(f"{_QUESTION}\n{_TYPE}"), _asked(_QUESTION + _LINE + _TYPE + _PROOF)


def choice(script: str) -> Sides:
    """The front is told nothing of the key; the script shuffles on the front and shows the same order on the back."""
    front = '\n<div class="quiz-options" data-side="front" data-note="{{Id}}">{{Options}}</div>'
    back = '\n<div class="quiz-options quiz-key {{Key}}" data-side="back" data-note="{{Id}}">{{Options}}</div>'
    shuffled = f"\n<script>\n{script}</script>"
    return _asked(_QUESTION + front) + shuffled, _asked(_QUESTION + _LINE + back + _PROOF) + shuffled


def cloze() -> Sides:
    text = '<div class="quiz-question quiz-text">{{cloze:Text}}</div>'
    return _PAPER % text, _PAPER % (text + _PROOF)


def _asked(content: str) -> str:
    """A note without a question makes no card."""
    return "{{#Front}}" + _PAPER % content + "{{/Front}}"
