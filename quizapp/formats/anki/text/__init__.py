"""Anki's text files: notes in lines and columns, with lines at the top that say what is what."""
