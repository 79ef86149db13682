"""What Alembic runs: the migrations, on the connection it was given."""

from alembic import context

from pseudonymisation.identities.models import VaultModel


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=VaultModel.metadata,
)
with context.begin_transaction():
    context.run_migrations()
