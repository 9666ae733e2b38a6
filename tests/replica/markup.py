"""Bodies as editors leave them: the same blocks in many kinds of HTML. All of it is our own; what real pages of this
family look like is inferred from other sites (PORTALS 4.3, 4.5)."""

from __future__ import annotations

import html
import random
import unicodedata
from collections.abc import Callable

from tests.replica.gold import Block, Gold

NBSP = "\u00a0"


def esc(text: str) -> str:
    """Text for an element's content: quotes stay."""
    return html.escape(text, quote=False)


def _p(text: str, rng: random.Random) -> str:
    return f'<p style="text-align: justify;">{esc(text)}</p>\n'


def _div(text: str, rng: random.Random) -> str:
    return f'<div style="text-align: justify;"><span style="font-size: 14px;">{esc(text)}</span></div>\n'


def _br(text: str, rng: random.Random) -> str:
    return f"{esc(text)}<br /><br />\n"


def _spans(text: str, rng: random.Random) -> str:
    """Word-processor leavings: a sentence in several spans and fonts, now and then a zero-width space."""
    words = text.split(" ")
    cut = max(1, int(len(words) * rng.random()))
    first, rest = " ".join(words[:cut]), " ".join(words[cut:])
    mark = "\u200b" if rng.random() < 0.3 else ""
    return (
        f'<p class="MsoNormal"><font face="Times New Roman" size="3"><span lang="VI">{esc(first)}{mark}</span>'
        f' <span><span style="letter-spacing: -0.2pt;">{esc(rest)}</span></span></font></p>\n'
    )


def _nbsp(text: str, rng: random.Random) -> str:
    """Indented by no-break spaces, some of them in runs inside the sentence, and an empty paragraph after it."""
    words = [esc(word) for word in text.split(" ")]
    for place in range(3, len(words), 9):
        words[place] = (NBSP * (1 + place % 2) if place % 4 else "&nbsp;") + words[place]
    body = " ".join(words)
    return f"<p>{'&nbsp;' * (6 + len(words) % 4)} {body}</p>\n<p>&nbsp;</p>\n"


PARAGRAPHS: dict[str, Callable[[str, random.Random], str]] = {
    "p": _p,
    "div": _div,
    "br": _br,
    "spans": _spans,
    "nbsp": _nbsp,
}


def body(gold: Gold, rng: random.Random) -> str:
    """The blocks of an article without its lead and author line."""
    paragraph = PARAGRAPHS["p" if gold.kind == "nfd" else rng.choice(list(PARAGRAPHS))]
    pieces = []
    for block in gold.blocks:
        if block.kind == "p":
            text = unicodedata.normalize("NFD", block.rows[0][0]) if gold.kind == "nfd" else block.rows[0][0]
            pieces.append(paragraph(text, rng))
        elif block.kind != "author":
            pieces.append(_OTHERS[block.kind](block, gold, rng))
    return "".join(pieces)


def author(gold: Gold) -> str:
    """The author or source line with its decoration, "" where there is none."""
    line = next((block.rows[0][0] for block in gold.blocks if block.kind == "author"), "")
    return f'<p align="right"><strong style="font-style: italic;">{esc(line)}</strong></p>\n' if line else ""


def _list(block: Block, gold: Gold, rng: random.Random) -> str:
    items = "".join(f"<li>{esc(row[0])}</li>" for row in block.rows)
    tag = rng.choice(("ul", "ol"))
    lines = f"<{tag}>{items}</{tag}>"
    if rng.random() < 0.4:  # a list in a cell of a layout table: lost by many extractors (EXTRACTION, case 1)
        return f'<table border="0" width="100%"><tbody><tr><td>{lines}</td></tr></tbody></table>\n'
    return lines + "\n"


def _table(block: Block, gold: Gold, rng: random.Random) -> str:
    head, *rows = block.rows
    bold = rng.random() < 0.5
    cells = "".join(
        f"<td><p><strong>{esc(cell)}</strong></p></td>" if bold else f"<th>{esc(cell)}</th>" for cell in head
    )
    lines = "".join(
        "<tr>"
        + "".join(f"<td><p>{esc(cell)}</p></td>" if bold else f"<td>{esc(cell)}</td>" for cell in row)
        + "</tr>\n"
        for row in rows
    )
    return f'<table border="1" cellpadding="3" cellspacing="0"><tbody><tr>{cells}</tr>\n{lines}</tbody></table>\n'


def _caption(block: Block, gold: Gold, rng: random.Random) -> str:
    text = esc(block.rows[0][0])
    folder = f"{2022 - rng.randrange(3)}"  # the folder's year is not the article's (PORTALS 3.1)
    image = f'<img src="/noidung/tintuc/PublishingImages/{folder}/anh{gold.id}.jpg" alt="" width="600" />'
    form = rng.randrange(3)
    if form == 0:
        return f"<figure>{image}<figcaption>{text}</figcaption></figure>\n"
    if form == 1:
        return (
            f'<table align="center" border="0"><tbody><tr><td>{image}</td></tr>'
            f'<tr><td style="text-align: center;"><em>{text}</em></td></tr></tbody></table>\n'
        )
    return f'<p align="center">{image}</p>\n<p align="center"><em>{text}</em></p>\n'


def _attachment(block: Block, gold: Gold, rng: random.Random) -> str:
    ((path, name),) = gold.attachments
    label = block.rows[0][0].removesuffix(name)
    return f'<p>{esc(label)}<a href="{path}">{esc(name)}</a></p>\n'


_OTHERS = {"list": _list, "table": _table, "caption": _caption, "attachment": _attachment}
