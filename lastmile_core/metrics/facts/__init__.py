"""What KPIs count on: the facts of a day, the view of it, the tally of one KPI, the rules that a company chose.

It may import model, tracking and units, and no other sub-room of ``metrics``.
Read ``day_facts.py`` first, then ``day_view.py``.
"""
