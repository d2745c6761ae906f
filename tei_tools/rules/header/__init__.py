"""Rules on the header."""
