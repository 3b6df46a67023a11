"""As much of Prometheus' query language as the alert rules use, worked out over samples of a test.

Samples stand 15 s apart. `rate` and `increase` take the first and last sample in the window and know resets; Prometheus
also extrapolates to the window's ends, which changes no comparison that the tests make.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

Labels: TypeAlias = frozenset[tuple[str, str]]
Series: TypeAlias = Mapping[tuple[str, Labels], Sequence[float]]
Vector: TypeAlias = dict[Labels, float]

STEP_SECONDS = 15.0
_TOKEN = re.compile(r'\s*(>=|<=|==|!=|=~|!~|\d+(?:\.\d+)?[smhd]?|[A-Za-z_:][\w:]*|"[^"]*"|[-+*/()<>{}\[\],=])')
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_KEYWORDS = frozenset({"and", "or", "by", "sum", "max", "rate", "increase", "absent", "time", "histogram_quantile"})
_OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else math.nan,
}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {">": lambda a, b: a > b, "<": lambda a, b: a < b}


def tokens(text: str) -> list[str]:
    """The words of an expression. Raises ValueError for what is not understood."""
    found: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"not understood: {text[at:]!r}")
        found.append(match[1])
        at = match.end()
    return found


def metrics_of(text: str) -> set[str]:
    """The names of metrics in an expression."""
    words = tokens(re.sub(r"\{[^}]*\}|\bby \([^)]*\)", "", text))
    return {word for word in words if re.match(r"[A-Za-z_]", word) and word not in _KEYWORDS}


def evaluate(text: str, series: Series, now: float) -> Vector:
    """The vector that an expression gives at the newest sample; a number is the one series without labels."""
    query = _Query(tokens(text), series, now)
    found = query.alternatives()
    if query.left():
        raise ValueError(f"not understood: {query.left()}")
    return found


class _Query:
    def __init__(self, words: list[str], series: Series, now: float) -> None:
        self._words = words
        self._series = series
        self._now = now

    def left(self) -> list[str]:
        return self._words

    def _next(self) -> str:
        return self._words[0] if self._words else ""

    def _take(self, *expected: str) -> str:
        if not self._words or (expected and self._words[0] not in expected):
            raise ValueError(f"expected {expected}, found {self._words[:3]}")
        return self._words.pop(0)

    def alternatives(self) -> Vector:
        found = self._both()
        while self._next() == "or":
            self._take()
            found = {**self._both(), **found}
        return found

    def _both(self) -> Vector:
        found = self._comparison()
        while self._next() == "and":
            self._take()
            other = self._comparison()
            found = {labels: value for labels, value in found.items() if labels in other}
        return found

    def _comparison(self) -> Vector:
        found = self._sum()
        if self._next() in _COMPARISONS:
            holds = _COMPARISONS[self._take()]
            bound = self._sum()[frozenset()]
            return {labels: value for labels, value in found.items() if holds(value, bound)}
        return found

    def _sum(self) -> Vector:
        return self._operation(("+", "-"), self._product)

    def _product(self) -> Vector:
        return self._operation(("*", "/"), self._atom)

    def _operation(self, signs: tuple[str, ...], operand: Callable[[], Vector]) -> Vector:
        found = operand()
        while self._next() in signs:
            apply = _OPERATIONS[self._take()]
            other = operand()
            found = {labels: apply(value, other[labels]) for labels, value in found.items() if labels in other}
        return found

    def _atom(self) -> Vector:
        word = self._take()
        if word == "(":
            found = self.alternatives()
            self._take(")")
            return found
        if re.fullmatch(r"[\d.]+", word):
            return {frozenset(): float(word)}
        if word in ("sum", "max"):
            return self._aggregate(sum if word == "sum" else max)
        if word in ("rate", "increase"):
            return self._over_time(per_second=word == "rate")
        if word == "time":
            self._take("(")
            self._take(")")
            return {frozenset(): self._now}
        if word == "absent":
            found = self._parenthesised()
            return {} if found else {frozenset(): 1.0}
        if word == "histogram_quantile":
            self._take("(")
            share = float(self._take())
            self._take(",")
            found = self.alternatives()
            self._take(")")
            return _quantile(share, found)
        return {labels: values[-1] for labels, values in self._selected(word).items()}

    def _parenthesised(self) -> Vector:
        self._take("(")
        found = self.alternatives()
        self._take(")")
        return found

    def _aggregate(self, combine: Callable[[list[float]], float]) -> Vector:
        kept: set[str] = set()
        if self._next() == "by":
            self._take()
            self._take("(")
            while (word := self._take()) != ")":
                kept.add(word)
        groups: dict[Labels, list[float]] = {}
        for labels, value in self._parenthesised().items():
            groups.setdefault(frozenset(item for item in labels if item[0] in kept), []).append(value)
        return {labels: combine(values) for labels, values in groups.items()}

    def _selected(self, name: str) -> dict[Labels, Sequence[float]]:
        wanted: list[tuple[str, str, str]] = []
        if self._next() == "{":
            self._take()
            while self._next() != "}":
                wanted.append((self._take(), self._take("=", "!=", "=~", "!~"), self._take().strip('"')))
                if self._next() == ",":
                    self._take()
            self._take("}")
        return {
            labels: values
            for (found, labels), values in self._series.items()
            if found == name and all(_fits(dict(labels).get(key, ""), how, value) for key, how, value in wanted)
        }

    def _over_time(self, *, per_second: bool) -> Vector:
        self._take("(")
        chosen = self._selected(self._take())
        self._take("[")
        window = self._take()
        seconds = float(window[:-1]) * _UNITS[window[-1]]
        self._take("]")
        self._take(")")
        found: Vector = {}
        for labels, values in chosen.items():
            inside = values[-int(seconds / STEP_SECONDS) - 1 :]
            grown = sum(later - earlier if later >= earlier else later for earlier, later in pairwise(inside))
            if len(inside) > 1:
                found[labels] = grown / ((len(inside) - 1) * STEP_SECONDS) if per_second else grown
        return found


def _fits(value: str, how: str, wanted: str) -> bool:
    same = value == wanted if how in ("=", "!=") else re.fullmatch(wanted, value) is not None
    return same if how in ("=", "=~") else not same


def _quantile(share: float, buckets: Vector) -> Vector:
    groups: dict[Labels, list[tuple[float, float]]] = {}
    for labels, value in buckets.items():
        rest = frozenset(item for item in labels if item[0] != "le")
        groups.setdefault(rest, []).append((float(dict(labels)["le"]), value))
    found: Vector = {}
    for rest, some in groups.items():
        ordered = sorted(some)
        rank = share * ordered[-1][1]
        lower, below = 0.0, 0.0
        for bound, count in ordered:
            if count >= rank:
                inside = (rank - below) / (count - below) if count > below else 0.0
                found[rest] = lower if math.isinf(bound) else lower + (bound - lower) * inside
                break
            lower, below = bound, count
    return found
