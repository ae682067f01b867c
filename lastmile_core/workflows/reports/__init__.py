"""The KPIs of a period, from days whose sums are kept in the store.

``report_days`` computes only the days that changed, or that other code has computed (it keeps a hash of the code).
It may import all rooms below, and no other sub-room of ``workflows``.
Read ``report_period.py`` first.
"""
