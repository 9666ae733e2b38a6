"""The verdict on two texts: every kind by small examples, and what must hold for any text."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import contexts, dedup, shingles
from archive.dedup import compare, judge, overlap, prepare, promising

TITLE = "Xã Suối Bạc sơ kết cải cách hành chính quý I năm 2024"
LEAD = (
    "Sáng ngày 12/4, UBND xã Suối Bạc tổ chức hội nghị sơ kết công tác cải cách hành chính quý I năm 2024. "
    "Đồng chí Hoàng Văn Thụ, Chủ tịch UBND xã chủ trì hội nghị."
)
RESULTS = (
    "Trong quý, bộ phận một cửa đã tiếp nhận 1.284 hồ sơ, giải quyết 1.251 hồ sơ, tỷ lệ đúng hạn đạt 97,4%. "
    "Hồ sơ nộp trực tuyến là 803, thanh toán trực tuyến đạt 52,6%, số hóa kết quả đạt 61,9%."
)
WORK = (
    "Xã đã ban hành 14 văn bản chỉ đạo, mở 3 lớp tập huấn cho 96 cán bộ và tổ công nghệ số, "
    "niêm yết công khai toàn bộ danh mục thủ tục tại trụ sở và nhà văn hóa các thôn."
)
END = (
    "Kết luận hội nghị, đồng chí Chủ tịch yêu cầu các bộ phận khắc phục ngay việc chậm trả kết quả, "
    "phân công người trực thay khi công chức đi học, và báo cáo lại trước ngày 30/4."
)
REPORT = "\n".join((TITLE, LEAD, RESULTS, WORK, END))
FLOOD = "\n".join(
    (
        "Lũ quét ở bản Nà Lốc, 58 người chết và mất tích",
        "Tính đến 17 giờ ngày 9/9, trận lũ quét ở bản Nà Lốc làm 58 người chết và mất tích, 41 người bị thương.",
        "Nước cuốn trôi 112 căn nhà, vùi lấp gần 300 ha ruộng; 6 điểm trường không còn dấu vết. "
        "Con đường độc đạo vào bản bị sạt lở 9 đoạn, xe máy cũng không qua được.",
        "Hơn 640 chiến sĩ cùng dân quân đang đào bới bằng tay vì máy xúc chưa thể tới nơi. "
        "Bà Lò Thị Xuyến, 63 tuổi, cho biết nước lên chỉ trong mười phút, cả nhà bám vào cây nhãn mới thoát.",
        "Tỉnh đã mở kho dự trữ, chuyển 8 tấn gạo và thuốc men bằng đường sông.",
    )
)


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """The text with each first string replaced by the second, which must occur."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


# ---- one story ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        unicodedata.normalize("NFD", REPORT),
        REPORT.upper(),
        changed(REPORT, ("hóa", "hoá"), ("quý", "quí"), ("Thụ", "Thụ")),
        changed(REPORT, (". ", "! "), (", ", "; "), ("I năm", "I - năm")),
        REPORT.replace("đ", "d").replace("Đ", "D"),
        REPORT.replace("\n", " \n\n\t"),
        changed(REPORT, ("UBND", "Ủy ban nhân dân"), ("cải cách hành chính", "CCHC")),
        changed(REPORT, ("1.284", "1284"), ("12/4", "12/04"), ("quý", "quí")),
        REPORT.replace("i", "i\u200b"),
    ],
    ids=["NFD", "capitals", "tones", "points", "đ", "blanks", "short forms", "forms of numbers", "invisible"],
)
def test_ways_of_writing_are_exact(other: str) -> None:
    assert compare(REPORT, other).kind == "exact"


@pytest.mark.parametrize(
    "other",
    [unicodedata.normalize("NFD", REPORT), REPORT.upper(), changed(REPORT, ("hóa", "hoá"), (". ", "! "))],
    ids=["NFD", "capitals", "tones and points"],
)
def test_articles_of_one_text_share_its_fingerprint(other: str) -> None:
    assert prepare("", other).text_hash == prepare(*REPORT.split("\n", 1)).text_hash


