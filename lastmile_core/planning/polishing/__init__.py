"""Local search under the judge's own objective: what neither engine can say is looked for here."""
