"""The one cleaning, folding and hashing: what is changed, and what is left as printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import clean, content_hash, fold, hashable


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Cải   cách\u00a0hành\tchính \n", "Cải cách hành chính"),
        (unicodedata.normalize("NFD", "Thủ tục hành chính"), "Thủ tục hành chính"),
        ("\ufeffmột\u200b cửa\u00ad", "một cửa"),
        ("\u2800Quảng Nam", "Quảng Nam"),
        ("a\x00b\x1fc\ud800d", "abcd"),
        ("½ m² ºC … “Uỷ ban” – hoà", "½ m² ºC … “Uỷ ban” – hoà"),  # NFC, not NFKC; quotes and tones as printed
    ],
)
def test_clean_makes_blanks_plain_and_leaves_the_rest(raw, cleaned):
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ĐẮK LẮK", "dak lak"),
        ("Uỷ ban", "uy ban"),
        ("Ủy ban", "uy ban"),
        ("hoà / hòa", "hoa hoa"),
        ("1051/QĐ-UBND", "1051 qd ubnd"),
        ("Ðồng Tháp", "dong thap"),  # U+00D0, not U+0110
        ("  — ", ""),
    ],
)
def test_fold_drops_accents_and_case_and_maps_the_letter_d(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_cleaning_and_folding_are_idempotent_and_can_be_stored(text):
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert "\x00" not in clean(text)
    clean(text).encode()


def test_the_hash_sees_words_and_not_typography():
    assert content_hash("A – B", "“Một”\n\nhai\u00a0ba") == content_hash("A - B", '"Một"\nhai ba')
    assert content_hash("A", "một") != content_hash("A", "Một")
    assert content_hash("A\nb", "c") != content_hash("A", "b c")
    assert hashable("‘x’…") == "'x'..."
