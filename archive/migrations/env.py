"""Runs inside Alembic: migrates the open connection that `archive.db` hands over (there is no alembic.ini)."""

from alembic import context

from archive.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter most things in place
    transactional_ddl=True,  # archive.db begins the transaction itself, on SQLite too
)
with context.begin_transaction():
    context.run_migrations()
