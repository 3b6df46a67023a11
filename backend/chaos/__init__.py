"""Faults on purpose: processes killed and frozen under load, and what must hold afterwards."""
