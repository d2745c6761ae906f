"""Rules on the words and their characters."""
