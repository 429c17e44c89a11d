"""The ports on one machine: SQLite, folders, an in-process bus."""
