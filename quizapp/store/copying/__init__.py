"""Rows of whole databases: read as portable lines, written from them, on SQLite and on PostgreSQL alike."""
