"""A learner's schedule in a deck's file: written into one of ours, and read from one that Anki wrote."""
