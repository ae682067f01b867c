"""Repositories of service days: plan versions, events from the road, and sums of days that were computed once.

Plans and events are appended, never changed. ``kept_days`` is a cache.

May import ``store.database`` and ``model``; no other repository.

Read ``plans`` first.
"""
