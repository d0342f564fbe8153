"""How Alembic reaches the database: on the connection of storage.migrate, or by the setting of the service.

Developers: `alembic revision --autogenerate -m "…"` and `alembic check` use LICENCE_DESK_DATABASE_URL.
"""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.sql.schema import SchemaItem

from storage.engine import make_engine
from storage.tables import SEARCH_OBJECTS, metadata

DEFAULT_URL = "sqlite:///data/licence-desk.sqlite"


def ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: SchemaItem | None) -> bool:
    """All but the full-text index, which each database makes in its own way and migrations make by hand."""
    return not (name or "").startswith(SEARCH_OBJECTS)


def run(connection: Connection) -> None:
    """Run what was asked for on one connection, inside the transaction it is in."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=ours,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        # SQLite can take tables back too, as long as the driver does not commit behind our back (storage.engine).
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_by_setting() -> None:
    """For the `alembic` command."""
    engine = make_engine(os.environ.get("LICENCE_DESK_DATABASE_URL", DEFAULT_URL), foreign_keys=False)
    with engine.connect() as connection:
        connection.begin()
        run(connection)
        connection.commit()
    engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    run_by_setting()
