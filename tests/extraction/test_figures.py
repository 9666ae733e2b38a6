"""Figures of Vietnamese texts: what the number says, what it counts, what it measures, and what is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import db
from archive.records import Article, Figure, Page
from crawler.extraction import extract
from crawler.extraction.figures import LIMIT, SENTENCE, find

SENTENCES = Path(__file__).parent / "figures" / "sentences.txt"
Row = tuple[str, list[tuple[str, str, str]]]


def rows(*, held_out: bool) -> Iterator[Row]:
    lines = [line for line in SENTENCES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    for i, line in enumerate(lines):
        text, _, wanted = line.partition(" =>")
        if (i % 3 == 2) == held_out:
            parts = (part.strip().split("|") for part in wanted.split(" ; ") if part.strip())
            yield text, [(value, unit, label) for value, unit, label in parts]


def as_row(figure: Figure) -> tuple[str, str, str]:
    total = "" if figure.total is None else f"/{figure.total:.10g}"
    return f"{figure.value:.10g}{total}", figure.unit, figure.label or "-"


def only(text: str) -> Figure:
    found = find("", text)
    assert len(found) == 1, found
    return found[0]


def quality(*, held_out: bool) -> dict[str, tuple[float, float]]:
    """Precision and recall of (value, unit) and of what has a label."""
    counts: Counter[str] = Counter()
    for text, wanted in rows(held_out=held_out):
        found = [as_row(figure) for figure in find("", text)]
        for name, a, b in (
            ("values", [row[:2] for row in wanted], [row[:2] for row in found]),
            ("labels", [row for row in wanted if row[2] != "-"], [row for row in found if row[2] != "-"]),
        ):
            counts[name] += (Counter(a) & Counter(b)).total()
            counts[f"{name} wanted"] += len(a)
            counts[f"{name} found"] += len(b)
    return {n: (counts[n] / counts[f"{n} found"], counts[n] / counts[f"{n} wanted"]) for n in ("values", "labels")}


@pytest.mark.parametrize(("text", "wanted"), list(rows(held_out=False)))
def test_labelled_sentences(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [as_row(figure) for figure in find("", text)] == wanted


def test_held_out_sentences() -> None:
    found = quality(held_out=True)
    assert min(found["values"]) >= 0.98
    assert found["labels"][0] >= 0.97  # null rather than a guess: precision before recall
    assert found["labels"][1] >= 0.9


def test_every_label_has_four_sentences_and_stands_in_the_docs() -> None:
    every = [row for held_out in (False, True) for _, wanted in rows(held_out=held_out) for row in wanted]
    counts = Counter(label.removesuffix("_target") for _, _, label in every if label != "-")
    assert min(counts.values()) >= 4
    docs = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")
    assert [label for label in counts if f"| `{label}` |" not in docs] == []


@pytest.mark.parametrize(
    ("printed", "value", "dotted"),
    [
        ("14.607 hồ sơ", 14607, False),
        ("98,6%", 98.6, False),
        ("42,4909 điểm", 42.4909, False),
        ("1.234.567 lượt", 1234567, False),
        ("45.86 điểm", 45.86, True),
        ("87.5 %", 87.5, True),
        ("45.8612 điểm", 45.8612, True),
        ("1.250,75 ha", 1250.75, False),
        ("665,423 lượt truy cập", 665423, False),
        ("3,125 ha", 3.125, False),
        ("01 bậc", 1, False),
        ("98.125%", 98.125, True),
        ("96 phần trăm", 96, False),
        ("120ha", 120, False),
    ],
)
def test_numbers_are_read_by_the_convention(printed: str, value: float, dotted: bool) -> None:
    figure = only(f"Kết quả là {printed}.")
    assert (figure.value, figure.dot_decimal) == (value, dotted)


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("trên 80% hộ dân", "min"),
        ("hơn 460 hồ sơ", "min"),
        ("tối thiểu 15% số hộ", "min"),
        ("từ 50% trở lên", "min"),
        ("từ 20% số hồ sơ trở lên", "min"),
        ("dưới 5% số hộ", "max"),
        ("không quá 05 ngày", "max"),
        ("từ 3% trở xuống", "max"),
        ("khoảng 300 hộ", "about"),
        ("gần 1.000 người", "about"),
        ("cao hơn 5%", None),
        ("74% lao động có trình độ trung cấp trở lên", None),
    ],
)
def test_bounds(words: str, bound: str | None) -> None:
    assert only(f"Toàn xã có {words}.").bound == bound


def test_a_range_is_its_two_ends() -> None:
    for text in ("Tăng từ 12 - 18%.", "Đạt 12-18%.", "Giá dao động từ 12% đến 18%.", "Đạt từ 12 đến 18%."):
        assert [(f.value, f.unit, f.bound) for f in find("", text)] == [(12, "%", "min"), (18, "%", "max")], text


def test_a_rank_has_its_total_from_both_spellings() -> None:
    assert [(f.value, f.total, f.unit) for f in find("", "Tỉnh xếp thứ 26/63.")] == [(26, 63, "hạng")]
    assert (find("", "Tỉnh đứng thứ 26 trong 63 tỉnh, thành phố.")[0].total) == 63


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Năm 2024 đạt 95%, phấn đấu năm 2025 đạt 98% hồ sơ đúng hạn.", ["reported", "target"]),
        ("Chỉ tiêu giao là 50%, xã đã thực hiện được 62%.", ["target", "reported"]),
        ("Tỷ lệ này tăng 5,2% so với cùng kỳ.", ["change"]),
        ("Tỷ lệ hồ sơ đúng hạn cao hơn quý trước 1,4%.", ["change"]),
        ("Số ngày giảm từ 15 ngày xuống còn 07 ngày.", ["earlier", "reported"]),
        ("Tỷ lệ đúng hạn đạt 98%, cùng kỳ năm trước là 94%.", ["reported", "earlier"]),
        ("Xã đạt 100% chỉ tiêu về hồ sơ.", ["reported"]),
        ("98% hồ sơ phải được trả đúng hạn.", ["target"]),
        ("Xã phấn đấu tỷ lệ trả hồ sơ đúng hạn đạt từ 96% trở lên.", ["target"]),
        ("Huyện tăng cường kiểm tra 12 đơn vị.", ["reported"]),
        ("Phấn đấu giảm 50% thời gian giải quyết; 90% người dân hài lòng.", ["change", "target"]),
        ("Tỷ lệ hồ sơ đúng hạn năm 2021 đạt 93%, năm 2022 đạt 95%.", ["earlier", "reported"]),
        ("Quý I có 93% hồ sơ đúng hạn, quý II có 95% hồ sơ đúng hạn.", ["earlier", "reported"]),
        ("Năm 2023 có 97% hồ sơ đúng hạn (năm 2022: 94%).", ["reported", "earlier"]),
        ("Tỷ lệ hồ sơ đúng hạn đạt 95% (năm 2021), 97% (năm 2022).", ["earlier", "reported"]),
        ("Tỷ lệ hồ sơ đúng hạn quý I, quý II lần lượt là 95% và 97%.", ["earlier", "reported"]),
        ("Năm 2022 cấp huyện đạt 95% hồ sơ đúng hạn, cấp xã đạt 96%.", ["reported", "reported"]),
    ],
)
def test_what_is_reported_what_is_wanted_and_what_has_changed(text: str, kinds: list[str]) -> None:
    found = find("", text)
    assert [figure.kind for figure in found] == kinds
    for figure in found:
        plain = figure.label is not None and not figure.label.endswith("_target")
        assert not plain or figure.kind == "reported"


def test_a_list_under_a_heading_of_targets_is_wanted_up_to_its_end() -> None:
    text = "Mục tiêu đến năm 2027:\n- 97% hồ sơ được giải quyết đúng hạn;\n- 60% hồ sơ nộp trực tuyến.\n"
    after = "Quý I, 93% hồ sơ được giải quyết đúng hạn."
    labels = [figure.label for figure in find("Kế hoạch", text + after)]
    assert labels == ["on_time_rate_target", "online_share_target", "on_time_rate"]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (
            "Tỷ lệ hồ sơ đúng hạn: cấp tỉnh 98,1%; cấp huyện 97,2%; cấp xã 99,3%.",
            ["province", "district", "commune"],
        ),
        ("Toàn huyện tiếp nhận 900 hồ sơ, đã giải quyết 880 hồ sơ.", ["district", "district"]),
        ("Trong đó cấp xã: tiếp nhận 300 hồ sơ, đang giải quyết: 12 hồ sơ.", ["commune", "commune"]),
        ("Có 95% hồ sơ cấp huyện được trả đúng hạn.", ["district"]),
        ("UBND xã Nà Sản giải quyết 120 hồ sơ.", ["commune"]),
        ("Sở Y tế giải quyết 120 hồ sơ.", ["province"]),
        ("Có 95% hồ sơ được trả đúng hạn.", [None]),
        (
            "Tỷ lệ hồ sơ đúng hạn cấp tỉnh, cấp huyện và cấp xã lần lượt là 98%, 97% và 99%.",
            ["province", "district", "commune"],
        ),
        ("Tỷ lệ hồ sơ đúng hạn cấp huyện, cấp xã lần lượt là 98%, 97% và 99%.", [None, None, None]),
        ("Tỷ lệ hồ sơ đúng hạn cấp huyện, cấp xã đạt 98%.", [None]),
        ("Tỷ lệ hồ sơ đúng hạn của các xã A và B lần lượt là 98% và 97%.", ["commune", "commune"]),
        ("Tỷ lệ hồ sơ đúng hạn của 9 xã đều từ 97% trở lên.", [None, "commune"]),
        ("Theo Bộ Nội vụ, tỷ lệ hồ sơ đúng hạn cả nước đạt 92%, cấp xã đạt 95%.", ["country", "country"]),
        ("Bình quân 63 tỉnh, thành phố có 92% hồ sơ trả đúng hạn.", [None, "country"]),
        ("Có 92% hồ sơ trên toàn quốc được trả đúng hạn.", ["country"]),
        ("Tỷ lệ hồ sơ đúng hạn cả nước đạt 92%, của tỉnh đạt 97%.", ["country", "province"]),
        ("Cả nước có 92% hồ sơ đúng hạn, Lào Cai có 97% hồ sơ đúng hạn.", ["country", None]),
        ("Tỉnh dẫn đầu cả nước, 97% hồ sơ được trả đúng hạn.", ["province"]),
        ("Tỷ lệ hồ sơ đúng hạn đạt 97%, cao hơn bình quân cả nước 2%.", [None, None]),
        ("Tại hội nghị trực tuyến toàn quốc, tỷ lệ hồ sơ đúng hạn được báo cáo là 97%.", [None]),
        ("PAR INDEX xếp thứ 12 cả nước.", [None]),
        ("Cùng cả nước đẩy mạnh cải cách, 97% hồ sơ được xã trả đúng hạn.", [None]),
    ],
)
def test_the_level_is_what_the_sentence_says(text: str, levels: list[str | None]) -> None:
    assert [figure.level for figure in find("", text)] == levels


def test_the_level_names_a_rate_of_each_part() -> None:
    text = "Tỷ lệ hồ sơ đúng hạn: cấp tỉnh 98,1%; cấp huyện 97,2%; cấp xã 99,3%."
    assert {figure.label for figure in find("", text)} == {"on_time_rate"}


def test_a_sentence_is_not_cut_at_numbers_days_and_short_forms() -> None:
    text = "Ngày 22/6, TP. Hòa Sơn báo cáo PGS. Lê Văn An: 14.607 hồ sơ; 101 hồ sơ chờ. Câu sau nói việc khác."
    assert {figure.sentence for figure in find("", text)} == {text[: text.index(" Câu")]}


def test_a_long_sentence_is_shortened_around_its_figure() -> None:
    text = "Đơn vị rà soát quy trình, " * 30 + "trả đúng hạn 97,5% hồ sơ, " + "duy trì nề nếp công vụ, " * 30
    figure = only(text)
    assert len(figure.sentence) <= SENTENCE
    assert "trả đúng hạn 97,5% hồ sơ" in figure.sentence
    assert figure.sentence.startswith("…")
    assert figure.sentence.endswith("…")


def test_a_part_of_the_split_by_days_is_no_on_time_rate() -> None:
    """ "trước hạn" and "đúng hạn" apart add up to the rate; as one term they are it."""
    apart = find("", "Hồ sơ trước hạn đạt 70%, đúng hạn đạt 29%.")
    assert [figure.label for figure in apart] == ["early_rate", None]
    assert only("100% hồ sơ được giải quyết trước hạn và đúng hạn.").label == "on_time_rate"
    assert only("Hồ sơ được giải quyết đúng và trước hạn đạt 100%.").label == "on_time_rate"


def test_the_headers_of_a_table_give_unit_and_label() -> None:
    text = "Đơn vị | Số hồ sơ | Tỷ lệ hồ sơ đúng hạn (%)\nXã Bình Lâm | 310 | 98,4\nXã Đông Hà | 275 | 99,1"
    found = find("", text)
    assert [as_row(figure) for figure in found] == [
        ("310", "hồ sơ", "-"),
        ("98.4", "%", "on_time_rate"),
        ("275", "hồ sơ", "-"),
        ("99.1", "%", "on_time_rate"),
    ]
    assert found[1].sentence == "Xã Bình Lâm | 310 | 98,4"
    assert find("", "1 | Sở Y tế | 12") == ()  # nothing says what is counted


def test_figures_of_the_headline_count_once() -> None:
    text = "Xã có 96% hồ sơ được trả đúng hạn."
    assert len(find("Xã trả đúng hạn 96% hồ sơ", text)) == 1
    assert [figure.value for figure in find("Giảm 11 biên chế", text)] == [11, 96]


def test_their_number_is_bounded() -> None:
    assert len(find("", "Có 12 hộ dân.\n" * (LIMIT + 50))) == LIMIT


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text", ["tăng năm so với 12% và mức ", "1.234,5 ", "(đạt 5% ", "số hồ sơ là 7; ", "7 | hồ sơ | "]
)
def test_a_page_without_a_full_stop_costs_no_more_than_its_length(text: str) -> None:
    assert len(find("", text * (200_000 // len(text)))) <= LIMIT


def test_what_stands_in_brackets_does_not_make_a_target() -> None:
    text = "Tỷ lệ hồ sơ trực tuyến đạt 61% (chỉ tiêu giao là 60%), tỷ lệ thanh toán trực tuyến đạt 32%."
    assert [figure.kind for figure in find("", text)] == ["reported", "target", "reported"]


def test_what_is_cut_is_named_once_in_a_list() -> None:
    found = find("", "Huyện giảm 02 phòng, 04 đơn vị và 31 biên chế.")
    assert [(figure.kind, figure.label) for figure in found] == [
        ("change", None),
        ("change", None),
        ("reported", "posts_cut"),
    ]


def test_the_article_has_them() -> None:
    body = "".join(
        f"<p>Xã Bình Lâm tổ chức buổi làm việc thứ {n} về việc đón tiếp công dân tại trụ sở.</p>" for n in range(9)
    )
    page = f"""<html><head><title>Bình Lâm trả hồ sơ đúng hạn</title></head><body><h1>Bình Lâm trả hồ sơ đúng hạn</h1>
    <p>12/05/2024 08:00</p><p>Đến nay, 97,4% hồ sơ của người dân được xã giải quyết đúng hạn.</p>{body}</body></html>"""
    article = extract(Page("https://binhlam.example.vn/tin/1", page.encode()))
    assert isinstance(article, Article)
    assert [as_row(figure) for figure in article.figures] == [("97.4", "%", "on_time_rate")]
    assert article.to_json()["figures"][0]["kind"] == "reported"


@given(st.text("0123456789.,/-% :;()|\n abcđếhồsơTPX%điểm", max_size=120), st.text("0123456789 %hồsơ", max_size=30))
def test_any_text_is_read(text: str, title: str) -> None:
    for figure in find(title, text):
        assert figure.raw in title or figure.raw in text
        assert figure.unit
        assert 0 < len(figure.sentence) <= SENTENCE


def test_the_queries_of_the_docs_run(tmp_path: Path) -> None:
    blocks = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8").split("```sql\n")[1:]
    engine = db.connect(tmp_path / "archive.db")
    db.upgrade(engine)
    with engine.connect() as connection:
        for block in blocks:
            assert connection.exec_driver_sql(block.partition("```")[0].rstrip().rstrip(";")).all() == []
    engine.dispose()
    assert len(blocks) == 2
