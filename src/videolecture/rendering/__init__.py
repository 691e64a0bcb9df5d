"""One lecture from what was asked for to its files: request, plan, tasks, pipeline. Knows nothing of jobs."""
