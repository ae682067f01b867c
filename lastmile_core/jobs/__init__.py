"""Long work outside the page: a job row, a worker process, a watched child."""
