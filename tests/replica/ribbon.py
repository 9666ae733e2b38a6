"""What every page of an imitated SharePoint publishing site begins and ends with (PORTALS 4.3 and 7).

The skip links are those seen in stored texts; the names of the hidden fields are SharePoint's own; everything else is
inferred.
"""

from __future__ import annotations

import base64
import random

from tests.replica.markup import esc

MUST_NOT = ("Skip Ribbon Commands", "Skip to main content", "Turn on more accessible mode")
_STATE = base64.b64encode(random.Random(7).randbytes(12_000)).decode()


def page(title: str, content: str, visit: int, state: int = 0) -> bytes:
    """A whole page around `content` (HTML). `state` shifts the hidden fields, `visit` changes the request digest."""
    start = state * 89 % 8_000
    return (
        '<!DOCTYPE html>\n<html dir="ltr" lang="vi-VN"><head><meta charset="utf-8" />\n'
        '<meta name="GENERATOR" content="Microsoft SharePoint" />\n'
        f"<title>\n\t{esc(title)}\n</title></head>\n<body>\n"
        '<div class="noindex ms-hide"><a class="ms-accessible" href="javascript:;">Turn on more accessible mode</a>'
        "</div>\n"
        f'<form method="post" action="./" id="aspnetForm">\n<input type="hidden" name="__REQUESTDIGEST" '
        f'value="0x{visit * 2_654_435_761 % 2**64:016X}" />\n'
        f'<input type="hidden" name="__VIEWSTATE" value="{_STATE[start : start + 8_000]}" />\n'
        '<div id="TurnOnAccessibility"></div>\n'
        '<div class="s4-notdlg noindex"><a href="javascript:;">Skip Ribbon Commands</a></div>\n'
        '<div class="s4-notdlg noindex"><a href="javascript:;">Skip to main content</a></div>\n'
        f'<div id="s4-workspace">{content}</div>\n</form></body></html>\n'
    ).encode()
