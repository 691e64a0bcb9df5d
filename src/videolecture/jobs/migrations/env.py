"""Alembic's entrance: migrates the connection that `jobs.store` hands over."""

from alembic import context

from videolecture.jobs.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
