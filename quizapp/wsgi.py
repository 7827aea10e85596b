"""The site for a WSGI server: `gunicorn quizapp.wsgi:app`. `quizapp serve` needs none; see docs/deployment.md."""

from __future__ import annotations

from quizapp import create_app

app = create_app()
