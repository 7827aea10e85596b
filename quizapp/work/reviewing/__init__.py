"""Reviewing: which sets, what is asked today, ratings and taking them back."""
