"""What the reasons of a run mean, and what a person can do about each. The one place that reads reasons again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reason of a run means: `code` for programs, `sign` a pattern in it; {name} and {host} in `next_step`."""

    code: str
    sign: str
    diagnosis: str
    next_step: str


PROBE = "`cchc probe {name}` shows what is declared against what is found"
MEND = PROBE + "; mend spiders/{name}.py, then `cchc replay --portal {name} --dry-run` tells what the kept pages give"
WAIT = "nothing to do: the next night asks again"
# From the cause to the symptom: the first that a reason shows is said.
FINDINGS: tuple[Finding, ...] = (
    Finding(
        "no_address",
        r"no known address",
        "nobody knows the portal's address yet",
        "`scrapy crawl {name} -a host=HOST` once it is known",
    ),
    Finding(
        "disk_low",
        r"disk_low|disk_full|disk is full or failing",
        "a disk of this machine is full, or nearly; nothing that was stored is lost",
        'make room (docs/operations.md, "The disks"); `cchc doctor` shows each disk; the next run goes on',
    ),
    Finding(
        "locked",
        r"holds the archive|database is locked",
        "another program held the archive's database for longer than a minute; the portal is not to blame",
        "look what else has the database open (an editor of databases, a long query; `fuser` names it), end it, "
        "then `scrapy crawl {name}`",
    ),
    Finding(
        "locks",
        r"the lock of \S* ?cannot be made",
        "the folder of the locks cannot be used, so that no portal is crawled at all",
        "look at what CCHC_LOCK_DIR names: it has to be a folder of its own, and nothing but plain files in it",
    ),
    Finding(
        "busy",
        r"its host was being crawled by",
        "another process was crawling its host when its turn came",
        "nothing to do where that was you; else look what the process is: `ps PID`",
    ),
    Finding(
        "proxy",
        r"the proxy http\S+ (?:does not|asks|opens)",
        "the way through the proxy fails; that says nothing about the portal",
        "see that the proxy of CCHC_PROXY runs and lets us through; `{name}=direct` there asks the portal without it",
    ),
    Finding(
        "refused_address",
        r"refused address: ",
        "an address of it leads into a private network, where nothing is asked for",
        "look where DNS sends {host}, here and elsewhere: a portal's address is a public one",
    ),
    Finding(
        "old_tls",
        r"declare tls = \"legacy\"",
        "the server speaks old TLS only",
        'write tls = "legacy" into spiders/{name}.py, then `scrapy crawl {name}`',
    ),
    Finding("tls", r"\btls: ", "TLS with the server does not come about", PROBE + "; its administrator can mend it"),
    Finding(
        "robots_error",
        r"robots: HTTP",
        "robots.txt answers with an error, which forbids everything until it answers again (RFC 9309)",
        "open https://{host}/robots.txt in a browser; " + WAIT,
    ),
    Finding(
        "robots_wall",
        r"robots: wall",
        "a wall stands before robots.txt, so that its rules are not known",
        "write to the portal's administrator; nothing is asked meanwhile",
    ),
    Finding(
        "robots",
        r": robots\b|\(mostly robots\b|\(robots\b",
        "robots.txt closes these addresses to us",
        "read https://{host}/robots.txt; what it closes is left alone: ask the administrator, or take another section",
    ),
    Finding(
        "maintenance",
        r"bao tri|bảo trì|nâng cấp|maintenance|tạm ngừng",
        "the portal says that it is being worked on",
        WAIT,
    ),
    Finding(
        "login",
        r"\blogin\b",
        "the portal asks for a log-in",
        "open a page in a browser: if it is public there, " + PROBE + ", else leave it alone",
    ),
    Finding(
        "browser",
        r"needs a browser",
        "scripts fill its pages, so that the answers hold no text",
        "look for a feed, a sitemap or a print version: `cchc probe {name}`",
    ),
    Finding(
        "wall",
        r"\bwall: |http_40[137]|http_429|http_451|were refused|was refused",
        "a wall or a refusal stands before its pages; it is not climbed over",
        "open a page in a browser: if it opens there, write to the portal's administrator (docs/politeness.md)",
    ),
    Finding(
        "no_host",
        r"CannotResolveHost|DNSLookup",
        "its host name is not known any more",
        "look where the portal has gone (`cchc probe {name}`); its past: `scrapy crawl {name} -a source=wayback`",
    ),
    Finding(
        "no_answer",
        r"timeout|ConnectionRefused|DownloadFailed|ConnectionLost|ConnectionReset|http_5\d\d",
        "the server does not answer, or with errors",
        WAIT + "; if it lasts, `cchc probe {name}`",
    ),
    Finding(
        "moved",
        r"redirected to|soft_404|http_404|http_410",
        "a listing has moved or is gone",
        "`cchc probe {name}`, then mend its sections in spiders/{name}.py",
    ),
    Finding(
        "rebuilt",
        r"holds no article link|no listing was read|no listing could be read|no article link, though",
        "its listings answer, but no link in them has the form of an article's: the portal was rebuilt",
        "`cchc probe {name}`, then mend its sections or platform",
    ),
    Finding(
        "lost",
        r"known articles did not answer as articles",
        "many known articles at once did not answer as such: the portal is out of order or was rebuilt",
        PROBE + "; nothing is counted as gone meanwhile",
    ),
    Finding(
        "no_text",
        r"held no text|broken: ",
        "many of its pages hold no text",
        PROBE,
    ),
    Finding(
        "replaced",
        r"show nothing of what this portal repeats",
        "its pages look like those of another site: it was rebuilt, or its address has another owner",
        "open a page in a browser; if it is the same portal, declare its layout in spiders/{name}.py (docs/runs.md)",
    ),
    Finding(
        "layout",
        r"fit no declared layout",
        "its pages have another form than its file declares",
        MEND,
    ),
    Finding(
        "quality",
        r"^(?:all )?\d+ (?:of \d+ )?new (?:articles|addresses)\b.* (?:have (?:no (?:date|title|author|section|lead)"
        r"|one title|page furniture)|hold (?:less than a third|no article))",
        "its new articles are not what they were, without any error: the form of its pages has changed",
        MEND + "; if the portal itself left it out, say so in its `expect` (docs/runs.md)",
    ),
    Finding(
        "edited",
        r"were changed by the portal at once",
        "the portal changed many known articles in one night, or something that moves got into their texts",
        "`cchc diff ID` of one that `cchc runs --portal {name}` names; what it is may belong to the template",
    ),
    Finding(
        "pager",
        r"the pager shows page|walks through its listings\b.* ended",
        "its pager does not lead on: what lies behind the first page was not read",
        "`cchc probe {name}`; once it is mended, `scrapy crawl {name} -a mode=sweep`",
    ),
    Finding(
        "script_pager",
        r"works by script only",
        "a listing goes on behind a pager that works by script only",
        "look for a feed or a sitemap: `cchc probe {name}`",
    ),
    Finding(
        "unread",
        r"goes on after page|it says it has|more sitemaps than",
        "more was published than a night reads",
        "`scrapy crawl {name} -a mode=full`, once",
    ),
    Finding(
        "killed",
        r"\bkilled\b|its process ended without closing it",
        "the run's process died (memory, power, kill)",
        "`scrapy crawl {name}`; it goes on where it was",
    ),
    Finding(
        "own_error",
        r"errors in our own code|but \d+ outcomes|archive_failed",
        "an error of ours, or of the archive's disk",
        "read the run's log; `cchc db check`; then `scrapy crawl {name}`",
    ),
    Finding(
        "budget",
        r"request_budget",
        "more was due than one night may ask of a portal",
        "nothing to do: the next night goes on where it was; `scrapy crawl {name} -a mode=full` has no such limit, and "
        "requests_per_night in spiders/{name}.py sets it",
    ),
    Finding(
        "stopped",
        r"stopped before the end|were left",
        "the run was stopped early",
        "`scrapy crawl {name}`; it goes on where it was",
    ),
    Finding(
        "stale",
        r"^nothing new since|new articles in the last \d+ working weeks",
        "all answers, but it has been silent for longer than it ever is, or brings far less than it did",
        "open its listing in a browser: if there is news, `cchc probe {name}`; if it publishes elsewhere now, write "
        "that address down; if it is right, say so in its `expect` (docs/runs.md)",
    ),
    Finding("failed", r"addresses failed", "single pages failed", WAIT),
)


def find(reasons: Iterable[str]) -> Finding | None:
    """The first finding, from the cause to the symptom, that one of the reasons shows; None where none does."""
    reasons = list(reasons)
    return next((one for one in FINDINGS if any(re.search(one.sign, reason) for reason in reasons)), None)
