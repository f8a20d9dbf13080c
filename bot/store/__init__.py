"""The database has verbs: everything that must last, in SQLite by default or PostgreSQL."""
