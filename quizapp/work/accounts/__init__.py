"""Accounts: signing up and in, one-time links, roles, leaving."""
