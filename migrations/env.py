"""How Alembic reaches the application's database and tables."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from tracker.database import db

OPTIONS = current_app.extensions["migrate"].configure_args


def run(connection: Connection) -> None:
    """Apply what is asked for in one transaction."""
    context.configure(connection=connection, target_metadata=db.metadata, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


with db.engine.connect() as opened:
    run(opened)
