"""The tables. A question's body is one JSON document, so that a new kind needs no migration.

An `insert_sentinel` tells the rows of one flush apart, so that SQLite takes them in one statement; that they differ
there is for the deeds to see to.
"""

from __future__ import annotations

from quizapp.store.tables.attempts import AnswerRow as AnswerRow
from quizapp.store.tables.attempts import AttemptRow as AttemptRow
from quizapp.store.tables.attempts import SlotRow as SlotRow
from quizapp.store.tables.authoring import ArticleVersionRow as ArticleVersionRow
from quizapp.store.tables.authoring import DraftRow as DraftRow
from quizapp.store.tables.authoring import EditionRow as EditionRow
from quizapp.store.tables.authoring import SetRightRow as SetRightRow
from quizapp.store.tables.authoring import WavedAwayRow as WavedAwayRow
from quizapp.store.tables.content import ArticleRow as ArticleRow
from quizapp.store.tables.content import NoteRow as NoteRow
from quizapp.store.tables.content import PictureRow as PictureRow
from quizapp.store.tables.content import QuestionRow as QuestionRow
from quizapp.store.tables.content import SetRow as SetRow
from quizapp.store.tables.content import VersionRow as VersionRow
from quizapp.store.tables.people import AccountRow as AccountRow
from quizapp.store.tables.people import OneTimeLinkRow as OneTimeLinkRow
from quizapp.store.tables.people import PasskeyRow as PasskeyRow
from quizapp.store.tables.people import PersonRow as PersonRow
from quizapp.store.tables.people import SignInRow as SignInRow
from quizapp.store.tables.people import ThrottleRow as ThrottleRow
from quizapp.store.tables.reviewing import CardRow as CardRow
from quizapp.store.tables.reviewing import DrillRow as DrillRow
from quizapp.store.tables.reviewing import MemoryRow as MemoryRow
from quizapp.store.tables.reviewing import PlanRow as PlanRow
from quizapp.store.tables.reviewing import ReviewRow as ReviewRow
from quizapp.store.tables.reviewing import StudyRow as StudyRow
from quizapp.store.tables.uploads import UploadRow as UploadRow
