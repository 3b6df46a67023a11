"""Privacy: consents with proof, what clients withhold, who opened what, export, erasure and retention."""

ROUTERS = ("router", "consents_router", "texts_router", "exports_router", "erasure_router", "retention_router")
