"""The best repetitions for each weight, as the front of pairs that no other pair matches in both."""

from bisect import bisect_left


class RepFront:
    """Answers "how many repetitions were done at this weight or a heavier one".

    Along the front repetitions fall as weight rises. Both are kept as sorted lists; repetitions are whole and at most
    1,000 (`merging`), so the front has at most 1,000 pairs and an insertion costs next to nothing.
    """

    def __init__(self) -> None:
        """Start with nothing lifted."""
        self._weights: list[int] = []
        self._reps: list[int] = []

    def most_reps(self, weight_g: int) -> int:
        """The most repetitions at `weight_g` or heavier; 0 when nothing as heavy was lifted."""
        place = bisect_left(self._weights, weight_g)
        return self._reps[place] if place < len(self._reps) else 0

    def add(self, weight_g: int, reps: int) -> None:
        """Take in a set, and drop the pairs that it matches or beats in both."""
        if reps <= self.most_reps(weight_g):
            return
        end = bisect_left(self._weights, weight_g)
        if end < len(self._weights) and self._weights[end] == weight_g:
            end += 1
        begin = end
        while begin > 0 and self._reps[begin - 1] <= reps:
            begin -= 1
        self._weights[begin:end] = [weight_g]
        self._reps[begin:end] = [reps]
