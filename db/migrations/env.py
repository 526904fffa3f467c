"""Runs the migrations on the engine that ``db.migrate`` hands over; imports nothing else from the app."""

from alembic import context

with context.config.attributes["engine"].connect() as plain:
    connection = plain.execution_options(begin="IMMEDIATE")
    context.configure(
        connection=connection, transaction_per_migration=True, transactional_ddl=True, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()
