"""Accounts elsewhere: signing in with Google or Facebook, linking and unlinking."""
