"""The Performance page.

It holds the period that is looked at, the cards of the first figures, and the details behind them.
It may import ``shared``.
Read ``kpi_cards`` first; ``kpi_text`` writes every figure.
"""
