"""What a developer's machine needs and production never ships: embedded servers, toolchain, supervisor.

Nothing outside ``backend.cli``, tests and the bench may import this package; the production image leaves it out.
"""
