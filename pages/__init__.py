"""The pages a dispatcher and a manager see. Each page is arrangement only; parts live in ``widgets`` and ``charts``."""
