"""Labelled pairs of texts: what portals do to a text when they take it over, and what is alike without being a copy.

An edit works on any text: it finds figures, dates, periods, places and people by their shape and replaces them. Pairs
are made from a seed; the two halves `tune` and `heldout` differ in their texts and in the strength of the edits.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks import edit_texts
from benchmarks.edit_copies import AUTHORS, COPIES, SENTENCE, Strength, both, join, size
from benchmarks.edit_forms import FORMS, updated
from benchmarks.edit_shapes import person_name, place_name
from benchmarks.edit_texts import Text
from tests.replica.texts import story


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of one edit; `wanted` is near, contained or none: whether and how the two are one story."""

    edit: str
    a: str
    b: str
    wanted: str

    @property
    def linked(self) -> bool:
        """Whether a verdict should link them."""
        return self.wanted != "none"


TUNE = Strength((0.01, 0.035), (0.22, 0.35), 1)
HELDOUT = Strength((0.01, 0.04), (0.20, 0.35), 7_001)
HALVES = {"tune": TUNE, "heldout": HELDOUT}


def texts(half: str, count: int) -> list[Text]:
    """`count` articles of a half: of the imitated portals, and of edit_texts (every other of them for each half)."""
    strength, found = HALVES[half], []
    for index in range(count):
        moment = dt.datetime(2021 + index % 4, 1 + index % 12, 1 + index % 28, 9, tzinfo=dt.UTC)
        made = story(strength.seed, index, moment, 0.7)
        if made.kind in ("short_notice", "photo", "decision"):
            continue
        lines = [made.title, *([made.lead] if made.lead else [])]
        lines += [line for block in made.blocks for line in block.lines]
        found.append(tuple(lines))
    own = edit_texts.PRESS[0 if half == "tune" else 1 :: 2]
    return [text for text in found if size(text) >= 120] + list(own) * max(1, count // 60)


def pairs(half: str, count: int) -> Iterator[Pair]:
    """Labelled pairs of a half from about `count` articles: the same ones every time."""
    yield from pairs_of(texts(half, count), HALVES[half])
    yield from apart()
    yield from _short(random.Random(f"short:{HALVES[half].seed}"), count)


def pairs_of(base: Sequence[Text], strength: Strength) -> Iterator[Pair]:
    """Labelled pairs from any texts (title and paragraphs)."""
    rng = random.Random(f"pairs:{strength.seed}")
    for text in base:
        whole = join(text)
        for name, (edit, wanted) in COPIES.items():
            other = edit(rng, text, strength)
            if other is not None and join(other) != whole:
                yield Pair(name, whole, join(other), wanted)
        left, right = both(rng, text, strength)
        yield Pair("both edited", join(left), join(right), "near")
        later = updated(rng, text, strength)
        if later is not None:
            yield Pair("updated story", whole, join(later), "near")
        for name, form in FORMS.items():
            other = form(rng, text, strength)
            if other is not None:
                yield Pair(name, whole, join(other), "none")
    yield from _round_ups(rng, base)
    yield from _strangers(rng, base)


def _round_ups(rng: random.Random, base: Sequence[Text]) -> Iterator[Pair]:
    for _ in range(len(base) if len(base) >= 6 else 0):
        chosen = rng.sample(base, rng.randint(3, 6))
        parts = []
        for text in chosen:
            lines = text[: max(3, round(len(text) * rng.uniform(0.7, 1.0)))]
            parts.append(lines if rng.random() < 0.5 else lines[1:])
        other = join(("Điểm tin nổi bật trong tuần", *(line for part in parts for line in part)))
        at = rng.randrange(len(chosen))
        if size(parts[at]) >= 0.85 * size(chosen[at]):
            yield Pair("round-up", join(chosen[at]), other, "contained")


def _strangers(rng: random.Random, base: Sequence[Text]) -> Iterator[Pair]:
    """Texts that are no copies of each other: of one topic, of one legal basis, of one event told apart, any two."""
    for n, text in enumerate(base):
        other = rng.choice(base)
        if other is not text:
            yield Pair("unrelated", join(text), join(other), "none")
        if n + 1 < len(base) and base[n + 1] != text and other is not text:
            basis = edit_texts.LEGAL_BASIS
            left = (text[0], *basis, *text[1 : 1 + len(text) // 2])
            right = (other[0], *basis, *other[1 : 1 + len(other) // 2])
            yield Pair("shared legal basis", join(left), join(right), "none")
            stock = [part for line in text[1:] for part in SENTENCE.split(line) if not re.search(r"\d", part)][:3]
            yield Pair("shared stock sentences", join(text), join((*other, " ".join(stock))), "none")
    words = [frozenset(join(text).lower().split()) for text in base]
    for n, mine in enumerate(words):
        rivals = [
            (len(mine & words[m]) / len(mine | words[m]), m) for m in rng.sample(range(len(base)), min(len(base), 60))
        ]
        rival = max((r for r in rivals if base[r[1]] != base[n]), default=None)
        if rival:
            yield Pair("same topic", join(base[n]), join(base[rival[1]]), "none")


def apart() -> Iterator[Pair]:
    """One event told by two writers."""
    for left, right in edit_texts.APART:
        yield Pair("same event, told apart", join(left), join(right), "none")


def _short(rng: random.Random, count: int) -> Iterator[Pair]:
    """Brief forms filled twice, and brief notices taken over with a small change."""

    def fill(form: str, values: dict[str, str]) -> str:
        return form.format_map(values)

    for n in range(count):
        form = edit_texts.SHORT[n % len(edit_texts.SHORT)]
        one = _slots(rng)
        changed = set(rng.sample(sorted({"noi", "thang", "ngay", "so"} & set(re.findall(r"\{(\w+)\}", form))), 1))
        other = _slots(rng) if n % 2 else one | {name: value for name, value in _slots(rng).items() if name in changed}
        if fill(form, one) != fill(form, other):
            name = "short form: all anew" if n % 2 else "short form: one thing anew"
            yield Pair(name, fill(form, one), fill(form, other), "none")
        text = fill(form, one)
        copy = rng.choice(
            (f"{text}\n{rng.choice(AUTHORS).format('Thu Hà')}", f"CTTĐT - {text}", f"{text}\nLượt xem: 15")
        )
        yield Pair("short notice taken over", text, copy, "near")


def _slots(rng: random.Random) -> dict[str, str]:
    start, so = rng.randint(6, 9), rng.randint(40, 900)
    return {
        "thang": str(rng.randint(1, 12)), "nam": str(rng.randint(2021, 2025)), "ngay": str(rng.randint(1, 28)),
        "noi": f"{rng.choice(('xã', 'phường'))} {place_name(rng)}", "nguoi": person_name(rng), "gio": str(start),
        "gio2": str(start + rng.randint(3, 8)), "so": str(so), "so2": str(so - rng.randint(1, 30)),
        "so3": str(rng.randint(2, 50)), "phan": f"{rng.uniform(80, 99.9):.1f}".replace(".", ","),
    }  # fmt: skip
