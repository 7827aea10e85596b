"""What a learner knows and does, told in numbers: computed here, counted by the store, drawn by the pages."""
