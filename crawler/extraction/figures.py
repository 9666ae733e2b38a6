"""Figures in Vietnamese texts: numbers with their units and the sentences around them (docs/figures.md).

figure_numbers.py finds the numbers, figure_units.py their units, figure_scope.py the clause and what it says,
figure_labels.py has the vocabulary of labels, figure_series.py hears the figures of one sentence together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from archive.records import Figure
from crawler.extraction.figure_labels import label
from crawler.extraction.figure_numbers import Number, numbers_of, value_of
from crawler.extraction.figure_scope import Context, Found, joined
from crawler.extraction.figure_series import Draft, settle
from crawler.extraction.figure_units import UNITS

LIMIT = 200  # figures of one article; tables of hundreds of cells say no more than their first rows
SENTENCE = 300  # characters of evidence
REACH = 1500  # characters around a figure that are read: a "sentence" may be a whole page without a full stop

_STOP = re.compile(r"[.!?…]+[\"”’)]*\s+")
_SHORT = "tp tx tt pgs gs ts ths bs cn ks st tr nxb cc gv hs mr mrs ms no đ/c đc q p h s ts.bs kts"
_ABBREVIATIONS = frozenset(_SHORT.split())
_CELL = re.compile(r"\d[\d.,]*%?")
_HEADED = re.compile(r"\((%|ha|tấn|tạ|tạ/ha|điểm|hồ sơ|người|hộ|km|triệu đồng|tỷ đồng|nghìn đồng)\)\s*$", re.I)
_DIGIT = re.compile(r"\d")


def find(title: str, text: str) -> tuple[Figure, ...]:
    """The figures of an article in the order of its text, at most `LIMIT`; those of the headline where no line of the
    text repeats them. Lines are paragraphs; cells of a table's row stand between " | "."""
    found: list[Figure] = []
    context = Context(title)
    if _DIGIT.search(text):
        for line in text.split("\n"):
            found += _of_line(line, context)
            if len(found) >= LIMIT:
                break
    if _DIGIT.search(title):
        known = {(figure.value, figure.unit) for figure in found}
        found = [f for f in _of_line(title, Context(title)) if (f.value, f.unit) not in known] + found
    return tuple(found[:LIMIT])


def _of_line(line: str, context: Context) -> list[Figure]:
    if " | " in line:
        return list(islice(_of_row(line, context), LIMIT))
    context.enter(line)
    if not _DIGIT.search(line):
        return []
    low = line.lower()
    if len(low) != len(line):  # a letter that is two in lower case; places would not fit
        low = line
    numbers = list(islice(numbers_of(line, low), LIMIT))
    return list(_figures(line, low, numbers, context)) if numbers else []


def _figures(line: str, low: str, numbers: list[Number], context: Context) -> Iterator[Figure]:
    """The figures of a paragraph, each with its sentence; the words up to its neighbours decide about its label."""
    ends = _sentence_ends(line)
    previous: Found | None = None
    low = joined(low)
    drafts: list[Draft] = []
    sentence = -1
    for i, number in enumerate(numbers):
        place = bisect_right(ends, number.start)
        begin = max(ends[place - 1] if place else 0, number.start - REACH)
        end = min(ends[place] if place < len(ends) else len(line), number.end + REACH)
        before = numbers[i - 1].end if i and numbers[i - 1].end > begin else begin
        behind = numbers[i + 1].start if i + 1 < len(numbers) and numbers[i + 1].start < end else end
        if before == begin:
            previous = None
        found = Found(
            number.unit, number.total, low[begin : number.start], low[before : number.start], low[number.end : behind],
            behind < end, previous, low[max(0, begin - REACH) : begin], low[begin:end],
        )  # fmt: skip
        name, kind, level = label(found, context)
        if place != sentence:
            yield from _settled(line, drafts)
            drafts, sentence = [], place
        drafts.append(Draft(number, found, begin, end, name, kind, level))
        previous = found
    yield from _settled(line, drafts)


def _settled(line: str, drafts: list[Draft]) -> Iterator[Figure]:
    settle(drafts)
    for draft in drafts:
        number = draft.number
        yield Figure(
            value=number.value,
            unit=number.unit,
            raw=line[number.start : number.end],
            sentence=_evidence(line, draft.begin, draft.end, number),
            total=number.total,
            bound=number.bound or draft.found.bound_behind,
            label=draft.label,
            level=draft.level,
            kind=draft.kind,
            dot_decimal=number.dotted,
        )


def _sentence_ends(line: str) -> list[int]:
    """Where the sentences of a paragraph begin, but for the first: not behind "TP.", "PGS." or the number of a list."""
    found = []
    for match in _STOP.finditer(line):
        following = line[match.end() : match.end() + 1]
        if not following or following.islower():
            continue
        if line[match.start()] == ".":
            word = line[max(0, match.start() - 6) : match.start()].split(" ")[-1].lstrip('("“')
            if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word.isupper()):
                continue
        found.append(match.end())
    return found


def _evidence(line: str, begin: int, end: int, number: Number) -> str:
    """The sentence, or what of it stands around the number, with "…" for the rest."""
    if end - begin <= SENTENCE:
        return line[begin:end].strip()
    room = SENTENCE - (number.end - number.start) - 2
    left = max(begin, min(number.start - room // 2, end - SENTENCE + 1))
    right = min(end, left + SENTENCE - 2)
    if left > begin:
        left = max(left, line.find(" ", left, number.start) + 1)
    if right < end:
        cut = line.rfind(" ", number.end, right)
        right = cut if cut > 0 else right
    return f"{'…' if left > begin else ''}{line[left:right].strip()}{'…' if right < end else ''}"


def _of_row(line: str, context: Context) -> Iterator[Figure]:
    """A row of a table. What is no number alone may be a header; a bare number has the unit of its header, if any."""
    cells = line.split(" | ")
    named = not _DIGIT.search(line) or any(_HEADED.search(cell) for cell in cells)
    if named and not any(_CELL.fullmatch(cell) for cell in cells):
        context.header = cells
        return
    headers = context.header if len(context.header) == len(cells) else [""] * len(cells)
    shown = line if len(line) <= SENTENCE else line[: SENTENCE - 1] + "…"
    for i, (cell, header) in enumerate(zip(cells, headers, strict=True)):
        if not _DIGIT.search(cell):
            continue
        low, head = cell.lower(), joined(header.lower())
        numbers = list(islice(numbers_of(cell, low), LIMIT)) if len(low) == len(cell) else []
        if not numbers and i and _CELL.fullmatch(cell) and (unit := _unit_of(head)):
            value = value_of(cell.rstrip("%"), unit)
            numbers = [Number(0, len(cell), value[0], unit, dotted=value[1])] if value is not None else []
        for number in numbers:
            words = f"{head} {joined(low)[: number.start]}"
            found = Found(number.unit, number.total, words, words, joined(low)[number.end :], False, None, "", words)
            name, kind, level = label(found, context)
            yield Figure(
                number.value, number.unit, cell[number.start : number.end], shown, number.total,
                number.bound, name, level, kind, number.dotted,
            )  # fmt: skip


def _unit_of(header: str) -> str:
    """The unit that the header of a column gives: in brackets, or what it counts."""
    if match := _HEADED.search(header):
        return match[1]
    if header in ("điểm", "điểm số", "tổng điểm", "điểm chuẩn", "số điểm"):
        return "điểm"
    words = header.removeprefix("tổng ").removeprefix("số ").split() if header.startswith(("số ", "tổng số ")) else []
    return next((unit for n in range(len(words), 0, -1) if (unit := " ".join(words[:n])) in UNITS), "")
