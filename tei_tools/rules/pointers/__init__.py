"""Rules on pointers."""
