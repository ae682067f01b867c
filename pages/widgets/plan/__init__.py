"""The Plan page.

It holds the start of a search, the search while it runs, the checks before it, the comparison of versions,
publishing, orders without a route, the dock board, and the curve of first attempts.
It may import ``shared``, ``today`` (what has changed since the plan) and ``settings`` (the prices in one sentence).
Read ``plan_start`` first, then ``plan_compare``.
"""
