"""What a company decides, one noun a module: its fields, a stored thing as a row, a row stored.

Pages draw these sheets as forms and tables, ``lastmile depots|fleet|rules|traffic|targets|availability`` read and set
them field by field; both are saved by ``compare_and_save``, with the line for the audit inside.
It may import the other modules of ``workflows/company`` and all rooms below.
Read ``dock_sheet.py`` first, the shortest.
"""
