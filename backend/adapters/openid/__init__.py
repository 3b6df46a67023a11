"""Sign-in at Google, Facebook, or any other OpenID provider."""
