"""Second factors: authenticator apps, recovery codes and passkeys, and the steps of a sign-in that ask for them."""
