"""Storage parameters for tables that are written more than most. The reasons with numbers: docs/data-ageing.md."""

from typing import TypeAlias

Storage: TypeAlias = dict[str, str]

GROWING: Storage = {
    "autovacuum_vacuum_insert_scale_factor": "0.02",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.02",
}
"""Rows are added and seldom touched again: vacuum follows the inserts, so that index-only scans stay index-only and a
table of a year is not frozen in one night; statistics follow, so that plans know the newest dates."""

GROWING_AND_CORRECTED: Storage = {**GROWING, "fillfactor": "90"}
"""The same, and a row is changed some times soon after it was added, in columns that no index holds: room on its page
lets the new version lie beside the old one without a new index entry (HOT)."""

REWRITTEN: Storage = {
    "fillfactor": "80",
    "autovacuum_vacuum_scale_factor": "0.02",
    "autovacuum_vacuum_threshold": "200",
    "autovacuum_analyze_scale_factor": "0.05",
}
"""The same rows are changed over and over, mostly in columns that no index holds."""

QUEUE: Storage = {
    "autovacuum_vacuum_scale_factor": "0.01",
    "autovacuum_vacuum_threshold": "1000",
    "autovacuum_vacuum_insert_scale_factor": "0.05",
    "autovacuum_vacuum_cost_delay": "0",
    "autovacuum_analyze_scale_factor": "0.05",
}
"""Every row leaves a small partial index soon after it came: dead entries at its head are what each claim walks over,
so vacuum comes early and does not pause."""
