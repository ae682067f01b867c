"""What every part of the search uses: limits, budget, results, the judge's answers on single routes, eligibility.

May import ``schedule``, ``problem`` and ``model``; no other sub-room of ``planning``, and no engine library.

Read ``search_limits`` and ``plan_result`` first, then ``free_part``.
"""
