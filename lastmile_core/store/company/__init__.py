"""Repositories of what a company has: depots, docks, drivers, vehicles, who drives when, planning rules, settings.

May import ``store.database`` and ``model``; no other repository.

Read ``depots`` first: the others follow its form.
"""
