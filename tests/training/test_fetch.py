"""`training.fetch` against a small made-up set of sources on a server of the test's own."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dateline.errors import UserError
from training import corpus, fetch
from training.sources import download, homes
from training.sources.homes import Addresses, Home

NAMES = {
    "ud_ewt_gum_open.train", "ud_ewt.dev", "ud_ewt.test", "ud_gum.dev", "ud_gum.test", "ud_pud.test",
    "ner_open.train", "ner_open.dev", "ner_uner.test", "ner_wikigold.test", "ner_gum.test",
    "ner_worldwide.train", "polnear.train", "polnear.dev", "factuality.traindev",
}  # fmt: skip
CLOSED = {"ner_worldwide.train", "polnear.train", "polnear.dev"}


def tree(doc: str, name: str) -> str:
    """One sentence of CoNLL-U about somebody of that name."""
    return (
        f"# newdoc id = {doc}\n# newpar\n# text = {name} left.\n"
        f"1\t{name}\t{name}\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tEntity=(1-person-new-cf1-1-sgl)\n"
        "2\tleft\tleave\tVERB\tVBD\tTense=Past\t0\troot\t_\tSpaceAfter=No\n"
        "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
    )


def archive(files: dict[str, str]) -> bytes:
    """A .tar.gz as the archive service makes it: everything below one folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for path, text in files.items():
            body = text.encode()
            info = tarfile.TarInfo(f"name-version/{path}")
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
    return out.getvalue()


def made_up() -> dict[str, bytes]:
    """Path on the server → body, for every source."""
    pages: dict[str, bytes] = {}

    def put(home: Home, path: str, text: str) -> None:
        pages[f"/{home.name}/{home.version}/{path}"] = text.encode()

    for part in ("train", "dev", "test"):
        put(homes.EWT, f"en_ewt-ud-{part}.conllu", tree(f"web-{part}", "Ewa"))
        genres = tree(f"GUM_news_{part}", "Nina") + tree(f"GUM_fiction_{part}", "Fido")
        put(homes.GUM, f"en_gum-ud-{part}.conllu", genres)
        put(homes.CROSSNER, f"ner_data/politics/{part}.txt", "Lima\tB-country\nvotes\tO\n\n")
        home = homes.UNER_TRAIN if part == "train" else homes.UNER_TESTS
        put(home, f"en_ewt-ud-{part}.iob2", "# text = Ewa left.\n1\tEwa\tB-PER\n2\tleft\tO\n3\t.\tO\n\n")
    put(homes.PUD, "en_pud-ud-test.conllu", tree("n01", "Paul"))
    collected = dict.fromkeys(homes.TWEET_FILES, "Kyiv\tB-LOC\nnow\tO\n\n")
    collected |= dict.fromkeys(homes.WNUT_FILES, "Kyiv\tB-location\n\n")
    collected |= {p.replace("*", "1"): "The\tB-Person\nQueen\tI-Person\n\n" for p in homes.RE3D_FILES}
    collected |= dict.fromkeys(homes.WIKIGOLD_FILES, "Oslo I-LOC\n\n")
    closed = (
        homes.RE3D_FILES[0]
        .replace("*", "1")
        .replace("Australian_Department_of_Foreign_Affairs", "BBC_Online")
    )
    collected[closed] = "Closed\tB-Person\n\n"
    pages[f"/{homes.COLLECTION.name}/tar.gz/{homes.COLLECTION.version}"] = archive(collected)
    articles = {"processed_annotated/a_1.txt.tsv": "Accra\tB-Location\n\n", "other/b.tsv": "x\tO\n"}
    pages[f"/{homes.WORLDWIDE.name}/tar.gz/{homes.WORLDWIDE.version}"] = archive(articles)
    pages |= said_pages()
    for name, place in (homes.FACTUALITY_OPEN | homes.FACTUALITY_CLOSED).items():
        for path in homes.factuality(place).files:
            target = {"span1": [1, 2], "label": 2.5, "span_text": "left"}
            row = {"text": f"{name} left .", "targets": [target], "idx": 0}
            put(homes.factuality(place), path, json.dumps(row) + "\n")
    return pages


