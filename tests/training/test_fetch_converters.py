"""The converters of `training.fetch`: what they make of any tree or column file, and of the gold rows."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.sources import columns, gum
from training.sources.treebank import read_conllu, syntax_rows

FORMS = st.text(alphabet="abcdefghABC.,'-19é", min_size=1, max_size=6)


def render(row: dict, *, doc: str | None = None) -> str:
    """A paragraph row as CoNLL-U."""
    out: list[str] = []
    starts = [i for i, s in enumerate(row["sent_start"]) if s] + [len(row["words"])]
    for number, (a, b) in enumerate(itertools.pairwise(starts)):
        if number == 0:
            out += [f"# newdoc id = {doc}"] * bool(doc) + ["# newpar"]
        out.append("# text = made for this test")
        for i in range(a, b):
            root = row["head"][i] == i
            cells = [
                str(i - a + 1), row["words"][i], row["lemma"][i], row["upos"][i], row["xpos"][i] or "_",
                row["feats"][i] or "_", "0" if root else str(row["head"][i] - a + 1),
                "root" if root else row["deprel"][i], "_", "_" if row["spaces"][i] else "SpaceAfter=No",
            ]  # fmt: skip
            out.append("\t".join(cells))
        out.append("")
    return "\n".join(out) + "\n"


@st.composite
def paragraphs(draw: st.DrawFn) -> dict:
    """A paragraph row with any trees."""
    row: dict = {k: [] for k in "words spaces upos xpos feats lemma head deprel sent_start".split()}
    for _ in range(draw(st.integers(1, 6))):
        before = len(row["words"])
        size = draw(st.integers(1, 7))
        order = draw(st.permutations(range(size)))
        for i in range(size):
            rank = order.index(i)
            head = i if rank == 0 else order[draw(st.integers(0, rank - 1))]
            row["words"].append(draw(FORMS))
            row["spaces"].append(draw(st.booleans()))
            row["upos"].append(draw(st.sampled_from(["NOUN", "VERB"])))
            row["xpos"].append(draw(st.sampled_from(["NN", "VB", ""])))
            row["feats"].append(draw(st.sampled_from(["", "Number=Sing|Person=3"])))
            row["lemma"].append(draw(FORMS))
            row["head"].append(before + head)
            row["deprel"].append("ROOT" if head == i else draw(st.sampled_from(["obl", "nsubj:pass"])))
            row["sent_start"].append(i == 0)
    row["spaces"][-1] = False
    return row


@settings(max_examples=25)
@given(st.lists(paragraphs(), min_size=1, max_size=2))
def test_paragraphs_come_back_from_conllu_as_they_were(rows: list[dict]) -> None:
    text = "".join(render(r) for r in rows)
    assert list(syntax_rows(read_conllu(text))) == rows


@settings(max_examples=25)
@given(st.lists(st.tuples(paragraphs(), st.booleans()), min_size=1, max_size=3))
def test_every_paragraph_is_whole(parts: list[tuple[dict, bool]]) -> None:
    """Without paragraph marks too: at most six sentences, each with one root and its heads in itself."""
    text = "".join(render(r) if mark else render(r).replace("# newpar\n", "") for r, mark in parts)
    got = list(syntax_rows(read_conllu(text)))
    for row in got:
        assert len({len(v) for v in row.values()}) == 1
        starts = [i for i, s in enumerate(row["sent_start"]) if s] + [len(row["words"])]
        assert row["sent_start"][0]
        assert len(starts) <= 7
        for a, b in itertools.pairwise(starts):
            assert row["deprel"][a:b].count("ROOT") == 1
            assert all(a <= h < b for h in row["head"][a:b])
            assert all((row["deprel"][i] == "ROOT") == (row["head"][i] == i) for i in range(a, b))
    assert [w for r in got for w in r["words"]] == [w for r, _ in parts for w in r["words"]]


TREE = """\
# newdoc id = GUM_news_harbour
# newpar
# newpar_block = p (2 s)
# text = They don't sail.
1\tThey\tthey\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\tSpaceAfter=No
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tsail\tsail\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tsail\tsail\tVERB\tVB\t_\t_\t_\t4:conj\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar_block = p (1 s)
# text = To day
1\tTo\ttoday\tNOUN\tNN\tTypo=Yes\t0\troot\t_\t_
2\tday\t_\tX\tGW\t_\t1\tgoeswith\t_\t_

