"""Short questions that only make sense after an answer, as patterns, and which a message is."""