def said_pages() -> dict[str, bytes]:
    """The archive of attributions: an article of two annotators in train, one of one in dev, one to test."""
    marks = "T1\tSource 0 3\tEwa\nT2\tCue 4 8\tsaid\nE1\tAttribution:T2 Cue:T2 Source:T1\n"
    said = {
        "data/train/text/a_2015-11-11_one.txt": "Ewa said so.",
        "data/train/attributions/a_2015-11-11_one_4b22.ann": marks,
        "data/train/attributions/a_2015-11-11_one_ef2d.ann": "",
        "data/dev/text/a_2016-09-12_two.txt": "Ewa said no.",
        "data/dev/attributions/a_2016-09-12_two_ef2d.ann": marks,
        "data/test/text/a_2016-10-12_three.txt": "Ewa said nothing.",
        "data/dev/corenlp/a_2016-09-12_two.txt.xml": "<root/>",
    }
    return {f"/{homes.POLNEAR.name}/tar.gz/{homes.POLNEAR.version}": archive(said)}


class Server:
    """The pages it hands out, what it was asked for, and how much too long it says its bodies are."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.too_long = 0
        self.addresses = Addresses()


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server(made_up())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            body = state.pages.get(self.path)
            if body is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(body) + state.too_long))
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{http.server_address[1]}"
    state.addresses = Addresses(address, address)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def rows(folder: Path, name: str) -> list[dict]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def test_the_folder_is_filled_with_what_training_reads(tmp_path: Path, server: Server) -> None:
    fetch.fetch(tmp_path, addresses=server.addresses)
    assert {p.name.removesuffix(".jsonl.gz") for p in tmp_path.glob("*.gz")} == NAMES
    assert not list(tmp_path.rglob("*.part"))
    syntax = corpus.read_syntax(tmp_path / "ud_ewt_gum_open.train.jsonl.gz")
    assert [e.words[0] for e in syntax] == ["Ewa", "Nina"], "the closed genre stays out of training"
    assert [r["words"][0] for r in rows(tmp_path, "ud_gum.test")] == ["Nina", "Fido"]
    names = corpus.read_open_names(tmp_path / "ner_open.train.jsonl.gz")
    firsts = [e.words[0] for e in names]
    assert firsts == ["Ewa", "Nina", "Kyiv", "Kyiv", *["Lima"] * 3, *["The"] * 5, "Kyiv", "Kyiv"]
    assert names[7].names == [("O", "B-DATE", "I-DATE"), ("B-PER",)], "re3d's article is no part of a name"
    assert rows(tmp_path, "ner_open.dev")[0]["ner"] == ["B-PER", "O", "O"]
    assert rows(tmp_path, "ner_wikigold.test") == [{"words": ["Oslo"], "spaces": [False], "ner": ["B-LOC"]}]
    (article,) = rows(tmp_path, "ner_worldwide.train")
    assert article == {"doc": "a_1.txt.tsv", "words": ["Accra"], "ner": ["B-Location"]}
    (said,) = rows(tmp_path, "polnear.train")
    assert (said["doc_id"], said["annotator"], said["n_annotators"]) == ("a_2015-11-11_one", "4b22", 2)
    assert [a["cue"][0]["text"] for a in said["attributions"]] == ["said"]
    assert [r["text"] for r in rows(tmp_path, "polnear.dev")] == ["Ewa said no."]
    sure = [(r["dataset"], r["split"]) for r in rows(tmp_path, "factuality.traindev")]
    assert sorted(sure) == [(d, s) for d in ("MEANTIME", "RP", "UDS_IH2", "UW") for s in ("dev", "train")]


def test_open_only_does_not_even_ask_for_the_sets_without_a_licence(tmp_path: Path, server: Server) -> None:
    fetch.fetch(tmp_path, open_only=True, addresses=server.addresses)
    assert {p.name.removesuffix(".jsonl.gz") for p in tmp_path.glob("*.gz")} == NAMES - CLOSED
    assert {r["dataset"] for r in rows(tmp_path, "factuality.traindev")} == {"UDS_IH2", "MEANTIME"}
    closed = (homes.WORLDWIDE.name, homes.POLNEAR.name, *homes.FACTUALITY_CLOSED.values())
    assert not [path for path in server.asked for name in closed if name in path]


def test_a_folder_of_open_sets_gets_the_others_when_they_are_wanted(tmp_path: Path, server: Server) -> None:
    fetch.fetch(tmp_path, open_only=True, addresses=server.addresses)
    fetch.fetch(tmp_path, addresses=server.addresses)
    assert {r["dataset"] for r in rows(tmp_path, "factuality.traindev")} == set(corpus.SETS)
    made = (tmp_path / "factuality.traindev.jsonl.gz").read_bytes()
    fetch.fetch(tmp_path, open_only=True, addresses=server.addresses)
    assert (tmp_path / "factuality.traindev.jsonl.gz").read_bytes() == made, "nothing is taken away"


def test_a_second_run_asks_for_nothing_and_changes_nothing(tmp_path: Path, server: Server) -> None:
    fetch.fetch(tmp_path, addresses=server.addresses)
    assert len(server.asked) == len(set(server.asked)), "every source is fetched once"
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    server.asked.clear()
    kept = tmp_path / "ud_ewt.dev.jsonl.gz"
    kept.unlink()
    fetch.fetch(tmp_path, addresses=server.addresses)
    assert server.asked == [], "what is made anew is made of the downloads"
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_it_goes_on_where_it_broke_off(tmp_path: Path, server: Server) -> None:
    lost = f"/{homes.PUD.name}/{homes.PUD.version}/en_pud-ud-test.conllu"
    page = server.pages.pop(lost)
    with pytest.raises(UserError, match=r"cannot fetch http.*en_pud.*404") as told:
        fetch.fetch(tmp_path, addresses=server.addresses)
    assert "\n" not in str(told.value)
    first = list(server.asked)
    server.pages[lost] = page
    server.asked.clear()
    fetch.fetch(tmp_path, addresses=server.addresses)
    assert set(server.asked) & set(first) == {lost}


def test_a_changed_source_is_refused_until_accepted(tmp_path: Path, server: Server) -> None:
    fetch.fetch(tmp_path, addresses=server.addresses)
    path = "en_pud-ud-test.conllu"
    page = f"/{homes.PUD.name}/{homes.PUD.version}/{path}"
    server.pages[page] = tree("n01", "Petra").encode()
    for place in [*tmp_path.rglob(path), tmp_path / "ud_pud.test.jsonl.gz"]:
        place.unlink()
    with pytest.raises(UserError, match=r"en_pud-ud-test\.conllu is not what was fetched before"):
        fetch.fetch(tmp_path, addresses=server.addresses)
    assert not (tmp_path / "ud_pud.test.jsonl.gz").exists()
    fetch.fetch(tmp_path, accept_new=True, addresses=server.addresses)
    assert rows(tmp_path, "ud_pud.test")[0]["words"][0] == "Petra"
    fetch.fetch(tmp_path, addresses=server.addresses)


def test_an_article_changed_in_an_archive_is_refused_too(tmp_path: Path, server: Server) -> None:
    fetch.fetch(tmp_path, addresses=server.addresses)
    page = f"/{homes.WORLDWIDE.name}/tar.gz/{homes.WORLDWIDE.version}"
    server.pages[page] = archive({"processed_annotated/a_1.txt.tsv": "Abuja\tB-Location\n\n"})
    for place in [*tmp_path.rglob("a_1.txt.tsv"), tmp_path / "ner_worldwide.train.jsonl.gz"]:
        place.unlink()
    with pytest.raises(UserError, match=r"a_1\.txt\.tsv is not what was fetched before"):
        fetch.fetch(tmp_path, addresses=server.addresses)
    fetch.fetch(tmp_path, accept_new=True, addresses=server.addresses)
    assert rows(tmp_path, "ner_worldwide.train")[0]["words"] == ["Abuja"]


def test_a_damaged_download_is_fetched_again(tmp_path: Path, server: Server) -> None:
    fetch.fetch(tmp_path, addresses=server.addresses)
    for name, made in (("en_pud-ud-test.conllu", "ud_pud.test"), ("a_1.txt.tsv", "ner_worldwide.train")):
        (place,) = tmp_path.rglob(name)
        whole = place.read_bytes()
        place.write_bytes(whole[:5])
        (tmp_path / f"{made}.jsonl.gz").unlink()
        server.asked.clear()
        fetch.fetch(tmp_path, addresses=server.addresses)
        assert len(server.asked) == 1
        assert place.read_bytes() == whole
    assert rows(tmp_path, "ud_pud.test")[0]["words"][0] == "Paul"


def test_every_trouble_is_one_line(tmp_path: Path, server: Server) -> None:
    url = f"{server.addresses.raw}/{homes.PUD.name}/{homes.PUD.version}/en_pud-ud-test.conllu"
    with pytest.raises(UserError, match="larger than 10 bytes"):
        download.download(url, most_bytes=10, timeout=5)
    server.too_long = 7
    with pytest.raises(UserError, match="broke off after"):
        download.download(url, most_bytes=10_000, timeout=5)
    server.too_long = 0
    with pytest.raises(UserError, match="check the connection"):
        download.download("http://127.0.0.1:1/x", most_bytes=10, timeout=5)
    server.pages[f"/{homes.EWT.name}/{homes.EWT.version}/en_ewt-ud-train.conllu"] = b"1\tonly\n\n"
    with pytest.raises(UserError, match=r"cannot read .*en_ewt-ud-train.conllu: line 1: a row has 2 columns"):
        fetch.fetch(tmp_path / "a", addresses=server.addresses)
    server.pages[f"/{homes.EWT.name}/{homes.EWT.version}/en_ewt-ud-train.conllu"] = b"\xff\xfe"
    with pytest.raises(UserError, match="is not UTF-8"):
        fetch.fetch(tmp_path / "b", addresses=server.addresses)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "sources.json").write_text("[]")
    with pytest.raises(UserError, match=r"sources\.json is damaged"):
        fetch.fetch(tmp_path / "c", addresses=server.addresses)
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot make the folder"):
        fetch.fetch(tmp_path / "file", addresses=server.addresses)


def test_an_archive_gives_only_plain_files_inside_its_folder() -> None:
    files = {"a/x.tsv": "1", "../x.tsv": "2", "a/x.txt": "3"}
    assert dict(download.archive_files(archive(files), ("*.tsv",), 100)) == {"a/x.tsv": b"1"}
    with pytest.raises(ValueError, match="larger than 0 bytes"):
        list(download.archive_files(archive(files), ("*.tsv",), 0))
    with pytest.raises(ValueError, match=r"not a readable \.tar\.gz"):
        list(download.archive_files(b"nothing of the kind", ("*",), 100))


def test_the_command_line_ends_with_2_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("no such place")

    monkeypatch.setattr(fetch, "fetch", refuse)
    assert fetch.main([str(tmp_path), "--open-only"]) == 2
    assert capsys.readouterr().err == "training.fetch: no such place\n"


def test_every_home_is_pinned_and_says_its_licence() -> None:
    sets = homes.FACTUALITY_OPEN | homes.FACTUALITY_CLOSED
    assert set(sets) == set(corpus.SETS)
    named = [h for n, h in vars(homes).items() if isinstance(h, Home) and not n.startswith("_")]
    assert len(named) == 9
    for home in [*named, *map(homes.factuality, sets.values())]:
        assert home.version.startswith("r2.") or len(home.version) == 40
        assert home.licence
        assert bool(home.files) != bool(home.patterns)
    assert set(fetch.MAKERS) == set(fetch.SEEN) == NAMES
    assert set(fetch.OPEN_MAKERS) == NAMES - CLOSED


def test_what_is_wrong_with_claims_is_said_in_one_line(tmp_path: Path, server: Server) -> None:
    page = f"/{homes.POLNEAR.name}/tar.gz/{homes.POLNEAR.version}"
    server.pages[page] = archive(
        {
            f"data/{part}/{kind}": "T1\tCue 0 3\tsaid\n" if kind.endswith("ann") else "Ewa said so."
            for part in ("train", "dev")
            for kind in ("text/one.txt", "attributions/one_4b22.ann")
        }
    )
    with pytest.raises(UserError, match=r"one_4b22\.ann: T1: the file says 'said', the text 'Ewa'"):
        fetch.fetch(tmp_path, addresses=server.addresses)
