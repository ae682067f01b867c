"""Routing problems from and to files: JSON of our own, and the text formats of benchmarks.

May import the nouns of ``problem``; never ``problem.building``.

Read ``problem_json`` first; ``problem_fields`` says what each field may hold. ``benchmark_files`` stands alone.
"""
