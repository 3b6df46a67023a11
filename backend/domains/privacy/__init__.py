"""Privacy: consents with proof, what clients withhold, who opened what, export, erasure and retention."""

ROUTERS: tuple[str, ...] = ()
