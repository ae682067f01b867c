"""The ortools room."""
