"""The one cleaning function, the one folding function and the one content hash.

Stored text is NFC with odd blanks made plain and otherwise as printed; everything that compares, searches or hashes
works on a copy. Tone placement (hoà/hòa) and đ are folded in that copy only.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Characters that carry nothing on portals: zero-width marks, BOM, soft hyphen. Legacy TCVN3 uses U+00AD as a letter:
# such text is converted before it comes here (crawler/extraction/decode.py).
_DROP = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Control characters are no text, PostgreSQL refuses NUL, and a lone surrogate (in JSON-LD) cannot be encoded.
_DROP |= dict.fromkeys([*(n for n in range(0x20) if chr(n) not in "\t\n\v\f\r"), *range(0xD800, 0xE000)])
_DROPPED = re.compile(f"[{''.join(map(re.escape, map(chr, _DROP)))}]")  # most lines hold none: quicker than translating
_FORMS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-") | {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "…": "..."}
)
_FORMED = re.compile(f"[{''.join(map(chr, _FORMS))}]")
_D = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d"})
_NOT_WORD = re.compile(r"[^\w]+")


def clean(text: str) -> str:
    """NFC, every kind of blank to one space, invisible characters removed; the only change ever made to stored text."""
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable() and _DROPPED.search(text):  # dropped characters and most blanks are not printable
        text = text.translate(_DROP)
    return " ".join(text.replace("\u2800", " ").split())  # the empty Braille pattern is no blank to `split`


def fold(text: str) -> str:
    """A copy for search and comparison: lower case, no accents, đ as d, every run of other characters one space."""
    bare = unicodedata.normalize("NFD", text.translate(_DROP).casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c)).translate(_D)
    return _NOT_WORD.sub(" ", bare).strip()


def hashable(text: str) -> str:
    """A copy for the content hash: quotes, dashes and blanks of one form, case and accents kept."""
    return clean(text.translate(_FORMS) if _FORMED.search(text) else text)


def content_hash(title: str, text: str) -> str:
    """SHA-256 of title and body after `hashable`, hex. Counters, weather and dates of the crawl are not in either."""
    lines = [hashable(title), *(hashable(line) for line in text.splitlines())]
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()
