"""What the commands share: options, kinds of values, the open store, JSON answers, plain errors.

It may import no command. ``guard.py`` is the last door: whatever fails inside leaves as a sentence.
Read ``common.py`` first.
"""
