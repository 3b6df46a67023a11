"""Estimated one-repetition maximum, and loads derived from it. Pure.

Epley's formula (Epley 1985, "Poundage chart", Boyd Epley Workout): a weight w lifted r times suggests a maximum of
w (1 + r / 30); a single repetition is the maximum itself. It is used for 1 to 10 repetitions only: prediction
formulas rest on sets of few repetitions and scatter more the longer the set (LeSuer et al. 1997, Journal of
Strength and Conditioning Research 11, compared seven of them on sets of up to 10), so a set of 20 would
announce records that nobody can lift.

Repetitions in reserve are not added: an RPE is the client's own guess, and a guess must not make a record.

Weights are compared in whole grams, the precision in which set logs are kept (numeric(7,3) kilograms). Epley's sum is
then an integer number of thirtieths of a gram, so that a tie is a tie and no rounding error becomes a record.
"""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

MAX_REPS = 10
PLATE_STEP_KG = Decimal("2.5")
PLATE_STEP_LB = Decimal(5)

_GRAM = Decimal("0.001")


def grams(kilograms: Decimal | float) -> int:
    """Kilograms in whole grams, halves up as Postgres rounds a weight on its way into numeric(7,3)."""
    exact = kilograms if isinstance(kilograms, Decimal) else Decimal(str(kilograms))
    return int((exact * 1000).to_integral_value(ROUND_HALF_UP))


def kilograms(grams: int) -> Decimal:
    """Whole grams in kilograms, exactly, with three decimals."""
    return (Decimal(grams) / 1000).quantize(_GRAM)


def epley_thirtieths(weight_g: int, reps: int) -> int | None:
    """Estimated maximum in thirtieths of a gram, exact; None outside 1 to 10 repetitions or without a weight."""
    if weight_g <= 0 or not 1 <= reps <= MAX_REPS:
        return None
    return weight_g * (30 if reps == 1 else 30 + reps)


def estimated_1rm(weight_kg: Decimal | float, reps: int) -> Decimal | None:
    """Estimated one-repetition maximum in kilograms, rounded to grams; None where the formula does not hold."""
    thirtieths = epley_thirtieths(grams(weight_kg), reps)
    return None if thirtieths is None else (Decimal(thirtieths) / 30_000).quantize(_GRAM)


def load_for_percent(one_rm: Decimal, percent: Decimal | float, step: Decimal) -> Decimal:
    """The load for a percentage of the maximum, as the nearest multiple of a plate step.

    `one_rm`, `step` and the result share one unit: a step of 2.5 for kilograms, of 5 for pounds (two of the smallest
    common plates). Halfway between two steps the lighter one is taken, never more than was asked for. Raises
    ValueError for a step that is not positive.
    """
    if step <= 0:
        raise ValueError("a plate step is positive")
    steps = (one_rm * Decimal(str(percent)) / 100 / step).quantize(Decimal(1), ROUND_HALF_DOWN)
    return steps * step


def volume_g(weight_g: int, reps: int) -> int:
    """Volume of a set in grams: repetitions as logged, times weight.

    For an exercise on each side the log holds the repetitions of one side and one dumbbell's weight, and that is what
    is counted: doubling would rest on how a client happened to write it down, and only like is compared with like.
    """
    return weight_g * reps
