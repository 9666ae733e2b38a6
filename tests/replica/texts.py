"""Texts of articles, any number of them: article i is made from (seed, i) and its publication moment alone.

`headline` gives what a listing shows, `story` the whole article. Both draw from the same stream of random numbers, so
that they always agree.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.replica import notices, topics_other, topics_reform
from tests.replica import vocabulary as words
from tests.replica.gold import Block
from tests.replica.slots import Slots
from tests.replica.topics import Topic

_LINK_LABELS = ("Tài liệu kèm theo:", "File đính kèm:", "Tệp đính kèm:")
_POOLS: dict[str, Sequence[str]] = {
    "Đơn vị": words.DEPARTMENTS,
    "Đoàn": words.ALL_COMMUNES,
    "Địa phương": words.ALL_COMMUNES,
    "Trường": tuple(f"Trường Tiểu học {name.split(' ', 1)[1]}" for name in words.ALL_COMMUNES),
    "Lĩnh vực": (
        "Đất đai",
        "Hộ tịch",
        "Chứng thực",
        "Đăng ký kinh doanh",
        "Bảo trợ xã hội",
        "Xây dựng",
        "Người có công",
    ),
    "Chỉ tiêu": ("Hồ sơ trực tuyến", "Thanh toán trực tuyến", "Số hóa kết quả", "Chữ ký số", "Phản ánh đã trả lời"),
    "Cây trồng": ("Lúa xuân", "Ngô", "Chè", "Quế", "Sắn", "Dâu tằm"),
}


_FIGURES = {
    "Điểm số": "diem",
    "Tỷ lệ": "p",
    "Tỷ lệ chuyên cần": "p9",
    "Quá hạn": "so2",
    "Số lớp": "m",
    "Năng suất (tạ/ha)": "ta",
}


@dataclass(frozen=True, slots=True)
class Story:
    """An article without its address: what `Gold` holds of the text."""

    kind: str
    title: str
    lead: str | None
    blocks: tuple[Block, ...]
    author: str | None
    section: str
    is_cchc: bool
    attachments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Opening:
    """What is drawn first: slots, subject, kind, title, and the lead's template."""

    slots: Slots
    topic: Topic | notices.Notice
    kind: str
    title: str
    lead: str


def _open(seed: int, index: int, published: dt.datetime, cchc_share: float) -> _Opening:
    rng = random.Random(f"{seed}:{index}")
    slots = Slots(rng, published)
    about = rng.random() < cchc_share
    chance = rng.random()
    if chance < 0.08:
        known = [notice for notice in notices.NOTICES if notice.cchc == about]
        notice = known[slots.number(0, len(known) - 1)]
        return _Opening(slots, notice, "short_notice", slots.fill(notice.title, keep=True), notice.lead)
    topics = topics_reform.REFORM if about else topics_other.OTHER
    topic = topics[slots.number(0, len(topics) - 1)]
    if chance < 0.14:
        kind = "photo"
    elif chance < 0.22 and topic is topics_reform.PLAN:
        kind = "decision"
    elif chance < 0.40 and topic.columns:
        kind = "table"
    else:
        kind = "list" if chance < 0.62 else "article"
    place = slots.number(0, len(topic.titles) - 1)
    lead = topic.leads[place] if len(topic.leads) == len(topic.titles) else slots.pick(topic.leads)
    return _Opening(slots, topic, kind, slots.fill(topic.titles[place], keep=True), lead)


def headline(seed: int, index: int, published: dt.datetime, cchc_share: float) -> str:
    """The title of article `index`, without making the rest."""
    return _open(seed, index, published, cchc_share).title


def story(seed: int, index: int, published: dt.datetime, cchc_share: float) -> Story:
    """Article `index`: NFC, plain blanks. `cchc_share` (0 to 1) is the share of articles about reform."""
    opening = _open(seed, index, published, cchc_share)
    slots, topic = opening.slots, opening.topic
    if isinstance(topic, notices.Notice):
        lines = tuple(paragraph(slots.fill(line)) for line in topic.lines)
        first = slots.fill(opening.lead, keep=True)
        notice_lead, lines = (first, lines) if lines else (None, (paragraph(first),))  # a single paragraph is no lead
        return Story(opening.kind, opening.title, notice_lead, lines, None, topic.section, topic.cchc)
    lead = slots.pick(("CTTĐT - ", "CTTĐT - ", "CTTĐT- ", "", "")) + slots.fill(opening.lead, keep=True)
    slots.release()
    attachments: tuple[tuple[str, str], ...] = ()
    blocks = _BODIES[opening.kind](slots, topic)
    if topic is topics_reform.PLAN and slots.rng.random() < 0.5:
        name = slots["kh"]
        attachments = ((f"/noidung/tintuc/DocLib/van-ban-{index % 10_000}.pdf", name),)
        blocks.append(Block("attachment", ((f"{slots.pick(_LINK_LABELS)} {name}",),)))
    author, line = _byline(slots)
    if line:
        blocks.append(Block("author", ((line,),)))
    return Story(opening.kind, opening.title, lead, tuple(blocks), author, topic.section, topic.cchc, attachments)


