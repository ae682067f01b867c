"""People's words to indices and integers: the only border in.

May import the nouns of ``problem``, ``travel`` and ``model``; never ``problem.formats``.

Read ``build_problem`` first; ``visits_of``, ``vehicle_days_of`` and ``rules_of`` make its three parts.
"""
