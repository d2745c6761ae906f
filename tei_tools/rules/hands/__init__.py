"""Rules on hands."""