def test_two_names_that_differ_by_accents_are_two_persons() -> None:
    notice = "Bổ nhiệm ông Nguyễn Văn Hưng\nUBND huyện bổ nhiệm ông Nguyễn Văn Hưng giữ chức Trưởng phòng Nội vụ."
    other = notice.replace("Hưng", "Hùng")
    assert compare(notice, other).kind == "template"
    assert prepare("", notice).text_hash != prepare("", other).text_hash
    assert compare(notice, notice.replace("Hưng", "Hung")).kind == "exact"  # typed without accents: either of them


@pytest.mark.parametrize(
    "change",
    [("tại xã Mường Lai", "tại xã Tân Lĩnh"), ("tháng 3 năm", "tháng 4 năm"), ("năm 2021", "năm 2020")],
    ids=["place", "month", "year"],
)
def test_one_other_name_or_period_in_the_title_is_another_event(change: tuple[str, str]) -> None:
    text = "Họp về cải cách hành chính tại xã Mường Lai tháng 3 năm 2021\n" + REPORT.split("\n", 1)[1]
    assert compare(text, changed(text, change)).kind == "template"


@pytest.mark.parametrize(
    "other",
    [
        changed(REPORT, (TITLE, "Nhìn lại ba tháng đầu năm ở một xã vùng cao")),
        changed(REPORT, (LEAD, "CTTĐT - " + LEAD)),
        changed(REPORT, (LEAD + "\n", "")),
        REPORT + "\nTin, ảnh: Thu Hiền (CTV)",
        "Lượt xem: 215\n" + REPORT + "\nCác tin khác\nHội thi văn nghệ chào mừng ngày 30/4 (25/4/2024)\nIn trang",
        changed(REPORT, ("xã Suối Bạc tổ", "xã Suối Bạc, huyện Phù Yên, tỉnh Sơn La tổ")),
        changed(REPORT, ("1.251", "1.215")),
        changed(REPORT, ("tổ chức", "mở"), ("yêu cầu", "đề nghị"), ("toàn bộ ", ""), ("chủ trì", "dự, chỉ đạo")),
        "\n".join((TITLE, LEAD, WORK, RESULTS, END)),
        changed(REPORT, ("Hoàng Văn Thụ", "Hoàng Van Thuj"), ("trực tuyến", "trục tuyến")),
    ],
    ids=[
        "title",
        "dateline",
        "lead cut",
        "author",
        "furniture",
        "province",
        "one figure put right",
        "words",
        "moved",
        "slips",
    ],
)
def test_edited_copies_are_near(other: str) -> None:
    verdict = compare(REPORT, other)
    assert verdict.kind == "near", verdict
    assert verdict.linked
    assert "%" in verdict.reason


def test_both_sides_edited_are_near() -> None:
    one = changed(REPORT, (TITLE, "Suối Bạc: Chuyển biến trong giải quyết hồ sơ"), ("tổ chức hội nghị", "mở hội nghị"))
    other = changed(REPORT, ("Xã đã ban hành", "Địa phương đã ban hành"), ("khắc phục ngay", "sớm khắc phục"))
    assert compare(one, other + "\nNguồn: Cổng TTĐT huyện").kind == "near"


