"""Rules on how elements fit together."""
