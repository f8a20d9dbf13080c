"""Rows that are put in, or take the place of those with the same key."""

from functools import cache

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


@cache
def upsert(dialect: str, table: Table) -> Insert:
    """The statement for a table in a dialect's words; building it costs more than running it."""
    new = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    key = [column.name for column in table.primary_key]
    changed = {column.name: new.excluded[column.name] for column in table.c}
    put: Insert = new.on_conflict_do_update(
        index_elements=key,
        set_={name: value for name, value in changed.items() if name not in key},
    )
    return put
