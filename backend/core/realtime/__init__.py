"""Live updates: hints that something changed, pushed to browsers, never the data itself."""
