"""What an article of one subject may be made of.

Marks in templates: {name} is a slot of `slots.Slots`, [a|b] is one of the choices.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """The parts. Where `titles` and `leads` are equally many, the first title has the first lead and so on.

    `sentences` fill the paragraphs, each at most once; `items` are (introduction, list items); `columns` are the heads
    of a data table, empty where the subject has none.
    """

    section: str
    cchc: bool
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    sentences: tuple[str, ...]
    captions: tuple[str, ...]
    items: tuple[str, tuple[str, ...]]
    columns: tuple[str, ...] = ()
