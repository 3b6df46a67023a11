"""Measurements of the hot paths against a floor: a bare handler on the same server with the same answer."""
