"""Several nodes behind nginx, and a real PgBouncer: `make scale`, since both are Debian packages."""
