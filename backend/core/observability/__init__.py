"""What Stoke tells of itself: metrics, traces, faults, and the ids in a log line."""
