"""Deeds of teachers: articles, sets and questions in the making, and what becomes of them when they are published."""
