"""Exercises, program templates, clients' programs and their planned workouts."""

ROUTERS = ("exercises_router", "templates_router", "programs_router")
