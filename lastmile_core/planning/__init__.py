"""The search: a problem and limits in, the best clean plan out. Nothing here has the last word; the judge has.

* ``base/``: limits, results and small helpers that all parts use.
* ``evaluation/``: the compiled evaluation of routes.
* ``large_neighbourhood/``: what ruin and recreate takes out, brings back, keeps and gives back.
* ``engines/``: one folder for each search engine, with the same file names in each.
* ``repair/``: a first plan, and routes made clean.
* ``polishing/``: local search under the judge's own objective.
* ``docks/``: loadings staggered at the docks.
* ``big_days/``: days with thousands of visits.
* ``benchmark_files/``: VRPLIB files with rules of their own.

Read ``solve`` first (the door), then ``portfolio`` (which engine searches when). ``base`` imports no other sub-room;
``evaluation`` and ``docks`` import ``base`` only.
"""