def test_a_cut_text_and_a_summary_are_contained() -> None:
    cut = REPORT[: len(REPORT) * 2 // 5]
    assert compare(REPORT, cut).kind == "contained"
    assert compare(REPORT, cut).shorter == "b"
    assert compare(cut, REPORT).shorter == "a"
    sentences = (RESULTS.split(". ")[0] + ".", END)
    summary = "Tin vắn cơ sở\nMột số kết quả nổi bật được nêu ra tại cuộc họp vừa qua.\n" + " ".join(sentences)
    assert compare(REPORT, summary).kind == "contained"


def test_a_story_is_contained_in_a_round_up() -> None:
    other = FLOOD.replace("Nà Lốc", "Huổi Xan").split("\n", 1)[1]
    third = other.replace("Huổi Xan", "Pa Tét").translate(str.maketrans("0123456789", "3904827156"))
    round_up = "\n".join(("Điểm tin trong tuần", LEAD, RESULTS, WORK, END, other, third, "Cuối tuần có mưa rào."))
    verdict = compare(REPORT, round_up)
    assert verdict.kind == "contained"
    assert verdict.containment > 0.9
    assert verdict.jaccard < verdict.containment


def test_an_updated_story_is_one_story() -> None:
    later = changed(FLOOD, ("58 người", "61 người"), ("41 người", "44 người"), ("17 giờ ngày 9/9", "6 giờ ngày 10/9"))
    assert compare(FLOOD, later + "\nViệc tìm kiếm vẫn tiếp tục trong đêm.").kind == "near"


def test_a_count_that_went_far_or_another_day_is_no_update() -> None:
    assert (
        compare(FLOOD, changed(FLOOD, ("58", "17"), ("41 người", "92 người"), ("112 căn", "35 căn"))).kind == "template"
    )
    assert compare(FLOOD, changed(FLOOD, ("58", "61"), ("41", "44"), ("9/9", "24/10"))).kind == "template"
    assert compare(FLOOD, changed(FLOOD, ("58", "61"), ("41", "44"), ("Nà Lốc", "Huổi Xan"))).kind == "template"


# ---- a form filled anew ------------------------------------------------------------------------------------------

ALL = (
    ("1.284", "2.047"), ("1.251", "1.998"), ("97,4", "95,1"), ("803", "1.120"), ("52,6", "38,8"), ("61,9", "70,3"),
    ("14 văn", "22 văn"), ("3 lớp", "5 lớp"), ("96 cán", "141 cán"),
)  # fmt: skip
PLACE = (("Suối Bạc", "Mường Bang"), ("Hoàng Văn Thụ", "Cầm Thị Yêu"))
PERIOD = (("quý I năm", "quý II năm"), ("12/4", "11/7"), ("30/4", "31/7"))


@pytest.mark.parametrize(
    "pairs",
    [
        ALL,
        ALL[::2],
        ALL[::3],
        (*PLACE, *ALL),
        (*PLACE, *ALL[::3]),
        PLACE + ALL[:1],
        (*PERIOD, *ALL[:6]),
        PERIOD + PLACE,
    ],
    ids=["all", "half", "third", "place, all", "place, third", "place, one", "period, most", "period, place"],
)
def test_another_filling_of_one_form_is_a_template(pairs: tuple[tuple[str, str], ...]) -> None:
    verdict = compare(REPORT, changed(REPORT, *pairs))
    assert verdict.kind == "template", verdict
    assert not verdict.linked


def test_a_part_of_another_filling_is_a_template_too() -> None:
    other = changed(REPORT, *PLACE, *ALL)
    assert compare(REPORT, other[: len(other) // 2]).kind in ("template", "none")
    assert compare(REPORT, "\n".join(("Điểm tin", other, FLOOD))).kind == "template"


def test_the_reason_says_what_differs() -> None:
    longer = "\nTin, ảnh: Thu Hiền"  # the shorter text is named first
    reason = compare(REPORT, changed(REPORT, *ALL[:4]) + longer).reason
    assert reason == "4 of 9 shared figures differ: 1284 / 2047, 1251 / 1998, 97.4 / 95.1 …", reason
    reason = compare(changed(REPORT, *PLACE, *ALL) + longer, REPORT).reason
    assert "names differ: suoi bac / muong bang" in reason
    assert "periods differ: i / ii" in compare(REPORT, changed(REPORT, *PERIOD, *ALL) + longer).reason


NOTICE = (
    "Thông báo tạm ngừng cấp nước ngày 5/8\n"
    "Xí nghiệp cấp nước tạm ngừng cấp nước từ 8 giờ đến 16 giờ ngày 5/8 tại phường Tân Hà để thay đồng hồ. "
    "Đề nghị bà con chủ động dự trữ."
)


@pytest.mark.parametrize(
    "pairs",
    [(("5/8", "6/8"),), (("Tân Hà", "Minh Xuân"),), (("16 giờ", "14 giờ"),), (("5/8", "12/9"), ("Tân Hà", "Ỷ La"))],
    ids=["day", "place", "hour", "day and place"],
)
def test_in_a_brief_notice_any_figure_day_or_name_counts(pairs: tuple[tuple[str, str], ...]) -> None:
    assert compare(NOTICE, changed(NOTICE, *pairs)).kind == "template"


def test_a_brief_notice_taken_over_is_near() -> None:
    assert compare(NOTICE, "CTTĐT - " + NOTICE).kind == "near"
    assert compare(NOTICE, NOTICE + "\nLượt xem: 15").kind == "near"


# ---- alike and not one story -------------------------------------------------------------------------------------

BASIS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n"
    "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa "
    "liên thông trong giải quyết thủ tục hành chính;\n"
    "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách "
    "hành chính nhà nước giai đoạn 2021 - 2030;\n"
)


def test_a_common_legal_basis_links_nothing() -> None:
    one = "Kế hoạch tập huấn\n" + BASIS + WORK + "\n" + END
    other = "Về việc phân công trực lễ\n" + BASIS + FLOOD.split("\n", 1)[1]
    assert compare(one, other).kind == "none"
    assert compare(one, one.replace(BASIS, "")).kind == "near"


def test_one_event_told_apart_is_no_copy() -> None:
    apart = (
        "Tang thương ở Nà Lốc\nMột cơn lũ quét kinh hoàng đã xóa sổ gần như toàn bộ bản Nà Lốc vào chiều 9/9. "
        "Chính quyền xác nhận 58 nạn nhân tử vong hoặc chưa tìm thấy. Bộ đội phải đi bộ nhiều giờ để tiếp cận hiện "
        "trường, mang theo gạo, thuốc và máy phát điện. Người dân nói nước về quá nhanh, không ai kịp trở tay."
    )
    assert compare(FLOOD, apart).kind == "none"
    assert compare(FLOOD, REPORT).kind == "none"


# ---- short and odd texts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("", "", "exact"),
        ("", "Họp", "none"),
        ("Họp", "họp!", "exact"),
        ("Họp", "Nghỉ", "none"),
        ("?", "!", "none"),
        ("Thông báo nghỉ lễ", "Thông báo nghỉ lễ 30/4", "template"),
        ("Lịch công tác tuần 12 của Sở Nội vụ", "Lịch công tác tuần 13 của Sở Nội vụ", "template"),
        (
            "Danh mục thủ tục của Sở Y tế mới nhất",
            "Danh mục thủ tục của Sở Công Thương mới nhất",
            None,
        ),
        ("本日は晴天なり 明日も", "本日は晴天なり 明日も", "exact"),
        ("\ud800 a", "\ud800 a", "exact"),
        ("1 " * 500, "2 " * 500, None),
    ],
)
def test_texts_of_a_few_words(a: str, b: str, kind: str | None) -> None:
    verdict = compare(a, b)
    assert verdict.kind == kind if kind else not verdict.linked, verdict


