"""What a company decides for all its days: customers, who may serve whom, names of loads, prices, rules.

Every form and table of the settings is a ``Sheet`` (``sheets/``, one noun a module) and is saved through
``compare_and_save``, which merges what two people changed and writes the line for the audit.
It may import all rooms below, and no other sub-room of ``workflows``.
Read ``compare_and_save.py`` first.
"""
