"""Deeds: one function each, and the only floor that commits."""
