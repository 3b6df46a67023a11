"""Tables, sessions and the tenant."""
