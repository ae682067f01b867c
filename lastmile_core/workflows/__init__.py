"""The workflows room."""
