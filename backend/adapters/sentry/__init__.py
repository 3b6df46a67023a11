"""Unexpected errors to Sentry, or whatever speaks its protocol."""
