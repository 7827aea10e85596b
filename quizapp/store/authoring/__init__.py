"""What teachers work on: the desk, the working set, its rights and its history."""
