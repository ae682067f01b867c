"""The workshop that draws Port Alder, an invented harbour city on an island at sea."""
