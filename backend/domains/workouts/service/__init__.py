"""Decisions of workouts, a module per use case."""
