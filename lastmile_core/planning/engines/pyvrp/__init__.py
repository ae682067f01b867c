"""The pyvrp room."""
