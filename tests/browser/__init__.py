"""Journeys through the built web app in a real browser, against everything that `make up` runs."""
