"""Attacks over the whole API: every operation as everybody, what is expected derived from the permission registry."""
