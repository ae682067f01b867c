"""What a company decides for all its days: customers, who may serve whom, names of loads, prices, rules.

Every form and table of the settings is saved through ``compare_and_save``, which merges what two people changed.
It may import all rooms below, and no other sub-room of ``workflows``.
Read ``compare_and_save.py`` first.
"""
