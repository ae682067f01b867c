"""Order files on the screen, from the upload to the earlier imports.

It holds what was understood, what is wrong, every question with its answers, and how rows are mended.
Its labels of fields and issues are also used by the uploads of fleets and events.
It may import ``shared``.
Read ``orders_import`` first: it draws the blocks in their order.
"""
