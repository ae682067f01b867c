"""An address as text: words, abbreviations by language, house numbers, how alike two words are.

Knows nothing of maps. Imports no other sub-room.
Read first: ``address_text.py``, then ``word_match.py``.
"""
