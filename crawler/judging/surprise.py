"""How surprising a count is: tails of two distributions, so that a bad night is told from bad luck. Pure.

Articles of one night are alike (one clerk, one form, one series), so plain binomial and Poisson tails cry wolf. Both
are widened here: a share varies from night to night (beta-binomial), a rate from week to week (negative binomial).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, exp, lgamma, log, log1p

LEAST_CLUMPING, MOST_CLUMPING = 0.1, 0.9  # how alike the articles of one night are: 0 not at all, 1 all the same
_SURE = 1e-9  # no share is closer to 0 or 1


def at_least(hits: int, nights: Sequence[int], share: float, clumping: float = LEAST_CLUMPING) -> float:
    """Chance that `hits` or more of the articles are marked, where night by night there are `nights` articles and a
    marked one has the chance `share`; `clumping` is the correlation within a night (0 to 1, exclusive)."""
    if hits <= 0:
        return 1.0
    if share <= 0.0:
        return 0.0
    if share >= 1.0 or hits > sum(nights):
        return float(share >= 1.0 and hits <= sum(nights))
    total = [1.0]
    for number in nights:
        total = _sum_of(total, _beta_binomial(number, share, clumping))
    return min(1.0, sum(total[hits:]))


def clumping(past: Sequence[tuple[int, int]]) -> float:
    """Correlation within a night, by moments over nights of (marked, all); not less than LEAST_CLUMPING."""
    marked, articles = sum(k for k, _ in past), sum(n for _, n in past)
    share = (marked + 0.5) / (articles + 1)
    chance = share * (1 - share)
    pairs = sum(n * (n - 1) for _, n in past)
    if not pairs:
        return LEAST_CLUMPING
    spread = sum((k - n * share) ** 2 - n * chance for k, n in past if n > 1)
    return min(MOST_CLUMPING, max(LEAST_CLUMPING, spread / (pairs * chance)))


def at_most(count: int, mean: float, size: float) -> float:
    """Chance of `count` or fewer where `mean` are expected; the smaller `size`, the more the number varies
    (variance = mean + mean² / size)."""
    if mean <= 0:
        return 1.0
    shared = size * log(size / (size + mean)) - lgamma(size)
    rate = log(mean / (size + mean))
    return min(1.0, sum(exp(lgamma(size + i) - lgamma(i + 1) + shared + i * rate) for i in range(count + 1)))


def at_most_of(marked: int, number: int, share: float) -> float:
    """Chance of `marked` or fewer among `number`, each with the chance `share` (0 to 1, exclusive) by itself."""
    return sum(comb(number, k) * share**k * (1 - share) ** (number - k) for k in range(marked + 1))


def _beta_binomial(number: int, share: float, clumping: float) -> list[float]:
    """Chances of 0 … `number` marked articles in one night."""
    share = min(1 - _SURE, max(_SURE, share))
    strength = (1 - clumping) / clumping
    a, b = share * strength, (1 - share) * strength
    base = lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(number + a + b) + lgamma(number + 1)
    return [
        exp(base + lgamma(k + a) + lgamma(number - k + b) - lgamma(k + 1) - lgamma(number - k + 1))
        for k in range(number + 1)
    ]


def _sum_of(one: Sequence[float], other: Sequence[float]) -> list[float]:
    total = [0.0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            total[i + j] += a * b
    return total


def silence(chance: float, bound: float) -> float:
    """Days in a row without anything from which on that is rarer than `bound`, where one day has `chance` of it."""
    return log(bound) / log1p(chance - 1) if 0 < chance < 1 else 0.0
