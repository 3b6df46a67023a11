"""Countries of network addresses, from a file in MaxMind's DB format."""