def test_a_title_alone_is_no_part_of_an_article() -> None:
    assert compare(TITLE, REPORT).kind in ("related", "none")


def test_texts_that_are_not_vietnamese() -> None:
    text = (
        "The council opened a new service desk on Monday. It handled 412 requests in its first week, most of them "
        "about land titles, and staff said that waiting times had fallen from 35 to 12 minutes on average. "
        "A second desk is planned for the northern district before the end of the summer."
    )
    assert compare(text, text + " Reporting by our own staff.").kind == "near"
    assert compare(text, changed(text, ("412", "977"), ("35", "50"), ("12 m", "41 m"))).kind == "template"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", [REPORT + "\n", "12,5 ", "Căn cứ ", "a/1-", "Tân Hà 5/8 | "])
def test_a_megabyte_is_compared_in_bounded_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece.encode()))
    started = time.process_time()
    verdict = compare(text, text[: -len(text) // 3] + " hết")
    assert time.process_time() - started < 20
    assert verdict.kind in dedup.KINDS
    assert len(prepare("", text).hashes) <= shingles.AT_MOST + shingles.AT_LEAST_SMALL


# ---- what holds for any two texts --------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [*REPORT.split(" "), "12/5", "quý II", "98,6%", "Tân Lĩnh", "Căn cứ", ";", "\n", "45/2016/QĐ-TTg", "|", "ngày", ""]
)
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_PIECES, max_size=120).map(" ".join),
    st.integers(0, len(REPORT)).map(lambda n: REPORT[n:]),
    st.tuples(st.integers(0, len(REPORT)), st.text(max_size=30)).map(lambda x: REPORT[: x[0]] + x[1] + REPORT[x[0] :]),
)


