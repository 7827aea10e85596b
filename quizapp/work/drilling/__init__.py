"""Deeds of learning without a schedule; none of them changes what the schedule knows."""
