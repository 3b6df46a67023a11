"""Decisions of privacy."""
