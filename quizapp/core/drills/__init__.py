"""Learning from cards without a schedule: rounds, pairs to match, a test made from the cards."""
