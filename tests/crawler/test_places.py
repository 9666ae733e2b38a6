"""Addresses that a person typed."""

import pytest

from crawler.places import Place, place_of, refuse_private


def test_an_address_is_taken_apart_and_www_and_the_usual_port_are_dropped():
    assert place_of("http://WWW.Tinh.example:80/tin-tuc?cat=3#x") == Place("http", "tinh.example", "/tin-tuc?cat=3")
    assert place_of(" tinh.example ") == Place("https", "tinh.example", "/")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://tinh.example",
        "https://",
        "https://a b/",
        "https://u:p@tinh.example/",
        "https://x.vn:8080",
        "http://[",
    ],
)
def test_what_is_no_public_web_address_is_refused_in_words(address):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        place_of(address)


@pytest.mark.parametrize(
    "host", ["localhost", "intranet", "127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "db.internal"]
)
def test_hosts_of_this_machine_and_network_are_refused(host):
    with pytest.raises(ValueError, match="open web"):
        refuse_private(host)


def test_a_public_address_and_a_name_without_one_pass():
    refuse_private("8.8.8.8")
    refuse_private("khong-co.invalid")
