"""Rules on notes and their callers."""
