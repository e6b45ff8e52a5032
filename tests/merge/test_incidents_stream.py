"""A stream of reports: stories, what ties them, and memory that follows the window and not the stream."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dateline.merge.incidents.clusters import Clusters
from dateline.merge.incidents.pairs import FEATURES, compare, weigh
from dateline.merge.incidents.sketch import sketch
from dateline.merge.incidents.stories import Stories
from dateline.merge.incidents.trees import read_trees, write_trees
from dateline.merge.incidents.weights import REPORTS, report_trees
from dateline.merge.incidents.window import Window
from tests.merge.newsroom import BOMBING, FILLER, SHELLING

DAY = date(2016, 1, 26)
SETTINGS = {"join": 0.0, "merge": 0.0, "leave": -2.0, "never": -9.0, "best_share": 0.5}


def test_a_sketch_finds_days_ages_addresses_clock_times_and_numbers() -> None:
    text = (
        "A 23-year-old man was shot at 7:40 p.m. Saturday in the 6500 block of South King Drive. Two women "
        "were wounded on Jan. 3."
    )
    facts = sketch("Man shot", text, DAY).facts
    assert facts["ages"] == {23}
    assert facts["clocks"] == {19 * 60 + 40}
    assert facts["days"] == {date(2016, 1, 23), date(2016, 1, 3)}
    assert facts["addresses"] == {"6500 king"}
    assert facts["streets"] == {"king"}
    assert facts["hurt"] == {1, 2} or facts["hurt"] == {2}


def test_a_weekday_without_a_day_of_publication_is_no_day() -> None:
    assert sketch(None, "He was shot on Saturday.", None).facts["days"] == frozenset()


def test_every_figure_has_a_name_and_silence_is_not_difference() -> None:
    words = {w: 1.0 for kind in sketch(None, SHELLING, None).counts.values() for w in kind}
    one = weigh(sketch(None, SHELLING, None), words, None, None)
    figures = dict(zip(FEATURES, compare(one, one), strict=True))
    assert figures["text"] == pytest.approx(1.0)
    assert figures["published_apart"] == figures["ages"] == figures["same_outlet"] == -1


def feed(stories: Stories, texts: list[str], start: date = DAY) -> list[int]:
    """The story of each, at the end."""
    slots = [stories.add(str(n), None, text, start, f"{n % 5}.example")[0] for n, text in enumerate(texts)]
    return [stories.clusters.of[slot] for slot in slots]


def test_reports_on_one_happening_are_one_story() -> None:
    found = feed(Stories(report_trees()), [*FILLER, BOMBING[0], SHELLING, BOMBING[1]])
    assert found[-3] == found[-1] != found[-2]


def test_a_link_says_what_each_figure_added() -> None:
    stories = Stories(report_trees())
    feed(stories, [*FILLER, BOMBING[0], BOMBING[1]])
    early, late = len(FILLER), len(FILLER) + 1
    reasons = stories.reasons(early, late)
    assert sum(reasons.values()) == pytest.approx(stories.near(late)[early])
    assert set(reasons) <= {*FEATURES, "base"}


def test_what_an_outlet_prints_on_every_page_ties_nothing() -> None:
    furniture = (
        "\nSign up for the Valley Courier newsletter and get breaking alerts from Greenfield County daily."
    )
    window = Window()
    for n in range(4):
        entry, _ = window.take(str(n), None, FILLER[n] + furniture, DAY, "courier.example")
        window.put(entry)
    assert "newsletter" in window.entries[0].weighted.text
    assert "newsletter" not in window.entries[3].weighted.text


def test_a_report_leaves_the_window_with_all_that_was_counted_for_it() -> None:
    stories = Stories(report_trees(), Window(days=30))
    feed(stories, [*FILLER, *BOMBING])
    stories.add("late", None, SHELLING, DAY + timedelta(31), "x.example")
    window = stories.window
    assert [e.key for e in window.entries.values()] == ["late"]
    entry = next(iter(window.entries.values()))
    assert set(window._holding) == set(entry.words)
    assert set(window._found) == {*entry.weighted.text, *entry.weighted.full_names}
    assert len(window._lines) == len(entry.lines)
    assert list(stories.clusters.of) == [entry.slot] == list(stories.clusters.odds)


def test_memory_follows_the_window_and_not_the_stream() -> None:
    def held(reports: int) -> int:
        stories = Stories(report_trees(), Window(days=10))
        most = 0
        for n in range(reports):
            text = f"{FILLER[n % len(FILLER)]} Case {n} was told of by witness Number{n} Name{n}."
            stories.add(str(n), None, text, DAY + timedelta(n // 10), f"{n % 7}.example")
            window = stories.window
            sizes = (window.entries, window._holding, window._found, window._lines)
            most = max(most, sum(map(len, sizes)) + sum(map(len, window._found.values())))
            most += 0 if len(stories.clusters.odds) == len(window.entries) else 10**9
        return most

    short = held(220)  # twice the window
    assert held(1500) <= 1.1 * short


def test_the_window_never_holds_more_reports_than_allowed() -> None:
    stories = Stories(report_trees(), Window(reports=5))
    for n, text in enumerate(FILLER):
        stories.add(str(n), None, text, DAY, None)
    assert len(stories.window.entries) == 5


def clusters_of(odds: dict[tuple[int, int], float]) -> Clusters:
    return Clusters(SETTINGS, lambda a, b: odds.get((a, b), -3.0))


def test_an_item_joins_whom_best_and_mean_speak_for() -> None:
    clusters = clusters_of({})
    list(clusters.add(0, {}))
    list(clusters.add(1, {0: -4.0}))
    (change,) = clusters.add(2, {1: 3.0})
    assert (change.action, change.cluster, change.beside) == ("link", 1, 1)


def test_a_later_item_can_tie_two_clusters_together() -> None:
    clusters = clusters_of({})
    list(clusters.add(0, {}))
    list(clusters.add(1, {0: -0.5}))
    changes = list(clusters.add(2, {0: 4.0, 1: 4.0}))
    assert [c.action for c in changes] == ["link", "merge"]
    assert set(clusters.of.values()) == {0}


def test_a_member_that_the_others_no_longer_speak_for_leaves() -> None:
    clusters = clusters_of({(0, 1): 0.1, (0, 2): -8.0, (1, 2): 5.0, (0, 3): -8.0, (1, 3): 5.0, (2, 3): 5.0})
    list(clusters.add(0, {}))
    list(clusters.add(1, {0: 0.1}))
    list(clusters.add(2, {0: -8.0, 1: 5.0}))
    changes = list(clusters.add(3, {0: -8.0, 1: 5.0, 2: 5.0}))
    assert [c.action for c in changes][-1] == "split"
    assert clusters.of[0] != clusters.of[1] == clusters.of[2] == clusters.of[3]


def test_two_items_that_exclude_each_other_are_never_together_whoever_speaks_for_it() -> None:
    clusters = clusters_of({(0, 1): -20.0})
    list(clusters.add(0, {}))
    list(clusters.add(1, {0: -20.0}))
    changes = list(clusters.add(2, {0: 9.0, 1: 9.0}))
    assert [c.action for c in changes] == ["link"]
    assert clusters.of[0] != clusters.of[1]


def test_trees_are_read_back_as_they_were_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    trees = report_trees()
    write_trees(tmp_path / "again.toml", trees, "Again.")
    again = read_trees(tmp_path / "again.toml", FEATURES)
    assert (again.asked == trees.asked).all()
    assert again.values == pytest.approx(trees.values)
    assert REPORTS.read_text("utf8").startswith("# Whether two reports")
