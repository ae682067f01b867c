"""What more than one page uses.

It holds the page context (who looks at which day and depot), session state, safe text, tables, editable grids,
forms that save beside others, the selected route, the plan version on the screen, and the plan on the map.
It may import the core and ``pages.charts``, and no other folder of widgets.
Only ``state`` touches the session state, and only ``table`` draws tables.
Read ``page`` first, then ``table`` and ``grid``.
"""
