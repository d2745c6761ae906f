"""Rules on names and what they refer to."""
