"""The tracking room."""
