"""Every imitated portal by the name of its spider. All take the arguments of `tests.replica.site.Site`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.replica.hanam import ThanhLiem
from tests.replica.liferay import BacNinh, HanoiInformation, ThaiNguyen
from tests.replica.nukeviet import DongNai, PhuocLong, TayNinh
from tests.replica.portal import Imitation
from tests.replica.shared import told_on
from tests.replica.sharepoint_forms import BinhDuong, DongNaiCchc, QuangNinh, ThanhHoa
from tests.replica.slugid import HaNoiReform, TuyenQuangHomeAffairs
from tests.replica.tamphuoc import TamPhuoc
from tests.replica.unknown_blog import Blog
from tests.replica.unknown_mapped import Mapped
from tests.replica.unknown_router import Router
from tests.replica.unknown_slug import Slug
from tests.replica.unknown_table import Table
from tests.replica.vnpt import BacYen, BinhDuongHomeAffairs, CanTho, LaoCai, MocChau, ThuanChau
from tests.replica.yenbai import YenBai

IMITATIONS: dict[str, Callable[..., Any]] = {
    "yenbai": YenBai,
    "thanhliem": ThanhLiem,
    "tamphuoc": TamPhuoc,
    "dongnaicchc": DongNaiCchc,
    "quangninh": QuangNinh,
    "thanhhoa": ThanhHoa,
    "binhduong": BinhDuong,
    "bacyen": BacYen,
    "thuanchau": ThuanChau,
    "mocchau": MocChau,
    "laocai": LaoCai,
    "cantho": CanTho,
    "binhduongsnv": BinhDuongHomeAffairs,
    "hanoicchc": HaNoiReform,
    "tuyenquangsnv": TuyenQuangHomeAffairs,
    "hanoitttt": HanoiInformation,
    "bacninh": BacNinh,
    "thainguyen": ThaiNguyen,
    "dongnai": DongNai,
    "tayninh": TayNinh,
    "phuoclong": PhuocLong,
    # no spider of these: `scrapy crawl portal -a url=https://NAME/`
    "dongtam.vidu.vn": Blog,
    "sonoivu.vidu.vn": Table,
    "binhyen.vidu.vn": Slug,
    "tanphu.vidu.vn": Mapped,
    "hoaan.vidu.vn": Router,
}


def imitation(name: str, *, shared: bool = False, **arguments: Any) -> Imitation:
    """The imitation of one portal. With `shared` it also tells its part of the stories that several portals tell."""
    portal: Imitation = IMITATIONS[name](**arguments | ({"told": told_on(name)} if shared else {}))
    return portal
