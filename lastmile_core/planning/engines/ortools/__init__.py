"""The engine on OR-Tools: a routing model with every rule that its constraint solver can state.

It may import ``planning.base``, ``schedule`` and ``problem``, never another engine.
Read ``build_model.py`` first: it names the modules that add one rule each. ``supports.py`` says what the engine keeps.
"""