"""


def test_contractions_are_unfolded_without_a_space_inside() -> None:
    (row,) = syntax_rows(read_conllu(TREE))
    assert row["words"] == ["They", "do", "n't", "sail", ".", "To", "day"]
    assert row["spaces"] == [True, False, True, False, True, True, False]
    assert row["head"] == [3, 3, 3, 3, 3, 5, 5]
    assert row["deprel"][3] == row["deprel"][5] == "ROOT"
    assert row["lemma"][-1] == "day", "a part of a broken word keeps its form"


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (TREE.replace("\t0\troot", "\t1\tdep"), "one root"),
        (TREE.replace("5\t.", "7\t."), "word 7"),
        (TREE.replace("1\tThey\tthey", "1\tThey"), "columns"),
        (TREE.replace("\t4\tpunct", "\t44\tpunct"), "outside"),
    ],
)
def test_a_broken_tree_is_told_with_its_line(spoilt: str, said: str) -> None:
    with pytest.raises(ValueError, match=rf"line 1: .*{said}"):
        list(read_conllu(spoilt))


TAGS = st.sampled_from(["O", "B-PER", "I-PER", "E-ORG", "S-LOC", "B-person", "I-OTH", "B-O", "", "-"])


@given(st.lists(TAGS))
def test_names_always_begin_with_b(tags: list[str]) -> None:
    got = columns.map_tags(tags, columns.UNER)
    assert len(got) == len(tags)
    assert {t[2:] for t in got if t != "O"} <= {"PER", "ORG", "LOC", "MISC"}
    for before, tag in zip(["O", *got], got, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]
    assert columns.map_tags(got, columns.CONLL) == got


@given(st.lists(st.tuples(FORMS, st.booleans()), min_size=1, max_size=12))
def test_spaces_are_read_off_the_printed_sentence(parts: list[tuple[str, bool]]) -> None:
    words = [w for w, _ in parts]
    spaces = [s for _, s in parts]
    spaces[-1] = False
    text = "".join(w + " " * s for w, s in zip(words, spaces, strict=True))
    assert columns.align_spaces(words, text) == spaces
    assert columns.align_spaces(words, text + "!") is None


@given(st.lists(FORMS | st.sampled_from(['"', "(", "'s", "$"]), max_size=12))
def test_guessed_spaces_fit_any_words(words: list[str]) -> None:
    spaces = columns.guess_spaces(words)
    assert len(spaces) == len(words)
    assert not any(spaces[-1:])


def test_spaces_are_guessed_by_the_habits_of_print() -> None:
    text = "The mayor's aide (a cousin) said: \"We won't pay $5, you know,\" and left for al-Bab."
    words = (
        "The mayor 's aide ( a cousin ) said : \" We wo n't pay $ 5 , you know , \" and left for al - Bab ."
    )
    spaces = columns.guess_spaces(words.split())
    assert "".join(w + " " * s for w, s in zip(words.split(), spaces, strict=True)) == text


def test_column_files_of_either_kind() -> None:
    iob2 = (
        "# sent_id = 1\n# text = Omar's boat.\n"
        "1\tOmar\tB-PER\t-\tkim\n2\t's\tO\n3\tboat\tB-OTH\t-\tkim\n4\t.\tB-O\n\n"
    )
    (sentence,) = columns.read_columns(iob2, word=1, tag=2)
    assert columns.name_row(sentence, columns.UNER) == {
        "words": ["Omar", "'s", "boat", "."],
        "spaces": [False, True, False, False],
        "ner": ["B-PER", "O", "B-MISC", "O"],
    }
    wiki = "-DOCSTART- O\n\nPort I-LOC\nSaid I-LOC\n, O\nEgypt I-LOC\n\n-DOCSTART- O\n\nYes O"
    first, second = columns.read_columns(wiki, separator=" ")
    assert columns.name_row(first, columns.CONLL)["ner"] == ["B-LOC", "I-LOC", "O", "B-LOC"]
    assert second.words == ["Yes"]
    tweet = "#Quito\tB-location\r\n#\tO\r\n\t\r\nok\tO\r\n"
    assert [s.words for s in columns.read_columns(tweet)] == [["#Quito", "#"], ["ok"]]
    with pytest.raises(ValueError, match="line 2: 1 columns"):
        list(columns.read_columns("a\tO\nb\n"))


def test_mentions_are_cut_down_to_names() -> None:
    words = "the Harbour Board met two captains".split()
    tags = "B-ORG I-ORG I-ORG O B-PER I-PER".split()
    assert columns.trim_names(words, tags) == "O B-ORG I-ORG O O O".split()


def test_worldwide_articles_keep_the_outermost_label() -> None:
    text = "Rainbow\tB-Organization\nLima\tI-Organization\tB-Location\n\nMay\tS-Date\n"
    assert list(columns.worldwide_rows(text, "x.tsv")) == [
        {"doc": "x.tsv", "words": ["Rainbow", "Lima"], "ner": ["B-Organization", "I-Organization"]},
        {"doc": "x.tsv", "words": ["May"], "ner": ["B-Date"]},
    ]


def gum_sentence(*rows: tuple[str, str, int, str]) -> str:
    """CoNLL-U of (form, upos, head, Entity) rows."""
    lines = ["# newdoc id = GUM_news_harbour"]
    for number, (form, upos, head, entity) in enumerate(rows, 1):
        misc = f"Entity={entity}" if entity else "_"
        deprel = "root" if head == 0 else "dep"
        lines.append(f"{number}\t{form}\t{form}\t{upos}\tX\t_\t{head}\t{deprel}\t_\t{misc}")
    return "\n".join(lines) + "\n\n"


def test_names_are_the_proper_core_of_gum_mentions() -> None:
    text = gum_sentence(
        ("The", "DET", 3, "(1-organization-new-cf1-2-coref"),
        ("Port", "PROPN", 3, ""),
        ("Authority", "PROPN", 8, ""),
        ("of", "ADP", 5, ""),
        ("Split", "PROPN", 3, "(2-place-new-cf2-1-coref-Split)1)"),
        ("and", "CCONJ", 7, ""),
        ("sailors", "NOUN", 3, "(3-person-new-cf3-1-sgl)"),
        ("met", "VERB", 0, ""),
        ("Croatian", "ADJ", 10, "(4-person-new-cf4-2-sgl"),
        ("friends", "NOUN", 8, "4)"),
        ("on", "ADP", 12, ""),
        ("Monday", "PROPN", 8, "(5-time-new-cf5-1-sgl)"),
    )
    (sentence,) = read_conllu(text)
    assert gum.gum_names(sentence) == "O B-ORG I-ORG I-ORG I-ORG O O O B-MISC O O O".split()
    assert gum.mentions(sentence)[0] == gum.Mention(0, 4, "organization")


def test_only_open_genres_may_be_trained_on() -> None:
    assert gum.genre("GUM_news_harbour") == "news"
    assert gum.genre("weblog-x_y_z") == ""
    assert "fiction" not in gum.OPEN_GENRES


def gold_rows(gold: Path, name: str, most: int) -> list[dict]:
    with gzip.open(gold / "language" / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in itertools.islice(lines, most)]


@pytest.mark.gold
def test_gold_trees_come_back_in_their_format(gold: Path) -> None:
    """Rows as training has them, written as CoNLL-U, are read as the same rows, field by field."""
    for name in ("ud_ewt.dev", "ud_gum.dev"):
        rows = gold_rows(gold, name, 60)
        got = list(syntax_rows(read_conllu("".join(render(r) for r in rows))))
        assert got == rows
        assert list(got[0]) == list(rows[0])


@pytest.mark.gold
def test_gold_names_come_back_in_their_format(gold: Path) -> None:
    rows = gold_rows(gold, "ner_open.dev", 200)
    text = "".join(
        f"# text = {''.join(w + ' ' * s for w, s in zip(r['words'], r['spaces'], strict=True))}\n"
        + "".join(f"{i}\t{w}\t{t}\n" for i, (w, t) in enumerate(zip(r["words"], r["ner"], strict=True), 1))
        + "\n"
        for r in rows
    )
    got = [columns.name_row(s, columns.CONLL) for s in columns.read_columns(text, word=1, tag=2)]
    assert got == rows
    world = gold_rows(gold, "ner_worldwide.train", 5)
    assert list(next(columns.worldwide_rows("x\tO\n", "d"))) == list(world[0])
