"""The frame around every page.

It holds the side bar with day and depot, the steps of the day, the welcome of an empty installation,
and what the launcher needs from Streamlit's server.
It stands above all other folders of widgets and may import them. None of them may import it.
Read ``frame`` first.
"""
