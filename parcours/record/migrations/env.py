"""Alembic's entry: runs on the connection and metadata that the store hands over."""

from alembic import context


settings = context.config.attributes
context.configure(
    connection=settings["connection"],
    target_metadata=settings["metadata"],
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
