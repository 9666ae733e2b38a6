"""What portals do to a text that they take over. An edit gives the other text, None where it has nothing to work on."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.edit_shapes import PLACE, figures
from benchmarks.edit_texts import Text
from tests.replica import vocabulary


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a half edits: shares of words, sentences and figures."""

    words: tuple[float, float]  # changed by a copy editor, each side
    summary: tuple[float, float]  # sentences kept
    seed: int


Edit = Callable[[random.Random, Text, Strength], Text | None]

_TITLES = (
    "Những con số đáng chú ý từ {0}", "{0}: Chuyển động mới tại cơ sở", "Tin vắn: {0}", "{0} và những điều cần biết",
)  # fmt: skip
_PREFIXES = ("(CTTĐT) - ", "CTTĐT - ", "(GLO)- ", "TTĐT – ", "BBK - ", "Ngày 12/5, ", "(Theo Báo địa phương) ")
AUTHORS = ("Nguồn: Cổng TTĐT tỉnh", "Theo {0}/TTXVN", "{0} (CTV)", "Tin, ảnh: {0}", "Ban Biên tập", "PV")
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
ADDED = (
    "Đây là nội dung được nhiều bạn đọc quan tâm trong thời gian qua.",
    "Cổng thông tin sẽ tiếp tục cập nhật các diễn biến liên quan.",
    "Các cơ quan liên quan đang phối hợp để triển khai những bước tiếp theo.",
    "Trước đó, nhiều ý kiến đã được gửi tới chương trình qua đường dây nóng.",
)
SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[\wÀ-ỹ\"“])")


def _title(rng: random.Random, text: Text, strength: Strength) -> Text:
    topic = " ".join(text[0].split()[: rng.randint(3, 5)])
    return (rng.choice(_TITLES).format(topic), *text[1:])


def _lead_cut(rng: random.Random, text: Text, strength: Strength) -> Text | None:
    return (text[0], *text[2:]) if len(text) > 3 and size(text[2:]) > 80 else None


def _dateline(rng: random.Random, text: Text, strength: Strength) -> Text:
    return (text[0], rng.choice(_PREFIXES) + text[1], *text[2:])


def _author(rng: random.Random, text: Text, strength: Strength) -> Text:
    lines = [rng.choice(AUTHORS).format(rng.choice(vocabulary.PEN_NAMES)) for _ in range(rng.randint(1, 2))]
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
    parts = SENTENCE.split(lines[place])
    if len(parts) > 2:
        del parts[rng.randrange(1, len(parts))]
        lines[place] = " ".join(parts)
    lines.insert(rng.randint(1, len(lines)), rng.choice(ADDED))
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
    changed = PLACE.sub(
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


def joined(rng: random.Random, text: Text, strength: Strength) -> Text:
    """Paragraphs run together and cut anew."""
    parts = SENTENCE.split(" ".join(text[1:]))
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
    parts = [part for line in text[1:] for part in SENTENCE.split(line)]
    count = round(len(parts) * rng.uniform(*strength.summary))
    if count < 2:
        return None
    kept = [parts[i] for i in sorted(rng.sample(range(len(parts)), count))]
    if size(kept) < 40:
        return None
    topic = " ".join(text[0].split()[: rng.randint(3, 6)])
    return (f"Tóm tắt: {topic}", rng.choice(_OPENINGS), " ".join(kept))


COPIES: dict[str, tuple[Edit, str]] = {
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
    "paragraphs joined": (joined, "near"),
    "paragraphs moved": (_moved, "near"),
    "paragraphs left out": (_middle, "near"),
    "cut by 10-30 %": (_truncated(0.1, 0.3), "near"),
    "cut by 30-50 %": (_truncated(0.3, 0.5), "contained"),
    "summary": (_summary, "contained"),
}


def both(rng: random.Random, text: Text, strength: Strength) -> tuple[Text, Text]:
    """Each side edited on its own: words, and a title, lead, author or sentence."""
    sides = []
    for _ in range(2):
        side: Text | None = _words(rng, text, strength)
        for edit in rng.sample((_title, _author, _sentences, _dateline, _tones, _abbreviated), 2):
            side = edit(rng, side or text, strength) or side
        sides.append(side or text)
    return sides[0], sides[1]


def join(text: Sequence[str]) -> str:
    return "\n".join(text)


def size(text: Sequence[str]) -> int:
    return sum(len(line.split()) for line in text)
