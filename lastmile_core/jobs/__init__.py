"""Long work outside the page: a job row, a worker process, a watched child.

The room knows no kind of work. ``payloads`` say what each kind is asked to do; which function does it, and which
program the worker is, it is told from above (``workflows/worker.py``, ``workflows/long_work.py``).
Read ``run.py`` first, then ``work.py`` and ``supervise.py``.
"""
