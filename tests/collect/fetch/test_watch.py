"""Feeds round after round: what is new, what is remembered, who is asked when."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.collect.fetch import FetchFailure, Session, Validators
from dateline.collect.fetch.fetching import Fetching
from dateline.collect.reading import Reader
from dateline.collect.watch.named_feeds import named_feeds
from dateline.collect.watch.rounds import TRIES, Arrival, Watch, seconds_of
from dateline.collect.watch.seen import Key, Seen
from dateline.config import Settings
from dateline.errors import UserError
from dateline.model import Failure, Report
from tests.collect.fetch.conftest import Time
from tests.collect.fetch.feeds import TEXTS, Item, article, feed, full, served
from tests.collect.fetch.site import Request, Send, Site, answer

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(Settings(private=True)) as running:
        yield running


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "a folder" / "state.sqlite"


@pytest.fixture
def watch(site: Site, session: Session, reader: Reader, state: Path) -> Iterator[Watch]:
    fetching = Fetching(reader.settings)
    fetching.session = session
    with Seen.open(state, TODAY) as seen:
        yield Watch((site.address("/feed"),), 900, seen, reader, session, fetching.page)


def news(watch: Watch, *, done: bool = True) -> list[Arrival]:
    """One round; each arrival is done before the next is asked for."""
    found = []
    for arrival in watch.round():
        found.append(arrival)
        if done:
            watch.done(arrival)
    return found


def texts(arrivals: list[Arrival]) -> list[str]:
    return [
        outcome.text.split("\n")[0] if isinstance(outcome, Report) else outcome.message
        for arrival in arrivals
        for outcome in arrival.outcomes
    ]


def test_only_what_is_new_comes_the_oldest_first(site: Site, watch: Watch) -> None:
    site.pages["/feed"] = served(full("kabul"), full("aleppo"))
    first = news(watch)
    assert texts(first) == [TEXTS["aleppo"], TEXTS["kabul"]]
    report = first[0].outcomes[0]
    assert isinstance(report, Report)
    assert (report.outlet, report.url) == ("The Sample", "http://news.example/aleppo")
    assert report.published is not None
    assert report.published.startswith("2016-03-15")
    assert report.origin == f"{site.address('/feed')}#aleppo"
    assert news(watch) == []
    site.pages["/feed"] = served(full("lagos"), full("kabul"), full("aleppo"), etag='"2"')
    assert texts(news(watch)) == [TEXTS["lagos"]]


def test_a_restart_remembers(site: Site, watch: Watch, state: Path) -> None:
    site.pages["/feed"] = served(full("kabul"), full("aleppo"))
    assert len(news(watch)) == 2
    with Seen.open(state, TODAY) as again:
        assert news(replace_seen(watch, again)) == []


def replace_seen(watch: Watch, seen: Seen) -> Watch:
    return Watch(watch.feeds, watch.every, seen, watch.reader, watch.session, watch.follow)


def test_what_was_not_written_comes_again(site: Site, watch: Watch) -> None:
    """However the program ends between an arrival and its `done`."""
    conditional(site, served(full("kabul"), full("aleppo")))
    rounds = watch.round()
    next(rounds)
    rounds.close()
    assert len(news(watch, done=False)) == 2
    assert len(news(watch)) == 2
    assert (news(watch), watch.last.unchanged) == ([], 1)


def conditional(site: Site, page: bytes) -> None:
    def say(request: Request, send: Send) -> None:
        send(answer(status="304 Not Modified") if request.headers.get("if-none-match") == '"1"' else page)

    site.pages["/feed"] = say


def test_pages_are_fetched_for_entries_without_a_text(site: Site, watch: Watch) -> None:
    link = site.address("/a")
    site.pages |= {
        "/a": answer(article(TEXTS["aleppo"])),
        "/feed": served(Item("a", link, summary="<p>Rebels attacked a village.</p>")),
    }
    arrivals = news(watch)
    assert texts(arrivals) == [TEXTS["aleppo"]]
    report = arrivals[0].outcomes[0]
    assert isinstance(report, Report)
    assert (report.url, report.origin, report.outlet) == (link, link, "The Sample")
    assert site.paths == ["/feed", "/a"]


def test_without_following_the_summary_is_the_text_and_says_so(site: Site, watch: Watch) -> None:
    watch.follow = None
    site.pages["/feed"] = served(
        Item("b", site.address("/b")), Item("a", site.address("/a"), summary=f"<p>{TEXTS['aleppo']}</p>")
    )
    with_summary, without = news(watch)
    report = with_summary.outcomes[0]
    assert isinstance(report, Report)
    assert (report.text, site.paths) == (TEXTS["aleppo"], ["/feed"])
    assert report.extractor is not None
    assert report.extractor.startswith("feed summary, ")
    assert "gives no text" in texts([without])[0]


def test_a_page_that_cannot_be_had_now_is_tried_again_but_not_for_ever(
    site: Site,
    watch: Watch,
) -> None:
    conditional(site, served(Item("a", site.address("/a")), full("kabul")))
    site.pages["/a"] = answer(status="500 Internal Server Error")
    assert len(news(watch)) == 2
    for _ in range(TRIES - 1):
        (arrival,) = news(watch)
        assert "500" in texts([arrival])[0]
        assert isinstance(arrival.outcomes[0], FetchFailure)
    assert news(watch) == []
    assert watch.last.unchanged == 1


def test_a_page_that_comes_back_is_read(site: Site, watch: Watch) -> None:
    conditional(site, served(Item("a", site.address("/a"))))
    site.pages["/a"] = answer(status="503 Service Unavailable")
    news(watch)
    site.pages["/a"] = answer(article(TEXTS["aleppo"]))
    assert texts(news(watch)) == [TEXTS["aleppo"]]
    assert news(watch) == []


@pytest.mark.parametrize("robots", [None, b"User-agent: *\nDisallow: /a\n"])
def test_what_is_gone_or_not_allowed_is_told_once(
    site: Site,
    watch: Watch,
    robots: bytes | None,
) -> None:
    site.pages["/feed"] = served(Item("a", site.address("/a")))
    if robots:
        site.pages["/robots.txt"] = answer(robots)
    (line,) = texts(news(watch))
    assert ("robots.txt asks" if robots else "404 Not Found") in line
    assert news(watch) == []


def test_what_is_no_report_is_told_once(site: Site, watch: Watch) -> None:
    german = "Bei einem Angriff auf ein Dorf sind am Montag mindestens zwanzig Menschen getötet worden."
    site.pages["/feed"] = served(Item("a", "http://news.example/a", german))
    assert "German" in texts(news(watch))[0]
    assert news(watch) == []


def test_the_same_report_in_two_feeds_comes_once(site: Site, watch: Watch) -> None:
    watch.feeds = (site.address("/feed"), site.address("/other"))
    site.pages |= {
        "/feed": served(full("aleppo"), Item("1", "http://news.example/", TEXTS["kabul"])),
        "/other": served(full("aleppo"), Item("2", "http://news.example/", TEXTS["lagos"])),
    }
    assert texts(news(watch)) == [TEXTS["kabul"], TEXTS["lagos"], TEXTS["aleppo"]]


def test_feeds_take_turns_while_hosts_have_their_rest(site: Site, watch: Watch, time: Time) -> None:
    watch.session.resolve = lambda *_: ["127.0.0.1"]
    watch.feeds = tuple(site.address("/feed", f"news{number}.example") for number in range(20))

    def feed_of(request: Request, send: Send) -> None:
        host = request.headers["host"].partition(":")[0]
        links = [site.address(f"/{name}", host) for name in TEXTS]
        send(served(*(Item(link, link) for link in links)))

    site.pages |= {f"/{name}": answer(article(text)) for name, text in TEXTS.items()}
    site.pages["/feed"] = feed_of
    assert len(news(watch)) == 60
    assert sum(time.slept) == 9  # three rests in each of three groups of feeds, instead of sixty
    assert news(watch) == []


def test_an_id_that_several_entries_share_hides_none_of_them(site: Site, watch: Watch) -> None:
    entries = [Item("0", f"http://news.example/{name}", text) for name, text in TEXTS.items()]
    site.pages["/feed"] = served(*entries, entries[0])
    assert sorted(texts(news(watch))) == sorted(TEXTS.values())
    assert news(watch) == []
    site.pages["/feed"] = served(entries[0])
    assert news(watch) == []


def test_entries_that_nothing_tells_apart_but_their_texts_are_all_read(site: Site, watch: Watch) -> None:
    site.pages["/feed"] = served(*(Item("0", "", text) for text in TEXTS.values()))
    assert sorted(texts(news(watch))) == sorted(TEXTS.values())
    assert news(watch) == []


def test_an_entry_that_is_listed_twice_for_a_while_comes_once(site: Site, watch: Watch) -> None:
    for times, new in ((1, 1), (2, 0), (1, 0)):
        site.pages["/feed"] = served(*[full("aleppo")] * times)
        assert len(news(watch)) == new
    moved = Item("aleppo", "http://news.example/moved?from=feed", TEXTS["aleppo"])
    site.pages["/feed"] = served(moved)
    assert news(watch) == []


@pytest.mark.parametrize(
    ("page", "reason", "rounds"),
    [
        (answer("<html><body>Welcome</body></html>"), "not a feed", [0, 1, 3, 7, 11, 15]),
        (answer(""), "empty", [0, 1, 3, 7, 11, 15]),
        (answer(feed(), content_type="application/rss+xml"), "no entry", [0, 1, 3, 7, 11, 15]),
        (answer(status="410 Gone"), "410 Gone", [0, 1, 3, 7, 15]),
        (b"nonsense", "not proper HTTP", [0, 1, 3, 7, 11, 15]),
    ],
)
def test_a_feed_that_fails_is_asked_more_and_more_rarely(
    site: Site,
    watch: Watch,
    time: Time,
    page: bytes,
    reason: str,
    rounds: list[int],
) -> None:
    site.pages |= {"/feed": page, "/robots.txt": answer("")}
    asked = []
    for number in range(16):
        (told,) = texts(arrivals) if (arrivals := news(watch)) else (None,)
        if told:
            assert reason in told
            asked.append(number)
        assert (watch.last.failed, watch.last.resting) == ((1, 0) if told else (0, 1))
        time.passed += 900
    assert asked == rounds
    site.pages["/feed"] = served(full("aleppo"))
    time.passed += 16 * 900
    assert texts(news(watch)) == [TEXTS["aleppo"]]
    site.pages["/feed"] = page
    for _ in range(2):
        assert len(news(watch)) == 1
        time.passed += 900


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(
    site: Site,
    watch: Watch,
    time: Time,
) -> None:
    site.pages["/feed"] = answer(status="429 Too Many Requests", retry_after="3600")
    assert len(news(watch)) == 1
    for _ in range(3):
        time.passed += 900
        assert news(watch) == []
    time.passed += 900
    assert len(news(watch)) == 1


def test_a_feed_cut_short_gives_what_it_has_and_is_asked_for_whole_again(
    site: Site,
    watch: Watch,
) -> None:
    whole = feed(full("kabul"), full("aleppo"))
    conditional(
        site, answer(whole[: whole.rindex("</item>")], content_type="application/rss+xml", etag='"1"')
    )
    told, read = news(watch)
    assert "cut short" in texts([told])[0]
    assert texts([read]) == [TEXTS["kabul"]]
    conditional(site, answer(whole, content_type="application/rss+xml", etag='"1"'))
    assert texts(news(watch)) == [TEXTS["aleppo"]]


def test_a_feed_that_keeps_its_reader_busy_is_a_failure(site: Site, watch: Watch) -> None:
    watch.reader = Reader(replace(watch.reader.settings, max_seconds=0.05))
    with watch.reader:
        watch.reader.worker.do({"job": "nothing"}, b"", 20)  # it is there and waits
        site.pages["/feed"] = served(*(full("aleppo", str(n)) for n in range(3_000)))
        (told,) = texts(news(watch))
    assert "0.05 seconds" in told


NAMES = st.sampled_from(["a", "b", "c"])


@settings(max_examples=20)
@given(st.lists(st.builds(Key, feed=NAMES, id=NAMES, link=NAMES, alone=st.booleans()), max_size=12))
def test_what_is_done_is_known_by_id_and_feed_or_id_and_page(keys: list[Key]) -> None:
    done: list[Key] = []
    with TemporaryDirectory() as folder, Seen.open(Path(folder, "state"), TODAY) as seen:
        for number, key in enumerate(keys):
            known = any(
                key.id == one.id and (key.link == one.link or (key.alone and key.feed == one.feed))
                for one in done
            )
            assert seen.has(key) == known
            if number % 3:
                seen.add(key, TODAY)
                done.append(key)
            else:
                seen.missed(key, TODAY)


def test_two_watches_may_share_a_state(state: Path) -> None:
    with Seen.open(state, TODAY) as one, Seen.open(state, TODAY) as other:
        for number in range(10):
            key = Key("http://news.example/feed", str(number), "http://news.example/")
            (one if number % 2 else other).add(key, TODAY)
            one.still_there([key], TODAY + timedelta(days=1))
            assert one.has(key)
            assert other.has(key)


def test_entries_are_forgotten_long_after_their_feed_has_dropped_them(state: Path) -> None:
    dropped, kept = (
        Key("http://news.example/feed", name, f"http://news.example/{name}") for name in ("dropped", "kept")
    )
    with Seen.open(state, TODAY) as seen:
        seen.add(dropped, TODAY)
        seen.add(kept, TODAY)
        later = TODAY + timedelta(days=100)
        seen.still_there([kept], later)
    with Seen.open(state, later + timedelta(days=100)) as seen:
        assert (seen.has(dropped), seen.has(kept)) == (False, True)


def test_validators_are_kept_by_feed(state: Path) -> None:
    with Seen.open(state, TODAY) as seen:
        assert seen.validators("http://news.example/a") == Validators()
        seen.keep("http://news.example/a", Validators('"1"', "yesterday"))
        seen.keep("http://news.example/a", Validators('"2"', None))
        assert seen.validators("http://news.example/a") == Validators('"2"', None)


def test_the_state_is_its_owners_alone(state: Path) -> None:
    Seen.open(state, TODAY).close()
    assert state.stat().st_mode & 0o077 == 0


def test_what_is_no_state_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("These are my notes. " * 100)
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (a)")
    connection.close()
    for path in (text, other, tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(UserError, match="--state"):
            Seen.open(path, TODAY)
        assert before == (path.read_bytes() if path.is_file() else b"")


def test_another_version_is_refused(state: Path) -> None:
    Seen.open(state, TODAY).close()
    connection = sqlite3.connect(state)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(UserError, match="another version"):
        Seen.open(state, TODAY)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("90s", 90), ("15m", 900), ("2h", 7_200), ("1d", 86_400), (" 15 M ", 900)]
    + [(bad, None) for bad in ("", "15", "m", "-1m", "1.5h", "1h30m", "٣m٣", "1w", "9999999d")],
)
def test_lengths_of_time(given: str, seconds: int | None) -> None:
    assert seconds_of(given) == seconds


def test_a_page_is_no_feed_but_names_its_own(site: Site, watch: Watch) -> None:
    links = (
        '<LINK rel="alternate" type="application/rss+xml" title="All news" href="/all.xml?a=1&amp;b=2">'
        "<link rel=stylesheet href=/style.css>"
        "<link type='application/atom+xml' rel='alternate' href=world.atom />"
    )
    site.pages["/feed"] = answer(f"<html><head>{links}</head><body>Welcome</body></html>")
    (line,) = texts(news(watch))
    assert line == (
        "a web page, no feed; give one that it names: "
        f"{site.address('/all.xml?a=1&b=2')}, {site.address('/world.atom')}"
    )


@given(st.text(max_size=60), st.sampled_from(["'", '"', ""]))
@example("http://[", '"')
def test_any_link_names_a_feed_or_none(link: str, quote: str) -> None:
    page = f"<link type=application/rss+xml href={quote}{link}{quote}>".encode("utf-8", "replace")
    assert len(named_feeds(page, "http://news.example/")) <= 1


def test_a_json_feed_of_another_shape_is_a_failure(site: Site, watch: Watch) -> None:
    site.pages["/feed"] = answer('{"version": "https://jsonfeed.org/version/1.1", "items": {"a": 1}}')
    (line,) = texts(news(watch))
    assert "no entry" in line


def test_failures_name_the_feed(site: Site, watch: Watch) -> None:
    site.pages["/feed"] = answer("no feed")
    (arrival,) = news(watch)
    assert isinstance(arrival.outcomes[0], Failure)
    assert arrival.outcomes[0].origin == site.address("/feed")
