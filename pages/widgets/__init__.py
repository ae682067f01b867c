"""The Streamlit parts of the pages, one folder a page, and two folders for all of them.

``frame`` stands on top and draws what is around every page. ``shared`` lies at the bottom: page context, session state,
text, tables, grids and forms. Between them are ``today``, ``orders``, ``imports``, ``plan``, ``routes``,
``performance``, ``fleet`` and ``settings``.
A widget may import the core, ``pages.charts``, ``shared``, and the folders that its own sign names.
Read ``shared/page.py`` first, then the widgets in the order in which a page of ``pages/`` calls them.
"""
