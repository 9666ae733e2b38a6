"""Words of a text, folded, and the fingerprint made of them: pure functions, the same on every machine.

A fingerprint is a FracMinHash: of the hashes of all runs of eight syllables those that fall into the lowest sixteenth
are kept. Two texts that share many runs share many kept hashes, whatever else stands around them, so that also a short
text inside a long one is found. Measured beside other schemes in docs/stories.md.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence, Set

from archive.text import fold

ALGO_VERSION = 1
"""Part of every stored fingerprint. Raise it with any change to what is hashed or kept: old ones are then made anew."""

SIZE = 8  # syllables of a shingle
SMALL = 4  # of the shingles that brief texts have besides
BRIEF = 64  # syllables: a text below keeps small shingles too, one edit would leave it too few of the large ones
KEEP = 16  # one of so many hashes is kept
AT_LEAST, AT_MOST = 24, 2_048  # hashes kept of any text that has them; the latter is reached at about 33,000 syllables
AT_LEAST_SMALL = 12
BITS = 48
SIXTEENTH = (1 << BITS) // KEEP

_WORD = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_]+|[\u0300-\u036f]+)+")
_PRIME, _BASE = (1 << 61) - 1, 0x0F1E_37A5_91D3_4C2B
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")

# Offices and things that one portal writes out and the next one shortens (folded, y as i): both forms are read alike.
_SHORT_FORMS = (
    (" ui ban nhan dan ", " ubnd "),
    (" hoi dong nhan dan ", " hdnd "),
    (" cai cach hanh chinh ", " cchc "),
    (" thu tuc hanh chinh ", " tthc "),
    (" cong nghe thong tin ", " cntt "),
    (" thong tin dien tu ", " ttdt "),
    (" mat tran to quoc ", " mttq "),
    (" dich vu cong ", " dvc "),
    (" thanh pho ", " tp "),
    (" thi xa ", " tx "),
    (" dong chi ", " d c "),
)


def number(text: str) -> str:
    """A number in one form: 1.274 as 1274, 98,60 as 98.6, 05 as 5 (Vietnamese use: thousands dot, decimal comma)."""
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    whole, _, rest = text.replace(",", ".").partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")


class _Folded(dict[str, str]):
    """Words as they are compared; each is folded once. Emptied when it has grown, so that its memory is bounded."""

    def __missing__(self, word: str) -> str:
        if len(self) > 50_000:
            self.clear()
        value = self[word] = number(word) if word[0].isdecimal() else fold(word).replace("y", "i")
        return value


FOLDED = _Folded()
"""`FOLDED[word]`: without accents, đ as d, y as i (lý/lí), numbers by `number`."""


_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


class _Spelt(dict[str, str]):
    def __missing__(self, word: str) -> str:
        if len(self) > 50_000:
            self.clear()
        if word[0].isdecimal():
            value = number(word)
        else:
            marked = unicodedata.normalize("NFD", word.casefold()).replace("y", "i")
            value = _TONES.sub("", marked) + "".join(_TONES.findall(marked))
        self[word] = value
        return value


SPELT = _Spelt()
"""`SPELT[word]`: lower case with its accents, the tone at the end wherever put (hoà, hòa), numbers by `number`."""


class _Hashes(dict[str, int]):
    def __missing__(self, word: str) -> int:
        if len(self) > 50_000:
            self.clear()
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        value = self[word] = int.from_bytes(digest) % _PRIME
        return value


_HASHES = _Hashes()


def tokens(text: str) -> list[str]:
    """The words and numbers of a text as they stand there."""
    found: list[str] = _WORD.findall(plain(text))
    return found


def syllables(words: Sequence[str]) -> list[str]:
    """The folded syllables of `tokens`, short forms of offices joined; numbers are syllables too."""
    joined = f" {' '.join([FOLDED[word] for word in words])} "
    for long, short in _SHORT_FORMS:
        joined = joined.replace(long, short)
    return joined.split()


def plain(text: str) -> str:
    """NFC without invisible characters; line ends stay."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text if _INVISIBLE.search(text) is None else _INVISIBLE.sub("", text)


_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def body(text: str) -> str:
    """The text without its clauses of legal basis ("Căn cứ …;"): a whole province prints the same ones."""
    return _BASIS.sub("\n", text) if "ăn cứ" in text else text


_BASIS = re.compile(r"(?m)^\s*(?:Căn cứ|CĂN CỨ) [^\n]{20,1500};\s*$|(?<=;)\s*Căn cứ [^;\n]{20,900};")


def shingles(words: Sequence[str], size: int = SIZE) -> list[int]:
    """Hashes below 2**48 of all runs of `size` syllables, in order: a rolling polynomial modulo a prime over hashes of
    syllables. Linear in the text. A text shorter than `size` has none.
    """
    hashes = [_HASHES[word] for word in words]
    if len(hashes) < size:
        return []
    top = pow(_BASE, size, _PRIME)
    value = 0
    for item in hashes[:size]:
        value = (value * _BASE + item) % _PRIME
    found = [value >> 13]
    add = found.append
    for old, new in zip(hashes, hashes[size:], strict=False):
        value = (value * _BASE + new - old * top) % _PRIME
        add(value >> 13)
    return found


def covered(runs: Sequence[int], others: Set[int], size: int) -> int:
    """How many syllables of a text lie in a run that the other text has too."""
    end = total = 0
    for start, run in enumerate(runs):
        if run in others:
            total += start + size - max(start, end)
            end = start + size
    return total


def sketch(large: Set[int], small: Set[int]) -> tuple[int, ...]:
    """The hashes that are stored, ascending: the lowest sixteenth of `large`, at least 24, and 12 of `small`."""
    kept = [value for value in large if value < SIXTEENTH]
    if len(kept) < AT_LEAST:
        kept = sorted(large)[:AT_LEAST]
    return tuple(sorted({*sorted(kept)[:AT_MOST], *sorted(small)[:AT_LEAST_SMALL]}))


def text_hash(words: Sequence[str], raw: str) -> str:
    """SHA-256, hex, of the words with their accents, whatever their case, punctuation and tone placement; of the text
    itself where it has no words. Two texts that have it in common are one text for every purpose."""
    spelt = " ".join([SPELT[word] for word in words])
    return hashlib.sha256((spelt or raw.strip()).encode("utf-8", "surrogatepass")).hexdigest()
