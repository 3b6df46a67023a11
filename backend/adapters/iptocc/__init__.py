"""Countries of network addresses, from the address registries' own lists."""
