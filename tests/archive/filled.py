"""An archive with rows in every table, and what it holds as plain values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, insert, select, text

from archive.models import Base, FingerprintStop, Notice
from archive.records import Area, Attachment, DocumentNumber, Figure
from tests.archive.building import LONG, Crawl, article, at


def fill(engine: Engine, articles: int = 3) -> Crawl:
    """Articles with areas, figures, documents and files, a revision, an alias, misses, a template and a notice."""
    crawl = Crawl(engine)
    number = DocumentNumber("125/QĐ-UBND", "QĐ", "125", None, "UBND")
    for place in range(articles):
        crawl.put(
            article(
                str(place),
                text=f"Nội dung thứ {place}, đúng như đã đăng. {LONG} {place}",
                document_numbers=(number, DocumentNumber(f"{place}/2026/NQ-HĐND", "NQ", str(place), 2026, "HĐND")),
                areas=(Area("dvc", 0.1 + place, ("một cửa", "dịch vụ công")),),
                figures=(Figure(84.7, "%", "84,7%", "Đạt 84,7% kế hoạch.", bound="min"),),
                attachments=(Attachment(f"https://yenbai.gov.vn/{place}.pdf", "Phụ lục"),),
                cchc_score=1 / 3,
                published_at=at(),
            )
        )
    crawl.put(article("0", text=f"Nội dung đã sửa. {LONG}"), day=1)
    same = article("1", text=f"Nội dung thứ 1, đúng như đã đăng. {LONG} 1", published_at=at())
    crawl.put(article("9", text=same.text, title=same.title, published_at=at(), url="https://yenbai.gov.vn/khac"))
    crawl.miss("2", day=2)
    crawl.page("https://yenbai.gov.vn/tin", None, kind="listing")
    crawl.store.save_template("yenbai", '{"dòng": []}', 12)
    crawl.store.finish_run(crawl.run_id, "ok", ["không có gì"], {"stored": articles}, ["ghi chú"])
    with engine.begin() as connection:
        connection.execute(
            insert(Notice), [{"subject": "yenbai", "state": "ok", "text": "đã chạy", "made_at": at(), "told_at": None}]
        )
        connection.execute(insert(FingerprintStop), [{"hash": (1 << 48) - 1, "articles": 501}])
    return crawl


def held(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table, as Python values."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table)).all()), key=repr)
            for table in Base.metadata.sorted_tables
        }


def next_number(engine: Engine, table: str) -> int:
    """The number that the next row of a table would get."""
    crawl = Crawl(engine)
    crawl.put(article("mới", text=f"Bài mới. {LONG} mới"))
    crawl.store.finish_run(crawl.run_id, "ok", [], {})
    with engine.connect() as connection:
        return int(connection.execute(text(f"select max(id) from {table}")).scalar_one())
