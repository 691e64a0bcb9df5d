"""The service: the original API, /api/v1, and what operators watch. Nothing here renders."""
