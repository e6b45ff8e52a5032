"""The measures of clusterings, against examples worked by hand."""

from __future__ import annotations

from itertools import permutations

import pytest

from bench.clusters import Score, b_cubed, ceaf_e, conll, muc, pairs


def clustering(text: str) -> dict[str, int]:
    """`abc de f` → each letter's group."""
    return {item: n for n, group in enumerate(text.split()) for item in group}


GOLD, SYSTEM = clustering("abc defg"), clustering("ab cd efg")


def test_muc_counts_the_links_that_are_not_missing() -> None:
    # abc falls into ab + c: one of its two links is left; defg into d + efg: two of three.
    # the other way: ab lies in one gold cluster (1 of 1), cd in two (0 of 1), efg in one (2 of 2).
    found = muc(GOLD, SYSTEM)
    assert (found.right_r, found.of_r) == (3, 5)
    assert (found.right_p, found.of_p) == (3, 4)
    assert found.f == pytest.approx(100 * 2 * 0.75 * 0.6 / 1.35)


def test_b_cubed_averages_over_items() -> None:
    # precision: a, b 1; c, d 1/2; e, f, g 1 → 6/7. recall: a, b 2/3; c 1/3; d 1/4; e, f, g 3/4.
    found = b_cubed(GOLD, SYSTEM)
    assert found.precision == pytest.approx(100 * 6 / 7)
    assert found.recall == pytest.approx(100 * (2 / 3 * 2 + 1 / 3 + 1 / 4 + 3 * 3 / 4) / 7)


def test_ceaf_pairs_clusters_one_to_one() -> None:
    # abc with ab: 4/5; defg with efg: 6/7; cd stays alone.
    found = ceaf_e(GOLD, SYSTEM)
    assert found.right_p == pytest.approx(4 / 5 + 6 / 7)
    assert (found.of_p, found.of_r) == (3, 2)


def test_ceaf_takes_the_best_pairing_and_not_the_greedy_one() -> None:
    # greedy pairs abcd with abc (6/7) and leaves ef with nothing; best: the same here, but with
    # abcd, ab against abx…: abcd-abce 2·3/8, abcd-d 2/5, e-abce 2/5: 3/4 alone, or 2/5 + 2/5.
    gold, system = clustering("abcd e"), clustering("abce d")
    assert ceaf_e(gold, system).right_p == pytest.approx(4 / 5)


def test_ceaf_equals_trying_every_pairing() -> None:
    gold, system = clustering("abcd efg hi j klm"), clustering("ae bfh cgi dj klm")
    mine, theirs = [
        list(map(set, c)) for c in (["abcd", "efg", "hi", "j", "klm"], ["ae", "bfh", "cgi", "dj", "klm"])
    ]
    best = max(
        sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(mine, order, strict=True))
        for order in permutations(theirs)
    )
    assert ceaf_e(gold, system).right_p == pytest.approx(best)


def test_pairs_count_what_lies_together() -> None:
    # gold has 3 + 6 pairs, the system 1 + 1 + 3; ab, ef, eg, fg are right.
    found = pairs(GOLD, SYSTEM)
    assert (found.right_p / 2, found.of_p / 2, found.of_r / 2) == (4, 5, 9)


def test_the_mean_of_three() -> None:
    found = conll(GOLD, SYSTEM)
    assert found.f == pytest.approx((found.muc.f + found.b_cubed.f + found.ceaf_e.f) / 3)
    assert conll(GOLD, GOLD).f == pytest.approx(100)


def test_items_on_one_side_only_are_an_error() -> None:
    with pytest.raises(ValueError, match="same items"):
        b_cubed({"a": 1}, {"b": 1})


def test_scores_on_parts_add_up_to_the_whole() -> None:
    parts = b_cubed(GOLD, SYSTEM, "abc") + b_cubed(GOLD, SYSTEM, "defg")
    assert parts.f == pytest.approx(b_cubed(GOLD, SYSTEM).f)
    assert Score(0, 0, 0, 0).f == 0
