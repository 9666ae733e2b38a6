"""Labelled pairs of texts: what portals do to a text when they take it over, and what is alike without being a copy.

An edit works on any text: it finds figures, dates, periods, places and people by their shape and replaces them. Pairs
are made from a seed; the two halves `tune` and `heldout` differ in their texts and in the strength of the edits.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks import edit_texts
from tests.replica import vocabulary
from tests.replica.texts import story

COPIES = ("exact", "near", "contained")
"""Verdicts that link."""

Text = tuple[str, ...]
"""Title and paragraphs."""


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


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a half edits: shares of words, sentences and figures."""

    words: tuple[float, float]  # changed by a copy editor, each side
    summary: tuple[float, float]  # sentences kept
    seed: int


TUNE = Strength((0.01, 0.035), (0.22, 0.35), 1)
HELDOUT = Strength((0.01, 0.04), (0.20, 0.35), 7_001)
HALVES = {"tune": TUNE, "heldout": HELDOUT}

# ---- finding things by their shape ------------------------------------------------------------------------------

_UPPER = "A-ZÀ-ỸĐ"
_NAME = rf"[{_UPPER}][\w]*(?: (?:- )?[{_UPPER}][^\W\d_]*){{0,4}}"
_PLACE = re.compile(
    rf"(?i:\b(xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|thôn|bản|làng)) ({_NAME})", re.UNICODE
)
_PERSON = re.compile(rf"(?i:\b(ông|bà|anh|chị|đồng chí|bác sĩ|cụ|nghệ nhân)) ((?:[{_UPPER}][^\W\d_]+ ?){{2,4}})")
_DATE = re.compile(r"(?<![\d/])(\d{1,2})([/-])(\d{1,2})(?:([/-])(\d{4}))?(?![\d/%])")
_WRITTEN = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2})")
_MONTH = re.compile(r"(?i)\b(tháng) (\d{1,2})\b")
_QUARTER = re.compile(r"(?i)\b(quý) (I{1,3}V?|IV|[1-4])\b")
_YEAR = re.compile(r"\b(năm) ((?:19|20)\d\d)\b|/((?:19|20)\d\d)\b")
_CITED = re.compile(rf"(?<!\w)\d+[a-z]?(?:/\d{{4}})?[/-][{_UPPER}][\w&-]*(?:/\w+)?(?: ngày \S+)?")
_FIGURE = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?![\w/]|[.,]\d)")


def _spared(text: str) -> list[tuple[int, int]]:
    """Where numbers are no figures: dates, documents, periods."""
    found = [_DATE, _CITED, _MONTH, _YEAR, _QUARTER, _WRITTEN]
    return [match.span() for pattern in found for match in pattern.finditer(text)]


def figures(text: str) -> list[re.Match[str]]:
    """The figures of a text that another report of the same form would print anew."""
    spared = _spared(text)
    return [m for m in _FIGURE.finditer(text) if not any(low <= m.start() < high for low, high in spared)]


def _like(rng: random.Random, printed: str, percent: bool) -> str:
    """Another figure of like size and form."""
    decimals = printed.split(",")[1] if "," in printed else ""
    value = float(printed.replace(".", "").replace(",", ".")) if printed.count(",") < 2 else 7.0
    while True:
        if percent:
            other = min(100.0, max(0.5, value + rng.choice((-1, 1)) * rng.uniform(0.6, 14)))
        else:
            other = value * rng.uniform(0.45, 1.9) + rng.choice((0, 1, 2)) * (value < 20)
        text = _print(other, printed, len(decimals))
        if text != printed:
            return text


def _print(value: float, like: str, decimals: int) -> str:
    if decimals:
        return f"{value:.{decimals}f}".replace(".", ",")
    whole = max(1, round(value))
    text = f"{whole:,}".replace(",", ".") if "." in like or whole >= 10_000 else str(whole)
    return text.zfill(2) if like.startswith("0") and len(like) == 2 else text


