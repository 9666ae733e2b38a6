"""What may go wrong, what is promised then, and the tests that prove it. `docs/faults.md` is made from this list.

`python -m tests.faults.report` runs the tests and writes the page. Add a fault where it belongs by its kind; a test may
prove several faults, and may stand elsewhere in tests/ where the thing it proves is at home.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `happens` and `result` are sentences for an operator; `tests` are pytest node ids from the project's
    root (`tests/faults/test_x.py::test_y`, parameters left out: all of them belong to it)."""

    name: str
    happens: str
    result: str
    tests: tuple[str, ...]


_NETWORK, _TLS, _PORTAL, _SSRF, _PROXY = (
    f"tests/faults/test_{name}.py" for name in ("network", "tls", "portal", "ssrf", "proxy")
)


def _page(fault: str) -> str:
    """The test of one article's fault."""
    return f"{_NETWORK}::test_a_fault_is_told_as_what_it_is_and_not_asked_for_more_often_than_that[{fault}]"


NETWORK: tuple[Fault, ...] = (
    Fault(
        "Connection reset",
        "The server resets the connection before the page or in the middle of it.",
        "Asked again as often as any failure (RETRY_TIMES), then `failed`; the bytes that came are kept; the address "
        "is owed to the next nights; its neighbours are stored.",
        (
            _page("reset"),
            _page("reset in mid-page"),
            f"{_NETWORK}::test_the_bytes_that_came_are_kept[reset in mid-page]",
            f"{_NETWORK}::test_the_neighbours_of_all_faults_are_stored_whole",
            f"{_NETWORK}::test_the_run_says_how_many_failed_and_is_partial",
        ),
    ),
    Fault(
        "Slow loris",
        "Head or body of the page drip in, a few bytes a second, for ever.",
        "`failed: timeout` after DOWNLOAD_TIMEOUT for each try: it is for the request as a whole, and no byte "
        "renews it.",
        (
            _page("slow loris"),
            _page("slow loris in the head"),
            f"{_NETWORK}::test_time_stays_bounded_however_slowly_bytes_drip",
        ),
    ),
    Fault(
        "Endless body",
        "A page without end, as fast as it is taken.",
        "Cut at DOWNLOAD_MAXSIZE (20 MiB): `rejected: too_large`, asked for once; memory stays bounded.",
        (_page("endless body"), f"{_NETWORK}::test_memory_stays_bounded_through_bombs_and_endless_bodies"),
    ),
    Fault(
        "Endless head",
        "Headers without end, as fast as they are taken.",
        "Cut at 256 KiB: `failed`; memory stays bounded.",
        (_page("endless head"), f"{_NETWORK}::test_memory_stays_bounded_through_bombs_and_endless_bodies"),
    ),
    Fault(
        "Gzip bomb",
        "A page of 400 KB on the wire that unpacks to 400 MB.",
        "Unpacking stops at DOWNLOAD_MAXSIZE: `rejected: too_large`, asked for once; kept as it came, packed; memory "
        "stays bounded.",
        (
            _page("gzip bomb"),
            f"{_NETWORK}::test_the_bytes_that_came_are_kept[gzip bomb]",
            f"{_NETWORK}::test_memory_stays_bounded_through_bombs_and_endless_bodies",
        ),
    ),
    Fault(
        "30 MB page",
        "A page of 30 MB, with and without a Content-Length that says so.",
        "`rejected: too_large`, asked for once; with the header not even begun.",
        (
            _page("30 MB"),
            _page("30 MB in pieces"),
            f"{_NETWORK}::test_memory_stays_bounded_through_bombs_and_endless_bodies",
        ),
    ),
    Fault(
        "Redirect loop",
        "An article, a listing or robots.txt redirects to itself.",
        "Three hops for a page, five for robots.txt, then an article is `missing: redirect_elsewhere`, a listing fails "
        "with its target in the reason, robots.txt counts as none.",
        (
            _page("redirect loop"),
            f"{_NETWORK}::test_the_bytes_that_came_are_kept[redirect loop]",
            f"{_NETWORK}::test_a_listing_that_redirects_in_a_circle_ends_and_is_told",
            "tests/test_walls.py::test_what_each_answer_to_robots_txt_means_counted_at_the_server",
        ),
    ),
    Fault(
        "Wrong Content-Length",
        "The header announces more bytes than come, or fewer.",
        "More: kept with what came, asked again, then `failed`. Fewer: what the header announces is kept and read, as "
        "browsers do; the surplus spoils no other page.",
        (
            _page("Content-Length too large"),
            _page("Content-Length too small"),
            f"{_NETWORK}::test_the_bytes_that_came_are_kept[Content-Length too large]",
            f"{_NETWORK}::test_what_a_header_announces_is_kept_where_more_is_sent",
            f"{_NETWORK}::test_the_neighbours_of_all_faults_are_stored_whole",
        ),
    ),
    Fault(
        "Wrong charset header",
        "UTF-8 pages that the header calls windows-1252, UTF-16 or something that does not exist.",
        "Stored, and the text is letter for letter the portal's.",
        (
            _page("charset windows-1252"),
            _page("charset utf-16"),
            _page("charset nonsense"),
            f"{_NETWORK}::test_the_neighbours_of_all_faults_are_stored_whole",
        ),
    ),
    Fault(
        "No HTTP",
        "Something else than a web server answers.",
        "`failed`, asked again as often as any failure.",
        (_page("no HTTP"),),
    ),
    Fault(
        "DNS failure",
        "The portal's name is not known.",
        "The run is `partial` and its reasons say so; the finding is `no_host`; nothing is counted against an article.",
        (f"{_NETWORK}::test_a_name_that_dns_does_not_know_is_told_and_nothing_is_counted_against_the_articles",),
    ),
    Fault(
        "500 storm",
        "Every page answers 500.",
        "The run is `partial`; each address is asked for 1 + RETRY_TIMES times at most; known articles stay as they "
        "are; the next good night is `ok`.",
        (f"{_NETWORK}::test_a_storm_of_500_proves_nothing_against_known_articles_and_the_next_night_is_ok",),
    ),
    Fault(
        "429 with Retry-After",
        "The portal asks for a pause.",
        "The whole host rests as long as it asks (ten minutes at most), the address is asked for again, nothing is "
        "lost.",
        (
            f"{_NETWORK}::test_429_with_retry_after_lets_the_host_rest_that_long_and_loses_nothing",
            "tests/crawler/test_politeness.py::test_after_retry_after_the_whole_host_rests_and_the_retry_waits_too",
        ),
    ),
)
TLS: tuple[Fault, ...] = (
    Fault(
        "Expired certificate",
        "The certificate's last day is over.",
        "Public pages are read; the run is `ok` and notes since when, once.",
        (f"{_TLS}::test_a_certificate_with_a_fault_stops_nothing_and_is_told_once_a_run[expired]",),
    ),
    Fault(
        "Self-signed certificate",
        "Nobody vouches for the certificate, or it is another host's.",
        "Public pages are read; the run is `ok` and notes it, once.",
        (
            f"{_TLS}::test_a_certificate_with_a_fault_stops_nothing_and_is_told_once_a_run[self-signed]",
            f"{_TLS}::test_a_certificate_with_a_fault_stops_nothing_and_is_told_once_a_run[another's]",
            "tests/crawler/test_tls.py::test_the_faults_of_a_certificate_are_said_once_and_stop_nothing",
        ),
    ),
    Fault(
        "Legacy TLS",
        "The server speaks TLS 1.0 or 1.1 only, or offers a Diffie-Hellman group of 1024 bits.",
        'The run is `partial` and says the way out, `tls = "legacy"`; a portal that declares it is read whole.',
        (
            f"{_TLS}::test_old_tls_fails_with_the_way_out_and_is_spoken_where_it_is_declared",
            "tests/crawler/test_tls.py::test_a_portal_with_old_tls_says_the_way_out_and_is_crawled_once_it_is_declared",
        ),
    ),
)
PORTAL: tuple[Fault, ...] = (
    Fault(
        "Portal empty",
        "The listings answer and hold no article.",
        "The run is `empty` and names each listing; the articles stay.",
        (f"{_PORTAL}::test_a_portal_that_shows_nothing_any_more_is_empty_and_not_ok",),
    ),
    Fault(
        "Portal replaced by another agency's",
        "Another site answers under the portal's name.",
        "The run is `partial`: no listing is found, and known articles did not answer as articles; nothing is taken in "
        "from it, changed, or counted as gone.",
        (
            f"{_PORTAL}::test_another_agencys_site_under_the_name_takes_nothing_away_and_brings_nothing_in",
            f"{_PORTAL}::test_after_all_that_a_good_night_is_ok_again",
        ),
    ),
    Fault(
        "Login wall",
        "A log-in page, or a redirect to one, stands in place of everything.",
        "The run is `blocked` with the finding `login`; nobody logs in, no address counts as missing.",
        (f"{_PORTAL}::test_a_log_in_before_the_whole_portal_blocks_the_night_and_is_told",),
    ),
)
ADDRESSES: tuple[Fault, ...] = (
    Fault(
        "Redirect into the own network",
        "A redirect or link names 127.0.0.1, 169.254.169.254, a private network, a local name or file://, in any "
        "spelling.",
        "Refused before anything is connected to, never asked again, with the reason `refused address: …`; the run "
        "goes on.",
        (
            f"{_SSRF}::test_what_does_not_lie_on_the_open_web_is_refused_as_it_is_written",
            f"{_SSRF}::test_what_lies_there_passes",
            f"{_SSRF}::test_no_redirect_and_no_answer_of_dns_leads_to_a_connection_that_is_not_public",
            f"{_SSRF}::test_a_redirect_to_a_file_is_not_followed",
            f"{_SSRF}::test_a_robots_txt_that_leads_to_the_clouds_metadata_costs_nothing_else",
            f"{_SSRF}::test_an_article_and_a_listing_that_lead_into_the_own_network_are_left_alone",
        ),
    ),
    Fault(
        "DNS that answers a private address",
        "A name leads into the own network, from the start or from mid-crawl on (rebinding).",
        "The answer that the connection would use is the one that is checked: refused, with name and address in the "
        "reason and the finding `refused_address`.",
        (
            f"{_SSRF}::test_a_portal_whose_name_leads_into_the_own_network_is_not_asked_and_the_reason_is_said",
            f"{_SSRF}::test_a_name_that_turns_private_in_mid_crawl_is_refused_from_then_on",
        ),
    ),
    Fault(
        "A private address is typed",
        "`scrapy crawl portal -a url=…` names this machine or its network; or CCHC_WAYBACK does.",
        "`-a url` is refused as usage (exit 2). CCHC_WAYBACK is what the operator has configured, and is asked.",
        (
            f"{_SSRF}::test_an_address_that_a_person_typed_is_refused_before_the_crawl",
            f"{_SSRF}::test_a_web_archive_in_the_own_network_is_asked_because_a_person_has_named_it",
            "tests/crawler/test_places.py::test_hosts_of_this_machine_and_network_are_refused",
        ),
    ),
)
PROXY: tuple[Fault, ...] = (
    Fault(
        "Proxy does not answer",
        "The proxy of CCHC_PROXY is down, mute, or refuses the way.",
        "The reason names the proxy (never its password), the finding is `proxy`, and nothing is counted against the "
        "portal.",
        (
            f"{_PROXY}::test_a_proxy_that_does_not_run_is_named_and_the_portal_is_not_blamed",
            f"{_PROXY}::test_a_proxy_that_refuses_is_named",
            f"{_PROXY}::test_a_proxy_that_asks_for_a_password_is_no_wall_of_an_http_portal",
            f"{_PROXY}::test_a_proxy_that_says_nothing_ends_in_time_and_is_named",
        ),
    ),
    Fault(
        "A password or a request goes astray",
        "The proxy wants a password; the environment has an http_proxy; another portal has a proxy of its own.",
        "Each portal is asked through its proxy or directly, as CCHC_PROXY says and nothing else; log, database and "
        "WARC files hold no password and the portal's own addresses.",
        (
            f"{_PROXY}::test_https_goes_through_a_tunnel_with_name_and_password_that_nothing_keeps",
            f"{_PROXY}::test_http_goes_in_absolute_form_and_one_portals_proxy_is_not_the_others",
            f"{_PROXY}::test_direct_at_a_portal_wins_over_the_proxy_of_all_and_the_environments_http_proxy_is_nobodys",
            f"{_PROXY}::test_a_back_fill_asks_the_web_archive_through_the_portals_proxy",
            f"{_PROXY}::test_old_tls_behind_a_proxy_is_told_and_reached_as_without_one",
            f"{_PROXY}::test_an_address_of_a_proxy_is_taken_apart_and_shown_without_its_password",
            f"{_SSRF}::test_the_proxys_own_host_is_no_page_whatever_its_address_is",
        ),
    ),
)
DISK: tuple[Fault, ...] = ()
DATABASE: tuple[Fault, ...] = ()
PROCESS: tuple[Fault, ...] = ()  # kill, clock, two at once

# Heading in docs/faults.md -> its faults, in the order of the page.
GROUPS: dict[str, tuple[Fault, ...]] = {
    "Network": NETWORK,
    "TLS": TLS,
    "Portal": PORTAL,
    "Addresses that lead into the own network": ADDRESSES,
    "Proxy": PROXY,
    "Disk": DISK,
    "Database": DATABASE,
    "Processes and clock": PROCESS,
}
FAULTS: tuple[Fault, ...] = tuple(fault for faults in GROUPS.values() for fault in faults)
