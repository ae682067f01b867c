"""Maps and figures as values of pydeck and Plotly, drawn without Streamlit.

It may import ``lastmile_core``, never a widget.
Read ``palette.py`` first, then ``map_scene.py`` for maps and ``plotly_style.py`` for figures.
"""
