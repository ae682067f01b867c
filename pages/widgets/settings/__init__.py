"""The Settings page.

It holds depots, the prices and rules of planning, traffic, road regions, targets, address services and the audit log.
It may import ``shared``. A new installation and the Plan page use the forms and sentences of this folder.
Read ``setup_depots`` first, then ``setup_rules``.
"""
