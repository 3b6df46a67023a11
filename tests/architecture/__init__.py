"""The gates: what `docs/architecture.md` promises, checked on the tree, and each check tried on a planted violation."""
