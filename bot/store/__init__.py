"""The database has verbs: everything that must last, in SQLite."""
