"""One folder a solver, with the same file names in each; no solver is imported anywhere else."""
