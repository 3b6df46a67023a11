"""Queries of workouts."""
