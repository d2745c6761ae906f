"""Rules on dates."""
