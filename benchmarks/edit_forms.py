"""Forms filled anew and stories that ran on: alike texts of which only the latter are one story."""

from __future__ import annotations

import random
import re

from benchmarks.edit_copies import ADDED, Edit, Strength
from benchmarks.edit_shapes import elsewhere, figures, later, printed_like, with_figures
from benchmarks.edit_texts import Text


def _form(share: float, place: bool, period: bool) -> Edit:
    def edit(rng: random.Random, text: Text, strength: Strength) -> Text | None:
        whole = "\n".join(text)
        changed = with_figures(rng, whole, share) if share else whole
        if changed is None:
            return None
        if place:
            changed = elsewhere(rng, changed)
        if period:
            changed = later(rng, changed)
        return tuple(changed.split("\n")) if changed != whole else None

    return edit


FORMS: dict[str, Edit] = {
    "template: all figures": _form(1.0, False, False),
    "template: half the figures": _form(0.5, False, False),
    "template: a third of the figures": _form(1 / 3, False, False),
    "template: place, all figures": _form(1.0, True, False),
    "template: place, half the figures": _form(0.5, True, False),
    "template: place, a third of the figures": _form(1 / 3, True, False),
    "template: period, most figures": _form(0.7, False, True),
    "template: place, period, half the figures": _form(0.5, True, True),
    "template: place alone": _form(0, True, False),
}
BARRED = tuple(name for name in FORMS if "third" not in name and "alone" not in name)
"""Forms of which at most one in a hundred may be linked; a third of the figures is reported beside."""
THIRD = tuple(name for name in FORMS if "third" in name)


def updated(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    """The same event some hours or a day later: one to three counts a little higher, now and then a sentence more."""
    whole = "\n".join(text)
    found = [
        m for m in figures(whole) if 2 <= len(m[0]) <= 6 and "," not in m[0] and whole[m.end() : m.end() + 1] != "%"
    ]
    if len(found) < 5:
        return None
    for match in sorted(rng.sample(found, rng.randint(1, 3)), key=lambda m: -m.start()):
        value = int(match[0].replace(".", ""))
        other = value + max(rng.randint(1, 3), round(value * rng.uniform(0.01, 0.08)))
        whole = whole[: match.start()] + printed_like(other, match[0], 0) + whole[match.end() :]
    if rng.random() < 0.4:
        day = re.compile(r"(?<!\w)(sáng|chiều|ngày|trưa|tối) (\d{1,2})/(\d)", re.IGNORECASE)
        whole = day.sub(lambda m: f"{m[1]} {int(m[2]) + (int(m[2]) < 30)}/{m[3]}", whole, count=1)
    lines = whole.split("\n")
    if rng.random() < 0.6:
        lines.insert(rng.randint(2, len(lines)), rng.choice(ADDED))
    return tuple(lines)
