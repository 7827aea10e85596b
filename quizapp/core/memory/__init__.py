"""What a learner still knows of each card, and when to ask again: computed from the log alone, stored elsewhere."""
