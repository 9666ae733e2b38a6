"""What only the figures of one sentence together tell: their order ("lần lượt"), their times, their provinces.

Of one measure told for several years the latest is the reported one; where it is not sure whose or of when a figure
is, it loses its level or its label (docs/figures.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from crawler.extraction.figure_numbers import Number
from crawler.extraction.figure_scope import Found, levels_named, province_named


class _Time(NamedTuple):
    era: int  # -1 the time before, 0 as said, 1 now
    year: int | None
    span: str  # year, half, quarter, month
    period: int


@dataclass(slots=True)
class Draft:
    """A figure of a sentence before its neighbours have been heard."""

    number: Number
    found: Found
    begin: int  # of its sentence in the paragraph
    end: int
    label: str | None
    kind: str
    level: str | None
    order: _Time | None = None  # its year or quarter, by its place behind "lần lượt"


_UNSURE = _Time(0, None, "?", 0)
_RESPECTIVE = re.compile(r"lần lượt|tương ứng|theo thứ tự")
_LIST = re.compile(r"\s*(?:,|;|/|và|,\s*và)\s*(?:(?:đạt|là|trên|hơn|gần|khoảng)\s*)?")
_TIME = re.compile(
    r"quý (?P<quarter>[1-4]|iv|i{1,3})\b(?:(?:/|-| năm |, năm | )(?P<q_year>20\d\d)\b)?|"
    r"tháng (?P<month>1[0-2]|0?[1-9])\b(?:(?:/|-| năm |, năm )(?P<m_year>20\d\d)\b)?|"
    r"(?:6|sáu) tháng (?P<half>đầu|cuối)(?: năm(?: (?P<h_year>20\d\d)\b)?)?|"
    r"(?<![\w/.,-])(?P<year>20[0-3]\d)(?![\w/]|[.,-]\d|\s?[-–]\s?20)|"
    r"(?P<now>năm nay|quý này|kỳ này|hiện nay|đến nay)|(?P<ago>(?:năm|quý|kỳ) (?:trước|ngoái))"
)
_ASIDE_TIME = re.compile(r"(?:so với|cùng kỳ|kế hoạch|chỉ tiêu|nghị quyết|quyết định)(?: \w+){0,2}\s*$")
_BRACKET = re.compile(r"\s*\(([^()]*)\)")  # "95% (năm 2020), 97% (năm 2021)"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def settle(drafts: list[Draft]) -> None:
    """Corrects labels, kinds and levels of the figures of one sentence where they depend on each other."""
    if len(drafts) < 2:
        return
    if _RESPECTIVE.search(drafts[0].found.sentence):
        _by_order(drafts)
    _by_time(drafts)
    _by_province(drafts)


def _by_order(drafts: list[Draft]) -> None:
    """ "cấp huyện, cấp xã lần lượt là 97% và 96%": as many levels as figures are theirs in order, else nobody's."""
    i = 0
    while i < len(drafts):
        run = [drafts[i]]
        for one, other in pairwise(drafts[i:]):
            if other.number.unit != one.number.unit or not _LIST.fullmatch(other.found.gap):
                break
            run.append(other)
        i += len(run)
        gap = run[0].found.gap
        if len(run) < 2 or not _RESPECTIVE.search(gap):
            continue
        levels = levels_named(gap)
        if len(levels) > 1:
            for k, draft in enumerate(run):
                draft.level = levels[k] if len(levels) == len(run) else None
        else:
            for draft in run:
                draft.level = run[0].level
        labels = {draft.found.measures for draft in run}
        if max(labels) > 1:  # "đúng hạn, trực tuyến lần lượt là …": several measures
            for draft in run:
                draft.label = None
        moments: list[_Time] = []
        for match in _TIME.finditer(gap):
            moments.append(_read(match, moments[-1] if moments else None))
        if len(moments) > 1:
            for k, draft in enumerate(run):
                draft.order = moments[k] if len(moments) == len(run) else _UNSURE


