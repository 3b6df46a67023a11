"""What clients did: session logs, set logs, records, streaks, adherence."""

ROUTERS = ("router", "logging_router", "progress_router")
"""Today and planned workouts, logging, and looking back."""
