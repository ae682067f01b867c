"""The running day.

It holds the board of the day, the bar that names what has changed since the plan, re-planning the rest of the day,
and the upload of events.
It may import ``shared`` and ``imports``. The frame, Plan and Routes draw the bar of changes from here.
Read ``today_board`` first, then ``changes_bar``.
"""
