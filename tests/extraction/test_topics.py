"""Relevance and areas: the rules, each with its smallest case; quality over the labelled texts; the seeds."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from benchmarks import topics as labelled
from crawler.extraction import extract
from crawler.extraction.topics import CCHC, EVIDENCE, Topics, classify
from crawler.items import Article, Page

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"
SOWN = "Bà con xuống đồng gieo mạ từ sớm. " * 20  # more words than a lead has


def codes(title: str, text: str) -> list[str]:
    return [area.code for area in classify(title, text).areas]


# --- the core rule ------------------------------------------------------------------------------------------------
def test_one_core_term_in_the_title_makes_the_text_one_about_reform() -> None:
    found = classify("Xã Hợp Tiến bàn việc cải cách hành chính", SOWN)
    assert found.score > CCHC
    assert [(area.code, area.evidence) for area in found.areas] == [("CHI_DAO", ("cải cách hành chính",))]


def test_two_core_terms_deep_in_the_text_are_enough_and_one_is_not() -> None:
    once = SOWN + "Xã cũng nói về cải cách hành chính."
    assert classify("Họp xã", once).score < CCHC
    assert classify("Họp xã", once + " Công tác CCHC của xã xếp thứ ba.").score >= CCHC


def test_a_core_term_in_the_lead_needs_company() -> None:
    assert classify("Họp xã", "Cuộc họp bàn cải cách hành chính, giao thông, y tế.").score < CCHC
    assert classify("Họp xã", "Cuộc họp bàn cải cách hành chính, nhất là một cửa.").score >= CCHC


@pytest.mark.parametrize(
    ("told", "about"),
    [
        ("Hội vận động hội viên tham gia cải cách hành chính và chuyển đổi số.", False),
        ("Đại hội nghe về làm đường, cải cách hành chính, trồng rừng, nuôi cá và chuyển đổi số.", False),
        ("Đại hội nghe về chuyển đổi số, giữ rừng, cải cách hành chính.", False),
        ("Xã bàn cải cách hành chính và chuyển đổi số. Bộ phận một cửa nhận thêm hồ sơ.", True),
        ("Xã bàn cải cách hành chính, trong đó có chuyển đổi số.", True),
        ("Xã làm tốt cải cách hành chính. Chuyển đổi số cũng vậy.", True),
        ("Xã bàn cải cách hành chính và chuyển đổi số. Công tác CCHC xếp thứ ba.", True),
    ],
)
def test_reform_as_one_item_of_a_list_is_no_subject(told: str, about: bool) -> None:
    assert (classify("Đại hội chi hội xã", told + " Chi hội bầu chín người.").score >= CCHC) is about


def test_complaints_about_rules_and_certified_copies_are_services_of_the_administration() -> None:
    complaints = "Quý này tỉnh nhận 25 phản ánh về thủ tục hành chính, 20 phản ánh đã có trả lời."
    assert codes("Trả lời phản ánh, kiến nghị về quy định hành chính", complaints)[0] == "TTHC"
    copies = "Cán bộ tư pháp chứng thực bản sao điện tử tại bộ phận tiếp nhận và trả kết quả của xã."
    assert codes("Bà con khỏi ra huyện", copies)[:2] == ["TTHC", "TTHC.MOT_CUA"]
    assert classify("Thông báo tuyển sinh", "Hồ sơ gồm bản sao có chứng thực, chứng thực bản sao tại xã.").score < CCHC


def test_without_a_core_term_two_different_strong_ones_are_asked_for() -> None:
    one = "Trạm xá nhận thêm chữ ký số của bác sĩ. Chữ ký số dùng cho sổ sách."
    assert classify("Chuyện ở trạm xá", one).score < CCHC
    assert classify("Chuyện ở trạm xá", one + " Văn bản điện tử cũng vậy.").score >= CCHC
    assert classify("Chuyện ở trạm xá", SOWN + one + " Văn bản điện tử cũng vậy.").score < CCHC  # both in passing


def test_false_friends_as_frequent_as_the_terms_outweigh_them() -> None:
    text = "Xử phạt vi phạm hành chính. Cưỡng chế hành chính. Lập biên bản vi phạm hành chính qua VNeID, chữ ký số."
    assert classify("Phạt nguội", text).score < CCHC
    assert classify("Phạt nguội", text + " Chuyển đổi số, một cửa, chữ ký số.").score >= CCHC


def test_what_names_a_field_of_reform_decides_alone_in_the_title_and_again_in_the_text() -> None:
    assert classify("Chỉ số PAPI của huyện", "Điểm PAPI tăng nhẹ.").score >= CCHC
    assert classify("Chỉ số PAPI của huyện", "Điểm tăng nhẹ.").score < CCHC


# --- false friends ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Xử phạt vi phạm hành chính", "Vi phạm hành chính bị phạt tiền."),
        ("Theo Nghị định của Chính phủ số 63 năm ấy", "Nghị định Chính phủ số 63 và Chính phủ số 64 đã có."),
        ("Chuyển đổi số diện tích lúa", "Chuyển đổi số diện tích lúa sang ngô; đăng ký số 12 tại xã."),
        ("Cơ chế một cửa quốc gia", "Hải quan một cửa, cơ chế một cửa ASEAN, một cửa quốc gia."),
        ("Ở một cửa khẩu", "Xe chờ ở một cửa khẩu, cạnh một cửa hàng, nhìn ra một cửa biển."),
        ("Cải cách tư pháp", "Ban Chỉ đạo cải cách tư pháp; cải cách giáo dục; cải cách ruộng đất."),
        ("Định danh đàn bò", "Mã định danh từng con bò, toàn trình theo dõi, một phần nhập tay."),
        ("Số hóa di sản", "Số hóa di sản và số hóa hiện vật."),
        ("Trường tự chủ", "Tự chủ đại học, tự chủ của bệnh viện."),
        ("Trung tâm hành chính mới", "Khu trung tâm hành chính và địa giới hành chính, đơn vị hành chính."),
        ("Đặt stent", "Thủ thuật PCI mạch vành cho người nhồi máu."),
    ],
)
def test_false_friends_are_not_reform(title: str, text: str) -> None:
    assert classify(title, text).score < CCHC
    assert classify(title, text).areas == ()


@pytest.mark.parametrize("title", ["Điểm báo ngày 3/4", "Thông tin chỉ đạo điều hành nổi bật trong tuần"])
def test_a_digest_is_no_article_about_reform(title: str) -> None:
    found = classify(title, "Cải cách hành chính ở xã. Chỉ số CCHC. Kế hoạch cải cách hành chính.")
    assert (found.score < CCHC, found.areas) == (True, ())


@pytest.mark.parametrize("title", ["Lịch làm việc tuần 3", "Thư mời dự họp về CCHC", "GIẤY MỜI"])
def test_schedules_and_invitations_are_no_news(title: str) -> None:
    found = classify(title, "Họp Ban Chỉ đạo cải cách hành chính. Kiểm tra CCHC.")
    assert found.score < CCHC
    assert [area.code for area in found.areas] == ["DOC_NOTICE"]


def test_phrases_do_not_run_over_the_end_of_a_sentence() -> None:
    assert codes("Họp xã", "Phòng có một cửa. Liên thông hai nhà. Cải cách. Hành chính. Tài sản. Công an đến.") == []


# --- how words are printed ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "title",
    [
        "CẢI CÁCH HÀNH CHÍNH Ở XÃ",
        unicodedata.normalize("NFD", "Cải cách hành chính ở xã"),
        "cải cách hành chinh ở xã",  # a mark forgotten
        "Cai cach hanh chinh o xa",
        "Cải cách\u00a0hành chính ở xã",
        "Công tác CCHC của xã",
        "Công tác C.C.H.C của xã",
        "Par Index năm nay",
        "Kết quả PARINDEX",
    ],
)
def test_core_terms_are_known_in_every_print(title: str) -> None:
    assert classify(title, "").score > CCHC


def test_abbreviations_are_whole_words_in_capitals() -> None:
    assert classify("Mã số cchc-07", "").score == 0
    assert classify("Mã số XCCHC", "").score == 0


def test_the_place_of_the_tone_mark_does_not_matter() -> None:
    one = classify("Số hóa hồ sơ, ủy quyền giải quyết thủ tục hành chính", "Thủ tục hành chính đã số hóa hồ sơ.")
    other = classify("Số hoá hồ sơ, uỷ quyền giải quyết thủ tục hành chính", "Thủ tục hành chính đã số hoá hồ sơ.")
    assert (one.score, codes_of(one)) == (other.score, codes_of(other))
    assert other.areas[0].evidence[0] == "Số hoá hồ sơ"


def codes_of(found: Topics) -> list[str]:
    return [area.code for area in found.areas]


def test_short_words_without_accents_prove_nothing() -> None:
    assert classify("Thu tuc cua cong vu", "mot cua, ky so, the che, tu chu tai chinh").score < CCHC
    assert codes("Thu tuc hanh chinh", "Cac thu tuc hanh chinh tai bo phan mot cua.")[0] == "TTHC"


def test_evidence_is_printed_as_in_the_text_the_titles_first_and_not_endless() -> None:
    text = "Chống lãng phí.\n" + "\n".join(
        f"Thực hành tiết kiệm,  chống lãng phí {n}; tài sản công." for n in range(50)
    )
    [area] = classify("Quản lý Tài sản công", text).areas
    assert area.evidence == ("Tài sản công", "Chống lãng phí", "tiết kiệm, chống lãng phí")
    words = "một cửa; TTHC; thủ tục hành chính; KSTT; BCCI; hồ sơ quá hạn; bộ phận một cửa; một cửa điện tử"
    many = classify("Cải cách hành chính", words)
    assert max(len(area.evidence) for area in many.areas) == EVIDENCE


# --- acts ---------------------------------------------------------------------------------------------------------
def test_a_cited_act_marks_its_area() -> None:
    text = "Theo Nghị định số 63/2010/NĐ-CP và Thông tư 01/2018/TT-VPCP, xã niêm yết đủ."
    assert codes("Xã niêm yết", text) == ["TTHC", "TTHC.MOT_CUA"]


def test_a_number_that_comes_again_counts_only_with_its_year() -> None:
    def about(day: str) -> list[str]:
        return codes("Quán triệt nghị quyết", f"Nghị quyết 18-NQ/TW ngày {day} và tinh giản biên chế ở huyện.")

    assert about("25/10/2017") == ["BO_MAY"]
    assert about("16/6/2022") == []  # of that year it is about land


# --- areas --------------------------------------------------------------------------------------------------------
def test_the_one_stop_shop_is_a_part_of_procedures() -> None:
    found = classify("Bộ phận một cửa xã Hợp Tiến", "Bộ phận một cửa giải quyết thủ tục hành chính.")
    scores = {area.code: area.score for area in found.areas}
    assert list(scores) == ["TTHC", "TTHC.MOT_CUA"]
    assert scores["TTHC"] == 1.0 > scores["TTHC.MOT_CUA"]


def test_the_merging_of_units_is_kept_apart_from_organisation() -> None:
    text = "Đề án sắp xếp đơn vị hành chính cấp xã: lấy ý kiến cử tri về sáp nhập xã."
    assert codes("Sắp xếp các ĐVHC cấp xã", text) == ["SAP_XEP_DVHC"]


def test_headings_of_the_programme_before_2021_have_todays_codes() -> None:
    digital = "Hiện đại hóa hành chính: ISO 9001 và dịch vụ công mức độ 3, 4."
    assert codes("Hiện đại hoá nền hành chính ở huyện", digital)[0] == "CHINH_PHU_SO"
    staff = "Chất lượng đội ngũ cán bộ, công chức; đào tạo, bồi dưỡng cán bộ; nâng ngạch công chức."
    assert codes("Nâng cao chất lượng đội ngũ cán bộ, công chức", staff)[0] == "CONG_VU"


def test_a_decision_is_recognised_by_its_title_or_its_lines() -> None:
    assert codes("Công bố danh mục TTHC ngành Thuế", "Danh mục thủ tục hành chính kèm theo.")[0] == "DOC_NOTICE"
    lines = "Điều 1. Giao Sở Nội vụ.\nĐiều 2. Quyết định có hiệu lực."
    assert codes("Phê duyệt kế hoạch cải cách hành chính", lines)[0] == "DOC_NOTICE"
    assert "DOC_NOTICE" not in codes("Phê duyệt kế hoạch cải cách hành chính", lines.replace("\n", " "))


# --- robustness ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("title", "text"), [("", ""), ("", "\n \n"), ("…", "- - -"), ("2018", "1.2.3")])
def test_nothing_gives_nothing(title: str, text: str) -> None:
    assert classify(title, text) == classify("", "")
    assert classify(title, text).score == 0


def test_a_megabyte_is_judged_and_the_answer_is_always_the_same() -> None:
    text = "Thủ tục hành chính ở bộ phận một cửa được số hóa hồ sơ.\n" * 18_000
    assert len(text.encode()) > 1_000_000
    assert classify("Một cửa", text) == classify("Một cửa", text)
    assert classify("", "một cửa" * 140_000).score < CCHC  # a single endless word


def test_the_extracted_article_carries_score_and_areas_of_title_and_body_alone() -> None:
    menu = "<ul><li><a href='/a'>Cải cách hành chính</a></li><li><a href='/b'>Dịch vụ công trực tuyến</a></li></ul>"
    paragraphs = "".join(
        f"<p>{words} Buổi lễ diễn ra sáng nay tại sân vận động xã.</p>" for words in SOWN.split(". ")[:5]
    )
    html = f"<html><body>{menu}<h1>Hội làng mùa xuân</h1><div>{paragraphs}</div></body></html>"
    article = extract(Page("https://example.vn/cai-cach-hanh-chinh/1", html.encode()))
    assert isinstance(article, Article)
    assert (article.cchc_score, article.areas) == (0, ())


# --- quality ------------------------------------------------------------------------------------------------------
def test_the_labelled_texts_cover_every_area_and_both_sides() -> None:
    both = [label for half in labelled.HALVES for label in labelled.load(labelled.TEXTS / half)]
    assert len(both) >= 200
    assert len({(label.title, label.text) for label in both}) == len(both)
    for code in (
        "CHI_DAO",
        "THE_CHE",
        "TTHC",
        "BO_MAY",
        "CONG_VU",
        "TAI_CHINH_CONG",
        "CHINH_PHU_SO",
        "TAC_DONG",
        "SAP_XEP_DVHC",
        "DOC_NOTICE",
    ):
        assert sum(label.primary == code for label in both) >= 12, code
    assert sum(label.name.startswith("near_misses") for label in both) >= 60
    assert sum(label.name.startswith("other") for label in both) >= 40


@pytest.mark.parametrize("half", labelled.HALVES)
def test_relevance_and_areas_reach_their_bars_on_both_halves(half: str) -> None:
    figures = labelled.score(labelled.answers(half))
    for name in ("precision", "recall", "primary"):
        assert figures[name] >= labelled.BARS[name], (name, figures[name])
    assert all(area["precision"] >= 0.8 and area["recall"] >= 0.8 for area in figures["areas"].values())


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds lie beside the checkout")
@pytest.mark.parametrize(
    ("seed", "title", "body", "primary", "also"),
    [
        ("000", 3, (5, 15), "CHI_DAO", {"TTHC", "CHINH_PHU_SO"}),
        ("001", 4, (8, 10), "CHI_DAO", {"TTHC", "CHINH_PHU_SO"}),
        ("002", 7, (10, 24), "TTHC", {"CHI_DAO"}),
        ("003", 1, (4, 18), "CHI_DAO", {"TTHC"}),
        ("004", 1, (5, 16), "CHI_DAO", {"TTHC", "CHINH_PHU_SO"}),
    ],
)
def test_the_seeds_have_the_areas_of_their_labels(
    seed: str, title: int, body: tuple[int, int], primary: str, also: set[str]
) -> None:
    """Lines of title and body as the seeds' README counts them, labels of DOMAIN 2.7."""
    [file] = SEEDS.glob(f"{seed}_*.txt")
    lines = file.read_text(encoding="utf-8").split("\n")
    found = classify(lines[title - 1], "\n".join(lines[body[0] - 1 : body[1]]))
    assert found.score > CCHC
    ranked = [code for code in codes_of(found) if "." not in code]
    assert ranked[0] == primary
    assert also == set(ranked[1 : 1 + len(also)])
