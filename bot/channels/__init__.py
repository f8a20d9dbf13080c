"""Where messages come from and replies go to."""
