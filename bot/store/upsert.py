"""Rows that are put in where none has the key, or take the place of the one that has."""

from functools import cache

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insertion(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what happens where a row with the key is there; in a dialect's words."""
    new: postgresql.Insert | sqlite.Insert
    new = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    return new


@cache
def upsert(dialect: str, table: Table) -> Insert:
    """The statement for a table in a dialect's words; building it costs more than running it."""
    new = insertion(dialect, table)
    key = [column.name for column in table.primary_key]
    changed = {column.name: new.excluded[column.name] for column in table.c}
    put: Insert = new.on_conflict_do_update(
        index_elements=key,
        set_={name: value for name, value in changed.items() if name not in key},
    )
    return put
