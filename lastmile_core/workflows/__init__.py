"""One use case, one function: the verbs that pages, the command line and the worker call.

Sub-rooms, each above those that it imports: ``sample`` > ``imports`` > ``places`` > ``orders``; ``running_day`` >
``plan`` > ``day`` > ``company`` (``imports`` also uses ``company``); ``reports`` and ``installation`` stand alone.
``worker.py`` is the worker program. Workflows may import every room below, and no page or command.
Read ``plan/plan_day.py`` first.
"""
