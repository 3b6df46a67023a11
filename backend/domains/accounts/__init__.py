"""People who can sign in: their passwords, factors, sign-ins and preferences."""

ROUTERS = ("router", "factor_router", "notifications_router")
