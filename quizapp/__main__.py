"""`python -m quizapp`: the same commands without an installed entry point."""

from quizapp.cli import main

main()
