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
        "Another site answers under the portal's name; or its articles stand in another agency's pages.",
        "`partial`: no listing is found, known articles did not answer as articles; nothing is taken in, changed, or "
        "counted as gone. Where the addresses still hold, `broken` from the first night on that differs from the "
        "portal's past; what was there before stays as a revision.",
        (
            f"{_PORTAL}::test_another_agencys_pages_at_the_same_addresses_are_no_ok_night_and_overwrite_nothing",
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
    Fault(
        "Portal goes quiet",
        "The portal's unit has ended, and it shows nothing new for 60 days.",
        "Dormant: one visit a week, no alarm; the first new article wakes it up.",
        (
            "tests/nights/test_life_of_portals.py::test_a_site_that_goes_quiet_is_asked_once_a_week_and_wakes_up_by_itself",
        ),
    ),
    Fault(
        "Portal dies",
        "Its host name is not known any more, night after night.",
        "Asked again after 1, 2, 4, 7 nights; closed on the third day, said once, left out; active again as soon as a "
        "visit by hand gets an answer. Nights in which no host at all answered do not count.",
        (
            "tests/nights/test_life_of_portals.py::"
            "test_a_site_whose_name_is_gone_is_closed_on_the_third_day_said_and_left_out_until_it_answers",
            "tests/nights/test_life_of_portals.py::test_nights_in_which_our_own_line_was_down_close_nobody",
        ),
    ),
    Fault(
        "Portal redirects to its successor",
        "Every address leads to the portal of the unit that followed.",
        "Closed on the third day, with the name of the successor and its portal.",
        ("tests/nights/test_life_of_portals.py::test_a_site_that_redirects_to_its_successor_is_closed_with_its_name",),
    ),
    Fault(
        "Layout changes",
        "The pages' markup changes, so that days and authors are lost.",
        "The run is `broken` and says what is missing; `cchc probe` names the new places, `cchc replay --dry-run` what "
        "a mended layout recovers; `cchc replay` writes it as revisions from the kept pages.",
        (
            "tests/test_layout_ageing.py::test_the_relaunch_takes_days_authors_and_the_layout_away",
            "tests/test_layout_ageing.py::test_a_look_names_what_replaced_the_place",
            "tests/test_layout_ageing.py::test_a_dry_run_shows_what_the_mended_layout_would_recover_and_writes_nothing",
            "tests/test_layout_ageing.py::"
            "test_a_replay_appends_revisions_with_the_new_layout_once_and_never_touches_first_seen",
        ),
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
            f"{_SSRF}::test_every_scheme_of_scrapys_has_a_handler_of_ours",
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
            f"{_SSRF}::test_a_crawl_whose_dns_nobody_checks_does_not_begin",
            f"{_SSRF}::test_dns_may_lead_to_the_open_web_or_in_a_replica_run_to_loopback",
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
_STORAGE = "tests/faults/test_storage.py"
DISK: tuple[Fault, ...] = (
    Fault(
        "Disk below its reserve before a crawl",
        "Less than `CCHC_DISK_RESERVE` is free on a disk that a crawl writes to.",
        'No request; exit code 1, and a run `broken` ("not begun: disk_low") that `cchc health` shows with what to do.',
        (f"{_STORAGE}::test_a_crawl_does_not_begin_below_the_reserve_and_health_says_so",),
    ),
    Fault(
        "Disk reaches its reserve in mid-crawl",
        "The crawl itself, or another program, uses the room up.",
        "The crawl stops (`disk_low`, partial): what was fetched is kept and judged; the next one goes on, nothing is "
        "lost or doubled.",
        (f"{_STORAGE}::test_a_crawl_stops_before_it_uses_up_the_reserve",),
    ),
    Fault(
        "Disk full while a WARC file is written",
        "Writing fails (no space, quota, or a limit on the size of files).",
        "The crawl stops (`disk_full`, broken); no page is judged whose bytes are not kept; the next crawl goes on.",
        (
            f"{_STORAGE}::test_the_disk_is_full_while_a_warc_file_is_written",
            f"{_STORAGE}::test_a_small_file_system_is_full_and_made_larger[warc]",
            "tests/crawler/test_raw.py::test_a_full_disk_closes_the_crawl_and_no_page_is_judged_without_its_bytes",
        ),
    ),
    Fault(
        "Disk full while the database commits",
        "SQLite cannot write its log.",
        "The transaction is gone as a whole, the crawl stops at once (`disk_full`); where not even the run's end can "
        "be written, the next crawl closes the run as killed and goes on.",
        (
            f"{_STORAGE}::test_the_disk_is_full_while_the_database_commits",
            f"{_STORAGE}::test_a_small_file_system_is_full_and_made_larger[database]",
            "tests/archive/test_db.py::test_a_limit_on_file_size_in_another_process_leaves_the_archive_whole",
        ),
    ),
    Fault(
        "Archive file read-only",
        "The user of the crawl may not write archive.db, or its folder.",
        "Exit code 2 or 1 with the path, before the first request.",
        (
            f"{_STORAGE}::test_the_archive_s_file_is_read_only",
            f"{_STORAGE}::test_the_folder_of_the_archive_is_read_only",
            f"{_STORAGE}::test_root_is_no_exception_in_these_tests",
        ),
    ),
    Fault(
        "WARC folder read-only",
        "The user of the crawl may not write the folder of the raw answers.",
        "The crawl stops with its first answer (`raw_store_failed`, broken); nothing is judged.",
        (f"{_STORAGE}::test_the_folder_of_the_warc_files_is_read_only",),
    ),
    Fault(
        "A move to a cold folder is broken off",
        "`cchc warc move` is killed while it copies, or before it removes the original.",
        "The original stays until its copy is proved; the next call goes on.",
        (
            "tests/crawler/test_disk.py::test_a_move_that_was_broken_off_goes_on",
            "tests/crawler/test_disk.py::test_another_file_of_the_same_name_is_not_overwritten",
        ),
    ),
)
DATABASE: tuple[Fault, ...] = (
    Fault(
        "Database locked by another program",
        "Somebody holds a write transaction open in mid-crawl (the test: 8 s; `make test-long`: 30 s).",
        "The crawl waits, up to 60 s, asks the portal for nothing meanwhile, and ends ok.",
        (
            f"{_STORAGE}::test_another_program_holds_the_database_in_mid_crawl",
            f"{_STORAGE}::test_another_program_holds_the_database_for_half_a_minute",
        ),
    ),
    Fault(
        "Database locked for longer than 60 s",
        "The same, without an end (the test: 1 s of patience).",
        "The crawl stops; the run stays open and is closed as killed by the next one, which fetches what is missing.",
        (f"{_STORAGE}::test_the_database_is_held_for_longer_than_anybody_waits",),
    ),
    Fault(
        "An analyst's long query",
        "A reader keeps its snapshot while a crawl writes.",
        "Nobody waits. SQLite's log grows meanwhile and is folded in when the reader has gone.",
        (f"{_STORAGE}::test_an_analyst_holds_a_snapshot_while_a_crawl_writes",),
    ),
    Fault(
        "PostgreSQL restarted in mid-crawl",
        "The server ends all connections and comes back some seconds later.",
        "The crawl waits for it, up to 60 s, and ends ok. A transaction that was broken off is not repeated: then the "
        "crawl ends `archive_failed`, and the next one goes on.",
        (f"{_STORAGE}::test_postgresql_is_restarted_in_mid_crawl",),
    ),
    Fault(
        "PostgreSQL gone for longer than 60 s",
        "The server does not come back (the test: 1 s of patience).",
        "The crawl stops and asks for no page in vain; the run stays open, the next one closes it as killed and goes "
        "on.",
        (f"{_STORAGE}::test_postgresql_is_gone_for_longer_than_anybody_waits",),
    ),
    Fault(
        "Several portals, a reader and a copy at once",
        "Four crawls write into one SQLite archive while an analyst queries it and it is copied.",
        "No locked error, nothing lost, every snapshot whole.",
        ("tests/test_concurrency.py::test_four_crawls_an_analyst_and_a_copy_at_once_lose_nothing_and_lock_nobody_out",),
    ),
)
PROCESS: tuple[Fault, ...] = (
    Fault(
        "kill -9 at a random moment",
        "The crawl's process dies anywhere between request and commit (the tests: 10 moments; `make test-long`: 60).",
        "The next crawl closes the run as killed, sets a torn record aside and brings what is missing: nothing lost, "
        "nothing doubled, no revision that the portal did not make.",
        ("tests/test_kill.py::test_a_killed_crawl_loses_and_doubles_nothing",),
    ),
    Fault(
        "A page that kills its reader",
        "Reading one page ends the process, each time.",
        "After the second time the page is failed (poison) and is not read again; the rest is stored.",
        ("tests/test_kill.py::test_a_page_that_kills_its_reader_twice_is_not_read_a_third_time",),
    ),
    Fault(
        "Clock set back",
        "The machine's clock is 30 hours behind in one night, and right again in the next.",
        "The run says so in its notes. `first_seen` stays, an edit of that night is the article's present version, "
        "misses are not counted twice; articles of a run that broke off prove nothing to the next walk.",
        (
            f"{_STORAGE}::test_the_clock_is_set_back_between_two_nights",
            "tests/archive/test_clock.py::test_what_was_stored_under_a_clock_that_was_set_back_proves_nothing",
            "tests/archive/test_clock.py::test_a_clock_that_was_ahead_for_one_night_holds_no_later_edit_back",
        ),
    ),
)
_ROUNDS = "tests/nights/test_rounds.py"
_SCHEDULER = "tests/test_scheduler.py"
_DAEMON = "tests/nights/test_daemon.py"
NIGHTS: tuple[Fault, ...] = (
    Fault(
        "Two schedulers started at once",
        "A second `scheduler.py`, or a round by hand, on the same data folder.",
        "One works; the other names its process and exits with 3.",
        (f"{_SCHEDULER}::test_of_two_schedulers_started_at_once_one_works_and_the_other_names_it",),
    ),
    Fault(
        "kill -9 of the scheduler",
        "It dies in the middle of a round, with crawls running.",
        "The kernel tells its crawls to stop; the lock is free at once; the next start visits once who was not visited "
        "or cut off, and the start after that nobody.",
        (f"{_SCHEDULER}::test_a_killed_scheduler_leaves_no_crawl_behind_and_the_next_start_makes_up_for_it_once",),
    ),
    Fault(
        "kill -9 of the scheduler while a crawl hangs",
        "The crawl does not hear that it should stop, and nobody is left to kill it.",
        "An alarm that was set before it began ends it, a minute after its hard limit at the latest.",
        (f"{_SCHEDULER}::test_a_crawl_that_hangs_when_its_scheduler_is_killed_is_ended_by_the_kernel",),
    ),
    Fault(
        "A crawl crashes in C code",
        "abort or a segmentation fault in the middle of a page.",
        "Only that portal is broken, with the signal and the last lines of its log; the others are whole, and the next "
        "round makes good for it.",
        (
            f"{_ROUNDS}::test_a_crash_in_c_code_takes_only_its_own_crawl",
            f"{_ROUNDS}::test_a_neighbour_of_five_bad_crawls_is_whole",
            f"{_ROUNDS}::test_the_next_night_makes_good_for_all",
        ),
    ),
    Fault(
        "A crawl hangs",
        "A callback never comes back and hears no SIGTERM.",
        "Stopped at its hard limit: SIGTERM, SIGTERM again, SIGKILL for its whole process group; the others go on.",
        (
            f"{_ROUNDS}::test_a_crawl_that_hangs_is_stopped_and_then_killed",
            f"{_ROUNDS}::test_nothing_of_a_bad_crawl_is_left_running",
        ),
    ),
    Fault(
        "A crawl leaks memory",
        "It grows by hundreds of megabytes a second.",
        "Killed within seconds of 1 GiB (the test: 400 MiB), and said so; the others go on.",
        (f"{_ROUNDS}::test_a_crawl_that_leaks_is_killed_before_the_machine_suffers",),
    ),
    Fault(
        "kill -9 of one crawl",
        "The kernel out of memory, or a person, kills one crawl.",
        "Its run is closed as broken at once; nothing that was stored is lost; the others go on.",
        (f"{_ROUNDS}::test_a_crawl_killed_by_somebody_else_is_seen",),
    ),
    Fault(
        "A crawl ends with exit code 0 and no word",
        "The process leaves in the middle of its work as if all were well.",
        "Broken: the run's row is believed, not the exit code.",
        (f"{_ROUNDS}::test_an_exit_code_of_0_is_not_believed",),
    ),
    Fault(
        "A crawl dies before its run begins",
        "An error while it starts: nothing is in the run table.",
        "A run is written for it, broken, with the last lines of its log.",
        (f"{_ROUNDS}::test_a_crawl_that_dies_before_its_run_is_written_down_all_the_same",),
    ),
    Fault(
        "An error in one portal's file",
        "`spiders/NAME.py` cannot be read.",
        "That portal is broken, with the error and the file's name; all others are crawled.",
        (
            "tests/crawler/test_loading.py::"
            "test_a_file_that_cannot_be_read_leaves_the_other_portals_alone_and_is_named",
            f"{_ROUNDS}::test_a_portal_whose_file_cannot_be_read_is_broken_and_the_others_are_visited",
        ),
    ),
    Fault(
        "SIGTERM in the middle of a round",
        "`systemctl stop`, Ctrl-C or a closed terminal, also while a crawl hangs.",
        "No crawl begins any more; running ones end in order, hanging ones are killed: 70 seconds at most. The rest is "
        "made up for at the next start.",
        (
            f"{_SCHEDULER}::test_sigterm_ends_running_crawls_in_order_within_the_stated_time",
            f"{_ROUNDS}::test_a_stop_ends_honest_and_hanging_crawls_in_the_stated_time_and_begins_no_other",
            f"{_ROUNDS}::test_a_stop_before_a_crawl_has_opened_its_run_leaves_no_row",
        ),
    ),
    Fault(
        "Somebody crawls a portal by hand when the night comes to it",
        "Its host is locked by another process.",
        "Waited for behind the others, then left out, with the number of the process; its row is partial.",
        (
            f"{_ROUNDS}::test_a_host_that_somebody_else_crawls_is_waited_for",
            f"{_ROUNDS}::test_a_host_that_stays_busy_is_left_with_the_reason",
        ),
    ),
    Fault(
        "Nights missed",
        "The machine was off for one night or several.",
        "Made up for once, at the start, by day as well, unless the next night is less than three hours away.",
        (
            f"{_DAEMON}::test_a_night_missed_by_an_outage_is_made_up_for_by_day_and_once",
            f"{_DAEMON}::test_shortly_before_the_next_night_it_is_left_to_that",
            f"{_DAEMON}::test_a_month_with_an_outage_has_one_night_a_day_one_sweep_and_one_recheck_a_week",
        ),
    ),
    Fault(
        "Sleep, or a clock that jumps",
        "The machine sleeps through the night, or its clock is set.",
        "The heartbeat notices within a minute and makes up for what was missed, once.",
        (
            "tests/nights/test_times.py::test_a_heartbeat_notices_sleep_and_changed_clocks",
            f"{_DAEMON}::test_the_start_and_the_end_of_a_sleep_make_up_for_what_was_missed_once_each",
        ),
    ),
    Fault(
        "The archive cannot be used when a round begins",
        "The database server is restarted, or somebody holds the database.",
        "Said in the log, tried again after ten minutes.",
        (f"{_DAEMON}::test_a_round_that_cannot_use_the_archive_is_tried_again_by_the_heartbeat",),
    ),
)
_ALERTS = "tests/nights/test_alerts.py"
ALERTS: tuple[Fault, ...] = (
    Fault(
        "Mail server down",
        "Nobody takes the message about a portal that came to refuse us.",
        "The notice stays undelivered and is told once by the next round or start, with the time at which it was seen.",
        (f"{_ALERTS}::test_a_server_that_was_down_gets_it_late_once_with_its_own_time",),
    ),
    Fault(
        "Mail refused",
        "The mail server answers 451, 550 or 554.",
        "As with a server that is down: not marked as told, sent again.",
        (f"{_ALERTS}::test_a_mail_that_the_server_refuses_is_not_told",),
    ),
    Fault(
        "One of two addresses dead",
        "One address does not take messages, the other does.",
        "The other gets each message once, and one about the dead address; `cchc health` shows that one meanwhile.",
        (
            f"{_ALERTS}::test_a_dead_address_does_not_stop_the_others_and_is_told_through_them_once",
            f"{_ALERTS}::test_an_address_that_works_again_or_is_no_longer_set_is_told_too",
        ),
    ),
    Fault(
        "Address that hangs",
        "A mail server accepts the connection and says nothing, or a letter now and then.",
        "Given up after 60 seconds at most (the test: 2); the others get theirs.",
        (f"{_ALERTS}::test_an_address_that_hangs_is_given_up_and_the_others_get_theirs",),
    ),
    Fault(
        "Killed between delivery and mark",
        "The scheduler dies when a message is out and not yet marked as told.",
        "That message is told a second time after the start; never a third time, and none is lost.",
        (f"{_ALERTS}::test_a_process_killed_between_delivery_and_mark_tells_twice_at_most",),
    ),
    Fault(
        "Archive that cannot be written when something is to be told",
        "The disk is full, or the tables are not there.",
        "What was found is sent at once, with the reason; the round goes on.",
        (
            f"{_ALERTS}::test_an_archive_whose_disk_is_full_is_told_all_the_same",
            f"{_ALERTS}::test_an_archive_that_cannot_be_read_is_logged_and_the_round_goes_on",
        ),
    ),
    Fault(
        "Markup, templates and line breaks in what a portal says",
        "A wall's text holds HTML, `{{…}}`, `${…}`, a mail header, control characters.",
        "It stays text in mail, web hook and Telegram; no header is added.",
        (
            f"{_ALERTS}::test_markup_templates_and_control_characters_of_a_portal_stay_text",
            f"{_ALERTS}::test_a_service_that_reads_html_gets_it_escaped_and_what_is_long_in_parts",
        ),
    ),
)
_BACKUP, _RESTORE, _UPKEEP = "tests/archive/test_backup.py", "tests/test_restore.py", "tests/nights/test_upkeep.py"
BACKUP: tuple[Fault, ...] = (
    Fault(
        "The database is lost",
        "The disk with the database breaks, or somebody deletes it; the WARC files are left.",
        "`cchc db restore` and `cchc db recover`, or the latter alone, give the same archive: articles, dates, "
        "revisions, visits and runs, column by column.",
        (
            f"{_RESTORE}::test_a_copy_and_the_files_give_the_same_archive",
            f"{_RESTORE}::test_the_files_alone_give_the_same_archive",
            f"{_RESTORE}::test_the_same_on_postgresql",
        ),
    ),
    Fault(
        "Recovery is killed",
        "`kill -9` while `cchc db recover` works.",
        "The next one goes on where it was; the result is the same.",
        (f"{_RESTORE}::test_a_recovery_that_is_killed_goes_on_where_it_was",),
    ),
    Fault(
        "A copy while a crawl writes",
        "The database is copied in the middle of a night.",
        "The crawl does not wait; the copy is one moment of the archive; what came later is in the WARC files.",
        (
            f"{_BACKUP}::test_a_crawl_that_writes_meanwhile_is_neither_held_up_nor_half_in_the_copy",
            f"{_RESTORE}::test_a_copy_made_in_the_middle_of_a_crawl_is_completed",
        ),
    ),
    Fault(
        "A copy cannot be made",
        "The disk of the copies is full or not there, the database is damaged, or the copying is killed.",
        "No half copy stays under a copy's name; older ones stay; the upkeep says `backup failing` and how old the "
        "newest copy is.",
        (
            f"{_BACKUP}::test_a_backup_that_is_killed_leaves_no_copy_and_the_next_one_works",
            f"{_BACKUP}::test_a_damaged_archive_gives_no_copy",
            f"{_BACKUP}::test_no_archive_no_folder_and_a_full_disk_are_told",
            f"{_UPKEEP}::test_no_room_for_a_copy_is_told_with_the_age_of_the_last_one",
            f"{_UPKEEP}::test_a_folder_that_cannot_be_made_and_errors_that_nobody_expects",
        ),
    ),
    Fault(
        "A copy rots",
        "Bytes of a copy change on its disk, or it was cut off on the way.",
        "Its hash tells: it is not put back, and no older one is removed.",
        (
            f"{_BACKUP}::test_a_bad_copy_replaces_nothing",
            f"{_UPKEEP}::test_a_copy_that_rots_is_noticed_and_no_older_one_is_removed",
        ),
    ),
    Fault(
        "Restored into use",
        "A copy is put back while a crawl runs, or over an archive that holds something.",
        "Refused; with --force the earlier database is kept beside, but never while anybody has it open.",
        (
            f"{_BACKUP}::test_an_archive_that_somebody_has_open_is_not_replaced",
            f"{_BACKUP}::test_a_copy_takes_the_place_of_an_archive_only_when_forced_and_that_one_is_kept",
        ),
    ),
    Fault(
        "A WARC file is missing",
        "A file was deleted, or a disk is not there.",
        "The daily upkeep names it; recovery brings back what lies in the others.",
        (
            f"{_UPKEEP}::test_a_missing_warc_file_and_a_damaged_database_are_told_and_the_rest_goes_on",
            f"{_RESTORE}::test_a_missing_file_is_named_and_the_rest_recovered",
        ),
    ),
)

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
    "Nights": NIGHTS,
    "Alerts": ALERTS,
    "Copies of the database": BACKUP,
}
FAULTS: tuple[Fault, ...] = tuple(fault for faults in GROUPS.values() for fault in faults)
