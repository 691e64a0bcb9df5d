"""/api/v1: the modern API."""
