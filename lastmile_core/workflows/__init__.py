"""One use case, one function: the verbs that pages, the command line and the worker call.

Sub-rooms, each above those that it imports: ``sample`` > ``imports`` > ``places`` > ``orders``; ``running_day`` >
``plan`` > ``day`` > ``company`` (``imports`` and ``orders`` also use ``company``); ``reports`` and ``installation``
stand alone.
``long_work.py`` starts jobs, ``worker.py`` is the program that does them. Workflows may import every room below, and no
page or command.
Read ``plan/plan_day.py`` first.
"""
