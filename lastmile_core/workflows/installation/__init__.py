"""The installation itself: its database begun, its health, its backups, and the life of the server.

It may import all rooms below, and no other sub-room of ``workflows``.
Read ``server_life.py`` first; ``doctor.py`` is what ``lastmile doctor`` says.
"""
