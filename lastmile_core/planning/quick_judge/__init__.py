"""The judge's clock and prices, compiled: nearly the same answer, some hundred times as fast, to rank by."""
