"""Repositories of what people and programs did: the audit trail, imports, jobs, and what can be undone.

May import ``store.database`` and ``model``; no other repository.

Read ``audit`` first.
"""
