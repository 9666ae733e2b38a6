"""The contract under the name that Scrapy users look for; the records live in `archive.records`."""

from archive.records import (
    Area,
    Article,
    Attachment,
    DocumentNumber,
    Outcome,
    Page,
    Precision,
    Reason,
    Rejection,
)

__all__ = [
    "Area",
    "Article",
    "Attachment",
    "DocumentNumber",
    "Outcome",
    "Page",
    "Precision",
    "Reason",
    "Rejection",
]
