"""Ruin and recreate: our own fast search, compiled, one thread a core (Christiaens & Vanden Berghe 2020, SISR).

It may import ``planning.evaluation``, ``planning.base``, ``schedule`` and ``problem``, never another engine.
Read ``search.py`` first, then ``ruin.py`` and ``recreate.py``. ``supports.py`` says which rules it keeps.
"""
