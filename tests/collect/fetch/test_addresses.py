"""Which addresses may be asked for, and which machines may be asked."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.collect.fetch.addresses import machines, not_public, parse_address, redirected
from dateline.collect.fetch.rules import FetchError


@pytest.mark.parametrize(
    ("given_", "canonical"),
    [
        ("http://News.Example/a?b=c#d", "http://news.example/a?b=c"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example.:8443/x", "https://news.example:8443/x"),
        ("HTTP://news.example:80/a/../b", "http://news.example/b"),
        ("http://zürich.example/füße", "http://xn--zrich-kva.example/f%C3%BC%C3%9Fe"),
        ("http://[2606:4700::6810:84E5]/", "http://[2606:4700::6810:84e5]/"),
    ],
)
def test_an_address_is_brought_to_one_form(given_: str, canonical: str) -> None:
    assert parse_address(given_).address == canonical


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "only addresses that begin with http"),
        ("ftp://news.example/a", "only addresses that begin with http"),
        ("news.example/a", "only addresses that begin with http"),
        ("//news.example/a", "only addresses that begin with http"),
        ("javascript:alert(1)", "only addresses"),
        ("gopher://127.0.0.1:70/_x", "only addresses"),
        ("http://", "no host name"),
        ("http:///path", "no host name"),
        ("http://user:word@news.example/", "user name"),
        ("http://news.example@127.0.0.1/", "user name"),
        ("http://news.example\\@127.0.0.1/", "blanks or control"),
        ("http://news.example/a b", "blanks or control"),
        ("http://news.example/\r\nHost: other", "blanks or control"),
        ("http://news%2eexample/", "no host name"),
        ("http://news.example:99999/", "no address"),
        ("http://2130706433/", "unusual way"),
        ("http://0x7f000001/", "unusual way"),
        ("http://0x7f.1/", "unusual way"),
        ("http://0177.0.0.1/", "unusual way"),
        ("http://127.1/", "unusual way"),
        ("http://127.0.0.1.5/", "unusual way"),
        ("http://[fe80::1%25eth0]/", "no host name"),
        ("http://[::1/", "no address"),
        ("http://" + "a" * 5_000, "more than 4,000"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as caught:
        parse_address(address)
    assert caught.value.lasting


CLOSED = """
    127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 100.127.255.255 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1
    255.255.255.255 192.88.99.1 :: ::1 fe80::1 febf::1 fc00::1 fd12:3456::1 fec0::1 ff02::1 ::ffff:127.0.0.1
    ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1
    2002:7f00:1:: 2002:a00:1::1 2002:c0a8:101:: 2001::1 2001:db8::1 100::1 3fff::1 5f00::1 4000::1
    fe80::1%eth0 nonsense
""".split()
OPEN = "8.8.8.8 1.1.1.1 172.32.0.1 100.128.0.1 2606:4700::6810:84e5 2002:808:808::1 64:ff9b::808:808".split()


@pytest.mark.parametrize("machine", CLOSED)
def test_closed_addresses_are_told_apart(machine: str) -> None:
    assert not_public(machine)
    target = parse_address("http://news.example/")
    with pytest.raises(FetchError, match="--allow-private") as caught:
        machines(target, lambda *_: ["8.8.8.8", machine], 1, allow_private=False)
    assert f"news.example ({machine}) is " in str(caught.value)
    assert machines(target, lambda *_: [machine], 1, allow_private=True) == (machine,)


@pytest.mark.parametrize("machine", OPEN)
def test_the_open_internet_may_be_asked(machine: str) -> None:
    assert not_public(machine) is None
    target = parse_address("http://news.example/")
    assert machines(target, lambda *_: [machine], 1, allow_private=False) == (machine,)


def test_a_host_without_an_answer_is_named() -> None:
    def nothing(*_: object) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(FetchError, match=r"no host of the name nowhere\.example was found; check"):
        machines(parse_address("http://nowhere.example/"), nothing, 1, allow_private=False)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/b?c", "http://news.example/b?c"),
        ("b", "http://news.example/a/b"),
        ("//other.example/b", "http://other.example/b"),
        ("https://news.example/a/", "https://news.example/a/"),
        ("/caf\u00c3\u00a9", "http://news.example/caf%C3%A9"),  # UTF-8, read as Latin-1
        (" /a b ", "http://news.example/a%20b"),
        ("/caf\u00e9", "http://news.example/caf%C3%A9"),  # Latin-1
    ],
)
def test_a_redirect_is_relative_to_where_it_stands(location: str, leads_to: str) -> None:
    assert redirected(parse_address("http://news.example/a/"), location).address == leads_to


@given(st.text(max_size=60) | st.text(max_size=40).map("http://".__add__))
@example("http://[::]]/")
@example("http://a\u2100b/")
@example("http://\U0001f600.example/")
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        target = parse_address(text)
    except FetchError:
        return
    assert target.scheme in {"http", "https"}
    assert target.address.isascii()
    assert not {"@", "%", "\\"} & set(target.place)
    assert parse_address(target.address) == target


@given(st.text(max_size=60))
def test_any_redirect_is_an_address_or_refused(location: str) -> None:
    try:
        target = redirected(parse_address("https://news.example/a"), location)
    except FetchError as error:
        reason = str(error)
    else:
        reason = f"it leads on to {target.address}"
    assert reason.startswith("it leads on to")
    assert reason.isprintable()
