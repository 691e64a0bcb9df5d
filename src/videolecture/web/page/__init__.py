"""The page: a lecture made in a browser. It shows what /api/v1 tells and does what /api/v1 does, nothing else."""
