"""The flows: what a command does from its first file to its last, on top of the rooms."""