def paragraph(text: str) -> Block:
    """One line of running text."""
    return Block("p", ((text,),))


def _paragraphs(slots: Slots, topic: Topic, most: int) -> list[Block]:
    shared = topics_reform.SHARED if topic.cchc else topics_other.SHARED
    pool = [*topic.sentences, *slots.rng.sample(shared, 4)]
    slots.rng.shuffle(pool)
    blocks: list[Block] = []
    while pool and len(blocks) < most:
        size = slots.number(2, 4)
        blocks.append(paragraph(" ".join(slots.fill(pool.pop()) for _ in range(min(size, len(pool))))))
    return blocks


def _captions(slots: Slots, topic: Topic, count: int) -> list[Block]:
    return [Block("caption", ((slots.fill(text),),)) for text in slots.rng.sample(topic.captions, count)]


def _article(slots: Slots, topic: Topic) -> list[Block]:
    blocks = _paragraphs(slots, topic, slots.number(2, 5))
    if slots.rng.random() < 0.6:
        blocks[0:0] = _captions(slots, topic, 1)
    return blocks


def _with_list(slots: Slots, topic: Topic) -> list[Block]:
    blocks = _article(slots, topic)
    intro, items = topic.items
    place = slots.number(1, len(blocks))
    rows = tuple((slots.fill(item),) for item in items)
    blocks[place:place] = [paragraph(slots.fill(intro)), Block("list", rows)]
    return blocks


def _with_table(slots: Slots, topic: Topic) -> list[Block]:
    blocks = _article(slots, topic)
    count = slots.number(4, 5)
    labels = {name: slots.rng.sample(pool, count) for name, pool in _POOLS.items() if name in topic.columns}
    body = tuple(tuple(_cell(slots, name, row, labels) for name in topic.columns) for row in range(count))
    place = slots.number(1, len(blocks))
    blocks.insert(place, Block("table", (topic.columns, *body)))
    return blocks


def _cell(slots: Slots, column: str, row: int, labels: dict[str, list[str]]) -> str:
    if column in labels:
        return labels[column][row][0].upper() + labels[column][row][1:]
    if column in ("STT", "Hạng"):
        return str(row + 1)
    if column == "So với năm trước":
        return slots.fill("[Tăng {so2} bậc|Giảm {so2} bậc|Giữ nguyên]")
    if column.startswith("Huy chương"):
        return str(slots.number(0, 9))
    return slots[_FIGURES.get(column, "n2")]


def _decision(slots: Slots, topic: Topic) -> list[Block]:
    basis = [paragraph(text) for text in words.LEGAL_BASIS]
    articles = [paragraph(slots.fill(f"Điều {i}. {text}")) for i, text in enumerate(notices.ARTICLES, 1)]
    return [*_paragraphs(slots, topic, 1), *basis, *articles]


def _photo(slots: Slots, topic: Topic) -> list[Block]:
    return _captions(slots, topic, len(topic.captions))


def _byline(slots: Slots) -> tuple[str | None, str]:
    chance, name = slots.rng.random(), slots.pick(words.PEN_NAMES)
    if chance < 0.35:
        return "Ban Biên tập", "Ban Biên tập"
    if chance < 0.55:
        return name, name
    if chance < 0.70:
        return f"{name} (CTV)", f"{name} (CTV)"
    if chance < 0.78:
        return name, f"Tác giả: {name}"
    if chance < 0.88:
        return None, f"Nguồn: {slots.pick(words.SOURCES)}"  # a source is not an author
    return None, ""


_BODIES: dict[str, Callable[[Slots, Topic], list[Block]]] = {
    "article": _article,
    "list": _with_list,
    "table": _with_table,
    "decision": _decision,
    "photo": _photo,
}

_FIGURE = "Tính đến nay, toàn tỉnh đã hoàn thành {} nhiệm vụ trong kế hoạch năm, các đơn vị tiếp tục gửi số liệu."
_ADDED = " Số liệu này đã được rà soát, đính chính so với lần đăng đầu tiên."


def with_figure(plain: Story, corrected: bool) -> Story:
    """The story with a paragraph that a later edition corrects: another figure, and one sentence more."""
    text = _FIGURE.format("1.274") if not corrected else _FIGURE.format("1.247") + _ADDED
    place = next(
        (i for i, block in enumerate(plain.blocks) if block.kind in ("attachment", "author")), len(plain.blocks)
    )
    kind = "article" if plain.kind == "short_notice" else plain.kind
    return replace(plain, kind=kind, blocks=(*plain.blocks[:place], paragraph(text), *plain.blocks[place:]))
