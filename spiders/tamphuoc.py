"""Tam Phước commune: neither its province nor its address is known, only the text of one page (PORTALS 3.4).

Quirks: title, then `DD/MM/YYYY` alone; paragraphs opened by no-break spaces; "Số lượt đọc: N Về trang trước Về đầu
trang", then "Các tin khác". Seen: that page's text alone. Live it is skipped until somebody says `-a host=HOST`; then
it is read by the form of its pages. The province stays open until somebody confirms one of the candidates.
History: 2026-11 first version.
"""

from spiders.platforms.generic import GenericSpider


class TamPhuocSpider(GenericSpider):
    name = "tamphuoc"
    title = "Trang thông tin điện tử xã Tam Phước"
    province = None
    candidates = (  # communes of this name, by the province of the page's year (2019); all inferred
        "ben-tre",  # district Châu Thành: fits "UBND huyện"; nothing speaks against it
        "ba-ria-vung-tau",  # district Long Điền: fits, too; its neighbour's news stood on a provincial host
        "quang-nam",  # district Phú Ninh: against it, its site of 2019 had another template
        "dong-nai",  # city of Biên Hòa: against it, the page says "UBND huyện"
    )
    level = "commune"
    host = ""
    evidence = {"title": "inferred", "candidates": "inferred", "level": "seen"}
