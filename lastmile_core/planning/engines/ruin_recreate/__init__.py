"""Ruin and recreate: our own fast search, compiled, one thread a core (Christiaens & Vanden Berghe 2020, SISR)."""
