"""Walls in front of an imitated portal: what a server says instead of the page, and to robots.txt.

`Walled(portal, wall)` answers `wall` for the pages that `where` picks and lets the portal speak for the rest. The pages
are our own words; their forms are those of PORTALS 8.4 and 9 and of the products' default pages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tests.replica.portal import Portal, Request, Response

HTML = {"Content-Type": "text/html; charset=utf-8"}
Where = Callable[[Request, Response], bool]


def page(title: str, body: str, head: str = "", status: int = 200, **headers: str) -> Response:
    """A page of a few words without any furniture; `headers` with _ for -."""
    html = f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("wall", html.encode(), status, HTML | more)


COOKIE = "<script>document.cookie='khoa=81f2; path=/';window.location.reload(true);</script>"
BLOCKED_BY_WAF = page(
    "Request Rejected",
    "The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1177",
)
MAINTENANCE = "<h1>Hệ thống đang bảo trì, nâng cấp</h1><p>Kính mong quý vị vui lòng quay lại sau.</p>"
LOGIN = (
    "<h1>Đăng nhập</h1><form><label>Tài khoản</label><input name=u><label>Mật khẩu</label>"
    "<input type=password name=p></form>"
)

# What may stand in an article's place -> the outcome and the words that its reason begins with.
IN_PLACE: Mapping[str, tuple[Response, str, str]] = {
    "cookie": (page("", COOKIE, Set_Cookie="khoa=0; path=/"), "blocked", "wall: a script that sets a cookie"),
    "cookie 503": (page("", COOKIE, status=503), "blocked", "wall: a script that sets a cookie"),
    "challenge": (
        page("Just a moment...", '<div class="cf-turnstile"></div><p>Xin chờ</p>', status=403),
        "blocked",
        "http_403: ",
    ),
    "waf": (BLOCKED_BY_WAF, "blocked", "wall: request rejected"),
    "captcha": (
        page("Xác thực", "<p>Vui lòng nhập mã xác nhận</p><form><img src=/c.ashx><input name=ma></form>"),
        "blocked",
        "wall: nhap ma xac nhan",
    ),
    "no right": (page("Thông báo", "<h2>Bạn không có quyền truy cập</h2>"), "blocked", "wall: ban khong co quyen"),
    "refused": (page("Thông báo", "<p>Yêu cầu của bạn đã bị chặn</p>"), "blocked", "wall: yeu cau cua ban"),
    "too many": (Response("wall", b"", 429), "blocked", "http_429"),
    "maintenance": (page("Thông báo", MAINTENANCE), "blocked", "wall: Hệ thống đang bảo trì"),
    "maintenance 503": (page("Thông báo", MAINTENANCE, status=503), "blocked", "wall: Hệ thống đang bảo trì"),
    "login": (page("Đăng nhập", LOGIN), "blocked", "login: a password field"),
    "sent to login": (Response("wall", b"", 302, {"Location": "/dang-nhap?returnUrl=%2F"}), "blocked", "login"),
    "sent home": (Response("wall", b"", 302, {"Location": "/"}), "missing", "redirect_home"),
    "not there": (page("Lỗi", "<p>Không tìm thấy trang bạn yêu cầu.</p>"), "missing", "soft_404"),
    "pdf": (Response("wall", b"%PDF-1.5 ...", 200, {"Content-Type": "application/pdf"}), "rejected", "not_html"),
    "index": (
        page("Index of /tin/", "<h1>Index of /tin/</h1><pre><a href=a.doc>a.doc</a></pre>"),
        "rejected",
        "listing",
    ),
    "nginx": (
        page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>It works.</p>"),
        "failed",
        "broken: the server's",
    ),
    "parked": (page("x.vn", "<p>This domain is for sale. Buy this domain.</p>"), "failed", "broken: a parked domain"),
    "no body": (Response("wall", b"", 200, HTML), "rejected", "empty: no bytes"),
    "template": (
        page("Cổng", "<h2>{{x.Title | limitTo: 90}}</h2><p>{{x.Body}}</p>"),
        "rejected",
        "empty: needs a browser",
    ),
}


def of_kind(*kinds: str) -> Where:
    """The answers of these kinds ("article", "listing", …)."""
    return lambda request, answer: answer.kind in kinds


def everything(request: Request, answer: Response) -> bool:
    """The whole site but robots.txt."""
    return answer.kind != "robots"


@dataclass
class Walled:
    """`portal` behind `wall`. `cookies` lists what visitors sent: a climber would bring one."""

    portal: Portal
    wall: Response
    where: Where = everything

    def __post_init__(self) -> None:
        self.cookies: list[str] = []

    @property
    def hosts(self) -> tuple[str, ...]:
        """The portal's."""
        return self.portal.hosts

    async def handle(self, request: Request) -> Response:
        """The portal's answer, or the wall with that answer's kind in the statistics."""
        if "cookie" in request.headers:
            self.cookies.append(request.headers["cookie"])
        answer = await self.portal.handle(request)
        return replace(self.wall, kind=answer.kind) if self.where(request, answer) else answer


@dataclass
class EachItsOwn:
    """`portal`, whose first articles to be asked for stand behind one wall of `walls` each.

    `behind` has the name of the wall by the article's address on the host.
    """

    portal: Portal
    walls: Mapping[str, Response]

    def __post_init__(self) -> None:
        self.behind: dict[str, str] = {}
        self._left = iter(self.walls)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The portal's."""
        return self.portal.hosts

    async def handle(self, request: Request) -> Response:
        """The article's own wall, always the same, else the portal's answer."""
        answer = await self.portal.handle(request)
        if answer.kind != "article":
            return answer
        if request.target not in self.behind and (name := next(self._left, None)) is not None:
            self.behind[request.target] = name
        name = self.behind.get(request.target)
        return replace(self.walls[name], kind="article") if name is not None else answer


@dataclass
class RobotsHost:
    """A host that has one page and this answer to robots.txt; None never answers."""

    host: str
    robots: Response | None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The one host."""
        return (self.host,)

    async def handle(self, request: Request) -> Response:
        """robots.txt as given, the page for every other address."""
        if request.path != "/robots.txt":
            return page("Tin", "<p>Tin tức</p>")
        if self.robots is None:
            await request.closing.wait()
            return Response("robots", b"")
        await asyncio.sleep(0)
        return replace(self.robots, kind="robots")
