"""What every migration says the same way."""
