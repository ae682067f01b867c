"""VRPLIB benchmark files with rules that our own reader does not know: read, searched and judged by PyVRP.

Plain benchmark files are read by ``problem.formats.benchmark_files`` and planned by ``solve`` like any day.

May import ``planning.base`` and the engines.

Read ``solve_vrplib_file`` first.
"""