def with_figures(rng: random.Random, text: str, share: float) -> str | None:
    """`share` of the figures replaced by others of like size; None where there are too few to speak of a form."""
    found = figures(text)
    if len(found) < 6:
        return None
    chosen = rng.sample(found, max(2, round(share * len(found))))
    for match in sorted(chosen, key=lambda m: -m.start()):
        percent = text[match.end() : match.end() + 1] == "%"
        text = text[: match.start()] + _like(rng, match[0], percent) + text[match.end() :]
    return text


def elsewhere(rng: random.Random, text: str) -> str:
    """Places and people replaced, each by one other throughout."""
    names: dict[str, str] = {}
    for pattern in (_PLACE, _PERSON):
        for match in pattern.finditer(text):
            names.setdefault(match[2].strip(), _place(rng) if pattern is _PLACE else _person(rng))
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", names[name], text)
    return text


_FIRST = ("Tân", "Phú", "Vĩnh", "An", "Hòa", "Long", "Bình", "Đông", "Mỹ", "Thanh", "Nậm", "Mường", "Quảng")
_SECOND = ("Lộc", "Thạnh", "Trạch", "Khê", "Điền", "Lâm", "Xuân", "Sơn", "Giang", "Cát", "Búng", "Phong", "Hải")


def _place(rng: random.Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_SECOND)}"


def _person(rng: random.Random) -> str:
    given = vocabulary.MEN if rng.random() < 0.6 else vocabulary.WOMEN
    return " ".join((rng.choice(vocabulary.FAMILY_NAMES), rng.choice(given[0]), rng.choice(given[1])))


def later(rng: random.Random, text: str) -> str:
    """The same form one or more months later: dates, months, quarters and some years move."""
    months, days, year = rng.randint(1, 5), rng.randint(1, 9), rng.random() < 0.4

    def date(match: re.Match[str]) -> str:
        day = (int(match[1]) + days - 1) % 28 + 1
        month = (int(match[3]) + months - 1) % 12 + 1
        if int(match[3]) > 12 or int(match[1]) > 31:
            return match[0]
        tail = f"{match[4]}{int(match[5]) + year}" if match[5] else ""
        return f"{day:02d}{match[2]}{month}{tail}" if match[1].startswith("0") else f"{day}{match[2]}{month}{tail}"

    text = re.sub(rf"(?<!\w){_DATE.pattern}", date, text)
    text = _MONTH.sub(lambda m: f"{m[1]} {(int(m[2]) + months - 1) % 12 + 1}", text)
    romans = ("I", "II", "III", "IV")
    step = 1 + months % 3
    text = _QUARTER.sub(lambda m: f"{m[1]} {romans[(romans.index(m[2]) + step) % 4] if m[2] in romans else m[2]}", text)
    return _YEAR.sub(lambda m: m[0].replace(m[2] or m[3], str(int(m[2] or m[3]) + 1)), text) if year else text


# ---- edits of a copy: text and generator in, the other text out, None where the text has nothing for it -----------

Edit = Callable[[random.Random, Text, Strength], Text | None]

