"""The engine on PyVRP: iterated local search, with several models of one day side by side.

It may import ``planning.base``, ``schedule`` and ``problem``, never another engine.
Read ``build_model.py`` first, then ``search.py``. ``supports.py`` says which rules it keeps and which it approximates.
"""
