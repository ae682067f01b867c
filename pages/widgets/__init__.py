"""Reusable Streamlit pieces of the pages."""
