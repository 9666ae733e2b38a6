"""Districts by name: found where the name is sure, None otherwise."""

from __future__ import annotations

import pytest

from archive import gazetteer
from archive.districts import district, districts, resolve


def test_every_district_belongs_to_one_of_the_63_and_has_its_own_id_and_code() -> None:
    found = districts()
    assert len(found) == len({d.id for d in found}) == len({d.code for d in found}) == 696
    assert {d.province for d in found} == {u.slug for u in gazetteer.units() if u.valid_from is None}


@pytest.mark.parametrize(
    ("name", "province", "wanted"),
    [
        ("huyện Bắc Yên", None, "son-la/bac-yen"),
        ("Bắc Yên", None, "son-la/bac-yen"),
        ("thanh liem", None, "ha-nam/thanh-liem"),
        ("HUYỆN THANH LIÊM", "ha-nam", "ha-nam/thanh-liem"),
        ("Quận 1", None, "ho-chi-minh/quan-1"),
        ("thị xã Kỳ Anh", None, "ha-tinh/ky-anh-thi-xa"),
        ("TP. Sông Công", None, "thai-nguyen/song-cong"),
        ("thị xã Phước Long", None, "binh-phuoc/phuoc-long"),
        ("Kỳ Anh", None, None),
        ("Châu Thành", None, None),
        ("Châu Thành", "ben-tre", "ben-tre/chau-thanh"),
        ("Phước Long", None, None),
        ("huyện Thanh Liêm", "son-la", None),
        ("thị xã Bắc Yên", None, None),
        ("Tam Phước", None, None),
        ("huyện Ba Vì", None, "ha-noi/ba-vi"),
        ("ba vi", None, "ha-noi/ba-vi"),
        ("Bà Vì", None, None),
        ("Thanh liệm", None, None),
        ("", None, None),
    ],
)
def test_a_name_is_resolved_only_where_it_is_sure(name: str, province: str | None, wanted: str | None) -> None:
    found = resolve(name, province)
    assert (found.id if found else None) == wanted


def test_a_district_is_found_by_province_and_slug() -> None:
    thanh_liem = district("ha-nam", "thanh-liem")
    assert thanh_liem is not None
    assert (thanh_liem.name, thanh_liem.kind, thanh_liem.code) == ("Thanh Liêm", "rural district", "351")
    assert district("ninh-binh", "thanh-liem") is None
