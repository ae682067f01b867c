"""Clean routes from any routes: a first plan, the removal of what breaks a rule, and the best plan known so far.

``repair`` serves plain days; ``rich_repair`` and ``rich_insert`` serve days with trips, pairs and relations.

May import ``planning.base`` and ``planning.evaluation``; never an engine.

Read ``repair`` first, then ``incumbent``.
"""
