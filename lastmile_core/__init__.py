"""Lastmile: plan, run and review the last mile."""

__version__ = "0.1.0"
