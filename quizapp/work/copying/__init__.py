"""Whole installations: backed up, restored, moved to another database."""