def _by_time(drafts: list[Draft]) -> None:
    """Of the reported values of one measure the latest stays; where their order is not clear none has a label."""
    labelled = [draft for draft in drafts if draft.label and draft.kind == "reported"]
    if len(labelled) < 2 or len({draft.label for draft in labelled}) == len(labelled):
        return
    times: dict[int, _Time | None] = {}
    time: _Time | None = None
    for draft in drafts:
        time = draft.order or _time_of(draft, time)
        times[id(draft)] = time
    for name in {draft.label for draft in labelled}:
        group = [draft for draft in labelled if draft.label == name]
        said = [times[id(draft)] for draft in group]
        if len(set(said)) < 2 and _UNSURE not in said:
            continue
        latest = _latest(said)
        for draft, moment in zip(group, said, strict=True):
            if latest is None:
                draft.label = None
            elif moment != latest:
                draft.label, draft.kind = None, "earlier"


def _latest(times: list[_Time | None]) -> _Time | None:
    latest: _Time | None = None
    for i, time in enumerate(times):
        if time is None or time == _UNSURE:
            return None
        if i == 0:
            latest = time
            continue
        assert latest is not None
        later = _later(latest, time)
        if later is None:
            return None
        latest = later
    return latest


def _later(one: _Time, other: _Time) -> _Time | None:
    """The later of two times of which `one` was named first; null where that is not sure."""
    if one.era != other.era:
        return max(one, other, key=lambda time: time.era)
    if one == other:
        return one
    if one.era:
        return None
    if one.year and other.year and one.year != other.year:
        return one if one.year > other.year else other
    if one.span != other.span or (one.year is None) != (other.year is None):
        return None
    if one.period > other.period and one.year is None:
        return None  # "quý IV …, quý I …": perhaps of two years
    return one if one.period > other.period else other


def _time_of(draft: Draft, before: _Time | None) -> _Time | None:
    """The time of a figure: in its own clause, else right behind it, else before its clause, else that of the figure
    before it in the sentence."""
    found = draft.found
    far = found.gap[: len(found.gap) - len(found.near)]
    if found.previous is not None:
        aside = _BRACKET.match(far)
        far = far[aside.end() :] if aside else far.removeprefix(found.previous.after)
    own = _BRACKET.match(found.behind)
    for text in (found.near, own[1] if own else found.after, far):
        last = None
        for match in _TIME.finditer(text):
            if not _ASIDE_TIME.search(text, max(0, match.start() - 30), match.start()):
                last = match
        if last is not None:
            return _read(last, before)
    return before


def _read(match: re.Match[str], before: _Time | None) -> _Time:
    if match["now"]:
        return _Time(1, None, "year", 0)
    if match["ago"]:
        return _Time(-1, None, "year", 0)
    if match["year"]:
        return _Time(0, int(match["year"]), "year", 0)
    if match["quarter"]:
        span, period, year = "quarter", _ROMAN.get(match["quarter"]) or int(match["quarter"]), match["q_year"]
    elif match["month"]:
        span, period, year = "month", int(match["month"]), match["m_year"]
    else:
        span, period, year = "half", int(match["half"] == "cuối"), match["h_year"]
    if year is None and before is not None and before.span == span and before.period < period:
        return _Time(0, before.year, span, period)  # "quý I/2024 …, quý II …"
    return _Time(0, int(year) if year else None, span, period)


def _by_province(drafts: list[Draft]) -> None:
    """ "Quảng Ninh đạt 91,04 điểm, Yên Bái đạt 83,5 điểm": which of them the portal tells of is not known here."""
    labelled = [draft for draft in drafts if draft.label]
    if len(labelled) < 2 or len({draft.label for draft in labelled}) == len(labelled):
        return
    named = [(draft, name) for draft in labelled if (name := province_named(draft.found.near))]
    for label in {draft.label for draft, _ in named}:
        group = [(draft, name) for draft, name in named if draft.label == label]
        if len({name for _, name in group}) > 1:
            for draft in labelled:
                if draft.label == label:
                    draft.label = None
