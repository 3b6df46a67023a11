"""The classes that a client's data fall into: what is told of openings, and what a client may withhold."""

from enum import StrEnum


class DataClass(StrEnum):
    """`PROFILE` is the record itself, `PLAN` what was planned, `TRAINING` what was done, `HEALTH` notes on health."""

    PROFILE = "profile"
    HEALTH = "health"
    PLAN = "plan"
    TRAINING = "training"