_TITLES = (
    "Những con số đáng chú ý từ {0}", "{0}: Chuyển động mới tại cơ sở", "Tin vắn: {0}", "{0} và những điều cần biết",
)  # fmt: skip
_PREFIXES = ("(CTTĐT) - ", "CTTĐT - ", "(GLO)- ", "TTĐT – ", "BBK - ", "Ngày 12/5, ", "(Theo Báo địa phương) ")
_AUTHORS = ("Nguồn: Cổng TTĐT tỉnh", "Theo {0}/TTXVN", "{0} (CTV)", "Tin, ảnh: {0}", "Ban Biên tập", "PV")
_FURNITURE = (
    "Lượt xem: {n}", "In trang | Quay lại", "Các tin khác", "Chia sẻ Facebook Zalo", "Đang truy cập: {n}",
    "Tổng lượt truy cập: {n}.{n}", "Bản quyền thuộc về Cổng thông tin điện tử", "Xem cỡ chữ", "Trở về đầu trang",
    "Tăng cường phòng chống cháy rừng mùa khô ({d})", "Hội Phụ nữ trao quà cho học sinh vùng cao ({d})",
    "Khai mạc giải bóng chuyền thanh niên ({d})", "Thông báo tuyển dụng viên chức ({d})",
    "Đường dây nóng: 0216.3{n}.555",
)  # fmt: skip
_WORDS = {
    "cho biết": "thông tin", "hiện nay": "thời điểm này", "khoảng": "chừng", "đạt": "là", "trong đó": "gồm",
    "tổ chức": "mở", "thực hiện": "triển khai", "người dân": "nhân dân", "đồng thời": "cùng lúc", "tại": "ở",
    "theo": "dựa theo", "sáng nay": "trong buổi sáng", "tiếp tục": "vẫn", "tập trung": "chú trọng", "và": "cùng",
    "nhằm": "để", "được": "đã được", "các": "những", "toàn bộ": "tất cả", "góp phần": "qua đó",
}  # fmt: skip
_ADDED = (
    "Đây là nội dung được nhiều bạn đọc quan tâm trong thời gian qua.",
    "Cổng thông tin sẽ tiếp tục cập nhật các diễn biến liên quan.",
    "Các cơ quan liên quan đang phối hợp để triển khai những bước tiếp theo.",
    "Trước đó, nhiều ý kiến đã được gửi tới chương trình qua đường dây nóng.",
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[\wÀ-ỹ\"“])")


def _title(rng: random.Random, text: Text, strength: Strength) -> Text:
    topic = " ".join(text[0].split()[: rng.randint(3, 5)])
    return (rng.choice(_TITLES).format(topic), *text[1:])


def _lead_cut(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    return (text[0], *text[2:]) if len(text) > 3 and _size(text[2:]) > 80 else None


def _dateline(rng: random.Random, text: Text, strength: Strength) -> Text:
    return (text[0], rng.choice(_PREFIXES) + text[1], *text[2:])


def _author(rng: random.Random, text: Text, strength: Strength) -> Text:
    lines = [rng.choice(_AUTHORS).format(rng.choice(vocabulary.PEN_NAMES)) for _ in range(rng.randint(1, 2))]
    return (*text, *lines)


def _words(rng: random.Random, text: Text, strength: Strength) -> Text:
    """A copy editor: synonyms, words left out; a sentence left out or added."""
    share = rng.uniform(*strength.words)
    lines = []
    for line in text:
        for plain, other in _WORDS.items():
            pattern = re.compile(rf"(?<!\w){plain}(?!\w)")
            line = pattern.sub(lambda m, other=other: other if rng.random() < 5 * share else m[0], line)
        words = [word for word in line.split(" ") if not (word.islower() and rng.random() < share / 2)]
        lines.append(" ".join(words))
    return tuple(lines)


def _sentences(rng: random.Random, text: Text, strength: Strength) -> Text:
    lines = list(text)
    place = rng.randrange(1, len(lines))
    parts = _SENTENCE.split(lines[place])
    if len(parts) > 2:
        del parts[rng.randrange(1, len(parts))]
        lines[place] = " ".join(parts)
    lines.insert(rng.randint(1, len(lines)), rng.choice(_ADDED))
    return tuple(lines)


def _nfd(rng: random.Random, text: Text, strength: Strength) -> Text:
    return tuple(unicodedata.normalize("NFD", line) for line in text)


_TONES = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip


def _tones(rng: random.Random, text: Text, strength: Strength) -> Text:
    other = (
        _TONES | {k.capitalize(): v.capitalize() for k, v in _TONES.items()} | {"lý": "lí", "kỹ": "kĩ", "quý": "quí"}
    )
    pattern = re.compile("|".join(other))
    return tuple(pattern.sub(lambda m: other[m[0]], line) for line in text)


def _punctuation(rng: random.Random, text: Text, strength: Strength) -> Text:
    def change(line: str) -> str:
        line = line.replace('"', "”").replace(" - ", " – ").replace(";", rng.choice((";", "."))).replace("...", "…")
        return line.replace(" ", "\u00a0", 1).replace(", ", " , " if rng.random() < 0.2 else ", ")

    return (text[0].upper(), *map(change, text[1:]))


def _furniture(rng: random.Random, text: Text, strength: Strength) -> Text:
    number = str(rng.randint(100, 999))
    lines = [line.format(n=number, d=f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/2022") for line in _FURNITURE]
    rng.shuffle(lines)
    head = rng.randint(0, 2)
    return (*lines[:head], *text, *lines[head : head + rng.randint(2, 8)])


_SHORT = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "cải cách hành chính": "CCHC",
    "công nghệ thông tin": "CNTT", "thủ tục hành chính": "TTHC", "đồng chí": "đ/c", "thành phố": "TP.", "thị xã": "TX.",
}  # fmt: skip


def _abbreviated(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    whole = "\n".join(text)
    for one, other in _SHORT.items():
        whole = whole.replace(one, other)
    return tuple(whole.split("\n")) if whole != "\n".join(text) else None


def _province(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    """The name of the district or province behind a commune's or district's."""
    name = rng.choice(("tỉnh Lạc Ninh", "huyện Sơn Tịnh, tỉnh Lạc Ninh", "(Lạc Ninh)"))
    times = rng.randint(1, 3)
    changed = _PLACE.sub(
        lambda m: f"{m[0]}, {name}" if name[0] != "(" else f"{m[0]} {name}", "\n".join(text), count=times
    )
    return tuple(changed.split("\n")) if changed != "\n".join(text) else None


def _misprint(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    """One figure put right."""
    whole = "\n".join(text)
    found = [m for m in figures(whole) if len(m[0]) > 1]
    if len(found) < 4:
        return None
    match = rng.choice(found)
    place = rng.choice([i for i, c in enumerate(match[0]) if c.isdigit()])
    digit = rng.choice([d for d in "123456789" if d != match[0][place]])
    changed = match[0][:place] + digit + match[0][place + 1 :]
    return tuple((whole[: match.start()] + changed + whole[match.end() :]).split("\n"))


def _spelling(rng: random.Random, text: Text, strength: Strength) -> Text:
    """Slips of the keyboard put right, also in names: a letter in one of about sixty words."""

    def slip(word: str) -> str:
        if len(word) < 4 or not word.isalpha() or rng.random() > 1 / 60:
            return word
        place = rng.randrange(1, len(word) - 1)
        return word[:place] + rng.choice("aeiotnhg") + word[place + 1 :]

    return tuple(" ".join(map(slip, line.split(" "))) for line in text)


def _joined(rng: random.Random, text: Text, strength: Strength) -> Text:
    """Paragraphs run together and cut anew."""
    parts = _SENTENCE.split(" ".join(text[1:]))
    return (text[0], *parts) if rng.random() < 0.5 else (text[0], " ".join(parts))


def _truncated(low: float, high: float) -> Edit:
    def edit(rng: random.Random, text: Text, strength: Strength) -> Text | None:
        words = "\n".join(text).split(" ")
        kept = words[: round(len(words) * (1 - rng.uniform(low, high)))]
        cut = " ".join(kept) + rng.choice(("", "...", " Xem tiếp"))
        return tuple(cut.split("\n"))

    return edit


def _middle(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    """Paragraphs out of the middle."""
    if len(text) < 5:
        return None
    gone = set(rng.sample(range(2, len(text)), max(1, round(0.3 * len(text)))))
    return tuple(line for i, line in enumerate(text) if i not in gone)


def _moved(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    if len(text) < 5:
        return None
    body = list(text[2:])
    rng.shuffle(body)
    return (*text[:2], *body)


_OPENINGS = (
    "Bản tin hôm nay điểm lại những nội dung chính của sự việc.",
    "Dưới đây là tóm tắt các thông tin đáng chú ý nhất để bạn đọc tiện theo dõi.",
    "Chúng tôi lược ghi một số điểm nổi bật.",
)


def _summary(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    parts = [part for line in text[1:] for part in _SENTENCE.split(line)]
    count = round(len(parts) * rng.uniform(*strength.summary))
    if count < 2:
        return None
    kept = [parts[i] for i in sorted(rng.sample(range(len(parts)), count))]
    if _size(kept) < 40:
        return None
    topic = " ".join(text[0].split()[: rng.randint(3, 6)])
    return (f"Tóm tắt: {topic}", rng.choice(_OPENINGS), " ".join(kept))


_COPIES: dict[str, tuple[Edit, str]] = {
    "title changed": (_title, "near"),
    "lead cut": (_lead_cut, "near"),
    "dateline put before": (_dateline, "near"),
    "author line": (_author, "near"),
    "words edited": (_words, "near"),
    "sentence added or cut": (_sentences, "near"),
    "NFD": (_nfd, "near"),
    "tone placement": (_tones, "near"),
    "punctuation, capitals": (_punctuation, "near"),
    "page furniture": (_furniture, "near"),
    "short forms": (_abbreviated, "near"),
    "province added": (_province, "near"),
    "one figure put right": (_misprint, "near"),
    "slips of the keyboard": (_spelling, "near"),
    "paragraphs joined": (_joined, "near"),
    "paragraphs moved": (_moved, "near"),
    "paragraphs left out": (_middle, "near"),
    "cut by 10-30 %": (_truncated(0.1, 0.3), "near"),
    "cut by 30-50 %": (_truncated(0.3, 0.5), "contained"),
    "summary": (_summary, "contained"),
}


def _both(rng: random.Random, text: Text, strength: Strength) -> tuple[Text, Text]:
    """Each side edited on its own: words, and a title, lead, author or sentence."""
    sides = []
    for _ in range(2):
        side: Text | None = _words(rng, text, strength)
        for edit in rng.sample((_title, _author, _sentences, _dateline, _tones, _abbreviated), 2):
            side = edit(rng, side or text, strength) or side
        sides.append(side or text)
    return sides[0], sides[1]


def _updated(rng: random.Random, text: Text, strength: Strength) -> Text | None:
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
        whole = whole[: match.start()] + _print(other, match[0], 0) + whole[match.end() :]
    if rng.random() < 0.4:
        day = re.compile(r"(?<!\w)(sáng|chiều|ngày|trưa|tối) (\d{1,2})/(\d)", re.IGNORECASE)
        whole = day.sub(lambda m: f"{m[1]} {int(m[2]) + (int(m[2]) < 30)}/{m[3]}", whole, count=1)
    lines = whole.split("\n")
    if rng.random() < 0.6:
        lines.insert(rng.randint(2, len(lines)), rng.choice(_ADDED))
    return tuple(lines)


# ---- forms filled anew -------------------------------------------------------------------------------------------


def _form(share: float, place: bool, period: bool) -> Edit:
    def edit(rng: random.Random, text: Text, strength: Strength) -> Text | None:
        changed = with_figures(rng, "\n".join(text), share)
        if changed is None:
            return None
        if place:
            changed = elsewhere(rng, changed)
        if period:
            changed = later(rng, changed)
        return tuple(changed.split("\n"))

    return edit


_FORMS: dict[str, Edit] = {
    "template: all figures": _form(1.0, False, False),
    "template: half the figures": _form(0.5, False, False),
    "template: a third of the figures": _form(1 / 3, False, False),
    "template: place, all figures": _form(1.0, True, False),
    "template: place, half the figures": _form(0.5, True, False),
    "template: place, a third of the figures": _form(1 / 3, True, False),
    "template: period, most figures": _form(0.7, False, True),
    "template: place, period, half the figures": _form(0.5, True, True),
}
BARRED = tuple(name for name in _FORMS if "third" not in name)
"""Forms of which at most one in a hundred may be linked; a third of the figures is reported beside."""
THIRD = tuple(name for name in _FORMS if "third" in name)


# ---- the pairs ---------------------------------------------------------------------------------------------------


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
    return [text for text in found if _size(text) >= 120] + list(own) * max(1, count // 60)


def pairs(half: str, count: int) -> Iterator[Pair]:
    """Labelled pairs of a half from about `count` articles: the same ones every time."""
    yield from pairs_of(texts(half, count), HALVES[half])
    yield from apart()
    yield from _short(random.Random(f"short:{HALVES[half].seed}"), count)


def pairs_of(base: Sequence[Text], strength: Strength) -> Iterator[Pair]:
    """Labelled pairs from any texts (title and paragraphs)."""
    rng = random.Random(f"pairs:{strength.seed}")
    for text in base:
        whole = _join(text)
        for name, (edit, wanted) in _COPIES.items():
            other = edit(rng, text, strength)
            if other is not None and _join(other) != whole:
                yield Pair(name, whole, _join(other), wanted)
        left, right = _both(rng, text, strength)
        yield Pair("both edited", _join(left), _join(right), "near")
        updated = _updated(rng, text, strength)
        if updated is not None:
            yield Pair("updated story", whole, _join(updated), "near")
        for name, form in _FORMS.items():
            other = form(rng, text, strength)
            if other is not None:
                yield Pair(name, whole, _join(other), "none")
    yield from _round_ups(rng, base)
    yield from _strangers(rng, base)


def _round_ups(rng: random.Random, base: Sequence[Text]) -> Iterator[Pair]:
    for _ in range(len(base) if len(base) >= 6 else 0):
        chosen = rng.sample(base, rng.randint(3, 6))
        parts = []
        for text in chosen:
            lines = text[: max(3, round(len(text) * rng.uniform(0.7, 1.0)))]
            parts.append(lines if rng.random() < 0.5 else lines[1:])
        other = _join(("Điểm tin nổi bật trong tuần", *(line for part in parts for line in part)))
        at = rng.randrange(len(chosen))
        if _size(parts[at]) >= 0.85 * _size(chosen[at]):
            yield Pair("round-up", _join(chosen[at]), other, "contained")


def _strangers(rng: random.Random, base: Sequence[Text]) -> Iterator[Pair]:
    """Texts that are no copies of each other: of one topic, of one legal basis, of one event told apart, any two."""
    for n, text in enumerate(base):
        other = rng.choice(base)
        if other is not text:
            yield Pair("unrelated", _join(text), _join(other), "none")
        if n + 1 < len(base) and base[n + 1] != text and other is not text:
            basis = edit_texts.LEGAL_BASIS
            left = (text[0], *basis, *text[1 : 1 + len(text) // 2])
            right = (other[0], *basis, *other[1 : 1 + len(other) // 2])
            yield Pair("shared legal basis", _join(left), _join(right), "none")
            stock = [part for line in text[1:] for part in _SENTENCE.split(line) if not re.search(r"\d", part)][:3]
            yield Pair("shared stock sentences", _join(text), _join((*other, " ".join(stock))), "none")
    words = [frozenset(_join(text).lower().split()) for text in base]
    for n, mine in enumerate(words):
        rivals = [
            (len(mine & words[m]) / len(mine | words[m]), m) for m in rng.sample(range(len(base)), min(len(base), 60))
        ]
        rival = max((r for r in rivals if base[r[1]] != base[n]), default=None)
        if rival:
            yield Pair("same topic", _join(base[n]), _join(base[rival[1]]), "none")


def apart() -> Iterator[Pair]:
    """One event told by two writers."""
    for left, right in edit_texts.APART:
        yield Pair("same event, told apart", _join(left), _join(right), "none")


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
            (f"{text}\n{rng.choice(_AUTHORS).format('Thu Hà')}", f"CTTĐT - {text}", f"{text}\nLượt xem: 15")
        )
        yield Pair("short notice taken over", text, copy, "near")


def _slots(rng: random.Random) -> dict[str, str]:
    start, so = rng.randint(6, 9), rng.randint(40, 900)
    return {
        "thang": str(rng.randint(1, 12)), "nam": str(rng.randint(2021, 2025)), "ngay": str(rng.randint(1, 28)),
        "noi": f"{rng.choice(('xã', 'phường'))} {_place(rng)}", "nguoi": _person(rng), "gio": str(start),
        "gio2": str(start + rng.randint(3, 8)), "so": str(so), "so2": str(so - rng.randint(1, 30)),
        "so3": str(rng.randint(2, 50)), "phan": f"{rng.uniform(80, 99.9):.1f}".replace(".", ","),
    }  # fmt: skip


def _join(text: Sequence[str]) -> str:
    return "\n".join(text)


def _size(text: Sequence[str]) -> int:
    return sum(len(line.split()) for line in text)