@settings(max_examples=150, deadline=None)
@given(_TEXTS, _TEXTS)
def test_the_order_of_the_two_does_not_matter(a: str, b: str) -> None:
    there, back = compare(a, b), compare(b, a)
    assert (there.kind, there.jaccard, there.containment, there.reason) == (
        back.kind,
        back.jaccard,
        back.containment,
        back.reason,
    )
    assert {"a": "b", "b": "a"}.get(there.shorter or "") == back.shorter
    assert 0 <= there.jaccard <= 1
    assert 0 <= there.containment <= 1
    assert there.reason


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_a_text_is_exact_with_itself_in_any_form(text: str) -> None:
    assert compare(text, text).kind == "exact"
    assert compare(text, unicodedata.normalize("NFD", text)).kind == "exact"
    assert compare(text, f"  {text}\n").kind == "exact"


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_a_fingerprint_is_short_ascending_and_depends_on_the_words_alone(text: str) -> None:
    prepared = prepare("", text)
    assert list(prepared.hashes) == sorted(set(prepared.hashes))
    assert all(0 <= value < 2**48 for value in prepared.hashes)
    assert prepared.hashes == prepare("", unicodedata.normalize("NFD", text)).hashes
    if prepared.words:
        assert prepared.hashes
        assert prepared.text_hash == prepare("", unicodedata.normalize("NFD", text)).text_hash


# ---- the fingerprint ---------------------------------------------------------------------------------------------


def test_the_title_is_the_first_line_of_what_is_compared() -> None:
    title, text = REPORT.split("\n", 1)
    assert prepare(title, text).text_hash == prepare("", REPORT).text_hash
    assert judge(prepare(title, text), prepare("", REPORT)).kind == "exact"
    assert judge(prepare("Một tiêu đề khác hẳn", text), prepare(title, text)).kind == "near"


def test_copies_share_hashes_and_strangers_do_not() -> None:
    report = prepare("", REPORT)
    copy = prepare("", changed(REPORT, ("tổ chức", "mở")) + "\nTin, ảnh: Thu Hiền")
    assert promising(report.hashes, copy.hashes)
    assert overlap(report.hashes, report.hashes) == 1
    stranger = prepare("", FLOOD)
    assert not promising(report.hashes, stranger.hashes)
    assert overlap(report.hashes, ()) == 0


def test_a_story_shares_hashes_with_a_long_round_up() -> None:
    report = prepare("", REPORT)
    long = prepare("", "\n".join(("Điểm tin", FLOOD, REPORT, *(FLOOD.replace("a", x) for x in "eiouy"))))
    assert promising(report.hashes, long.hashes)


def test_what_a_short_text_keeps_beyond_its_sixteenth_is_held_against_nobody() -> None:
    small, large = shingles.SIXTEENTH // 2, shingles.SIXTEENTH * 4
    short = (1, 2, *range(large, large + 22))  # padded
    long = (1, 2, *range(small, small + 300))  # a sixteenth, none of it above
    assert overlap(short, long) == 1
    assert overlap(short, (1, 3, *range(large, large + 22))) == pytest.approx(23 / 24)


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    code = f"from archive.dedup import prepare; print(hash('a'), prepare('', {NOTICE!r}).hashes)"
    root = Path(__file__).resolve().parents[2]
    seen = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        out = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True)
        seen.add(out.stdout.split(" ", 1)[1])
    assert seen == {f"{prepare('', NOTICE).hashes}\n"}


def test_the_stored_hashes_change_only_with_the_version() -> None:
    # Raise ALGO_VERSION whenever this list has to change: stored fingerprints are then made anew.
    assert dedup.ALGO_VERSION == 1
    assert prepare("", NOTICE).hashes[:4] == FIRST_HASHES


FIRST_HASHES = (10104339160489, 15555917160692, 38491118018432, 47492706181623)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("1.274", "1274"),
        ("98,60", "98.6"),
        ("05", "5"),
        ("0", "0"),
        ("0,5", "0.5"),
        ("45.86", "45.86"),
        ("1.000.000", "1000000"),
    ],
)
def test_numbers_have_one_form(printed: str, read: str) -> None:
    assert shingles.number(printed) == read


