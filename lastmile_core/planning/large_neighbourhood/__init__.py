"""Ruin and recreate: strings of neighbouring visits leave their routes and come back where they cost least.

After Christiaens and Vanden Berghe (2020), Slack Induction by String Removals. What is taken out, in which sequence it
comes back, what is kept and what is given back stands here once, for the engine ``ruin_recreate`` and for polishing
(and so for re-planning). They differ in how a route is evaluated: by segments, or whole under every rule.

May import ``planning.base`` and ``planning.evaluation``. Read ``neighbourhood`` first, then ``ruin`` and ``keeping``.
"""
