"""The database as a file and as a connection: locks, soundness, transactions, copies, values on their way into rows.

May import ``errors``, ``clock`` and ``model``; no repository and no migration.

Read ``connection`` first (the only transaction there is), then ``database_file``.
"""
