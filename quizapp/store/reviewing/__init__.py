"""What is asked of whom: cards, memories of them, the log, and plans."""