def test_what_a_place_states_is_known_by_its_surroundings() -> None:
    text = (
        "Sáng 8/3, theo Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016, trong quý II năm 2023 có 250/295 việc, "
        "đạt 84,7%; 6 tháng đầu năm dẫn tới 21 hồ sơ quá hạn tại xã Hòa An."
    )
    facts = contexts.facts(text)
    found = [(facts.kinds[i], facts.values[i]) for i in facts.numbers]
    assert found == [
        ("day", "8/3"),
        ("cited", "45"),
        ("cited", "2016"),
        ("cited", "19/10/2016"),
        ("period", "ii"),
        ("period", "2023"),
        ("figure", "250"),
        ("figure", "295"),
        ("percent", "84.7"),
        ("period", "6"),
        ("figure", "21"),
    ]
    assert ["hoa", "an"] in [[facts.keys[i] for i in run] for run in facts.names]


TORRENT = (
    "Lũ quét ở thượng nguồn sông Chảy\n"
    "Tính đến 17 giờ ngày 6/8, lũ quét tại xã Nậm Đồng, huyện Văn Lâm và xã Bản Sen đã làm 4 người chết, 9 người "
    "mất tích, 31 người bị thương. Toàn huyện có 152 ngôi nhà bị sập, 1.240 ngôi nhà bị ngập từ 0,5 đến 1,8 m; 37 "
    "km đường tỉnh 175 hư hỏng, 12 cầu treo bị cuốn trôi. Ông Lý Văn Sinh, Chủ tịch UBND huyện Văn Lâm, cho biết "
    "6 tổ công tác với 420 cán bộ, chiến sĩ đã vào 14 thôn; lương thực đủ dùng trong 7 ngày cho 2.300 hộ. Trung "
    "tâm Y tế huyện lập 3 điểm cấp cứu tại Nậm Đồng. Tỉnh Hà Tây trích 5 tỷ đồng hỗ trợ, mỗi gia đình có người "
    "mất nhận 20 triệu đồng. Sở Giao thông vận tải huy động 18 máy xúc thông tuyến tại 26 điểm sạt lở."
)


def test_the_second_report_of_a_disaster_with_many_new_counts_is_the_same_story() -> None:
    second = changed(
        TORRENT, ("17 giờ", "21 giờ"), ("4 người", "7 người"), ("9 người", "6 người"), ("31 người", "40 người"),
        ("152 ngôi", "190 ngôi"), ("37 km", "41 km"),
    )  # fmt: skip
    assert compare(TORRENT, second).kind == "near"


def test_other_figures_or_another_day_are_another_event_in_the_same_words() -> None:
    far = changed(TORRENT, ("4 người", "71 người"), ("9 người", "216 người"), ("31 người", "3 người"), ("152", "8"))
    assert compare(TORRENT, far).kind == "template"
    steps = (("4 người", "7 người"), ("9 người", "6 người"), ("31 người", "40 người"), ("152 ngôi", "190 ngôi"))
    assert compare(TORRENT, changed(TORRENT, ("ngày 6/8", "ngày 19/9"), *steps)).kind == "template"
    assert compare(TORRENT, changed(TORRENT, ("xã Nậm Đồng", "xã Tân Lập"), *steps)).kind == "template"


@pytest.mark.parametrize(
    "other",
    [("Phòng Tư pháp", "Phòng Nội vụ huyện Lâm Đình"), ("số 59", "số 64"), ("ngày 2/12", "ngày 9/12")],
    ids=["office", "document", "day"],
)
def test_in_a_brief_notice_every_difference_counts(other: tuple[str, str]) -> None:
    notice = (
        "Lịch kiểm tra cải cách hành chính tại Phòng Tư pháp ngày 2/12\nĐoàn kiểm tra của huyện làm việc với"
        " Phòng Tư pháp từ 8 giờ ngày 2/12. Thành phần đoàn theo Kế hoạch số 59/KH-UBND."
    )
    assert compare(notice, notice.replace(*other)).kind in ("template", "none")
