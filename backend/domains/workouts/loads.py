"""The weight that the logger suggests for a prescription. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from backend.domains.workouts import strength

KILOGRAMS_PER_POUND = Decimal("0.45359237")
"""International avoirdupois pound (1959 agreement), exact."""


def suggested_load(
    load: Mapping[str, Any] | None,
    one_rm_kg: Decimal | None,
    last_sets: list[dict[str, Any]],
    units: str,
) -> dict[str, Any] | None:
    """A `SuggestedLoad`: the planned weight as it is, a percentage rounded to plates, else what was lifted last time.

    `units` (metric or imperial) says which plates there are; the result is kilograms either way. None without a basis.
    """
    kind = load["kind"] if load else None
    if load is not None and kind == "weight":
        return {"weight_kg": float(load["kg"]), "basis": "planned_weight", "estimated_1rm_kg": None}
    if load is not None and kind == "percent_1rm" and one_rm_kg is not None:
        weight = _in_plates(one_rm_kg, Decimal(str(load["percent"])), units)
        return {"weight_kg": float(weight), "basis": "percent_1rm", "estimated_1rm_kg": float(one_rm_kg)}
    weights = [entry["weight_kg"] for entry in last_sets if entry["kind"] == "working" and entry["weight_kg"]]
    if not weights:
        return None
    return {"weight_kg": float(max(weights)), "basis": "last_time", "estimated_1rm_kg": None}


def _in_plates(one_rm_kg: Decimal, percent: Decimal, units: str) -> Decimal:
    if units != "imperial":
        return strength.load_for_percent(one_rm_kg, percent, strength.PLATE_STEP_KG)
    pounds = strength.load_for_percent(one_rm_kg / KILOGRAMS_PER_POUND, percent, strength.PLATE_STEP_LB)
    return (pounds * KILOGRAMS_PER_POUND).quantize(Decimal("0.001"))
