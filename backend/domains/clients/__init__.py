"""Clients: the people who are coached, who coaches them, and whether they can sign in."""
