"""Tables and queries. Functions take a session, read or add rows, and never commit: only the deeds in `work` do."""
