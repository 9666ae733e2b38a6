"""The cleaning, folding and hashing functions under the name that extraction code uses; they live in `archive.text`."""

from archive.text import clean, content_hash, fold, hashable

__all__ = ["clean", "content_hash", "fold", "hashable"]
