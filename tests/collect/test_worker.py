"""The process that takes pages apart: what hangs, swells or breaks it costs one page and no more."""

import os
import signal
import time

import pytest

from dateline.collect.items import Document
from dateline.collect.page.worker import JobError, Worker
from dateline.collect.reading import Reader
from dateline.config import Settings
from dateline.model import Failure, Report

PARAGRAPHS = "".join(
    f"<p>The convoy crossed the river bridge number {n} on Tuesday, the ministry said in a statement.</p>"
    for n in range(30)
)
HEAD = "<!doctype html><html><head><title>Convoy</title></head>"
PAGE = f"{HEAD}<body><article>{PARAGRAPHS}</article></body></html>"


def page(html: str = PAGE, origin: str = "page.html") -> Document:
    return Document(origin=origin, raw=html.encode())


def one(reader: Reader, document: Document) -> Report | Failure:
    (outcome,) = reader.reports(document)
    return outcome


def test_pages_are_read_one_after_the_other_by_one_process():
    with Reader(Settings()) as reader:
        first = one(reader, page())
        process = reader.worker.process
        second = one(reader, page(PAGE.replace("Convoy", "Column")))
        assert isinstance(first, Report)
        assert isinstance(second, Report)
        assert reader.worker.process is process
        assert first.extractor is not None
        assert first.extractor.startswith("trafilatura ")
        assert first.raw_sha256 != second.raw_sha256


def test_a_page_over_its_time_is_ended_and_the_next_is_read():
    slow = "<!doctype html><body><article>" + "<p>A line about the front.</p>" * 60_000
    with Reader(Settings()) as reader:
        one(reader, page())  # the process runs already: only the page itself takes time
        reader.settings = Settings(max_seconds=0.05)
        outcome = one(reader, page(slow))
        assert isinstance(outcome, Failure)
        assert "more than 0.05 seconds" in outcome.message
        reader.settings = Settings()
        assert isinstance(one(reader, page()), Report)


def test_a_page_over_its_memory_is_set_aside_and_the_next_is_read():
    large = "<!doctype html><body><article>" + "<p><a>x</a>y</p>" * 800_000
    with Reader(Settings(max_memory=64 << 20)) as reader:
        outcome = one(reader, page(large))
        assert isinstance(outcome, Failure)
        assert "memory" in outcome.message
        assert isinstance(one(reader, page()), Report)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_process_that_dies_is_replaced():
    with Worker(1 << 30) as worker, Reader(Settings()) as reader:
        reader.worker = worker
        assert isinstance(one(reader, page()), Report)
        assert worker.process is not None
        os.kill(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
        outcome = one(reader, page())
        assert isinstance(outcome, Failure)
        assert "ended the process" in outcome.message
        assert isinstance(one(reader, page()), Report)


def test_a_process_that_cannot_start_says_so(monkeypatch):
    monkeypatch.setattr("dateline.collect.page.worker.BOOT", "raise SystemExit({memory} * 0)  # {path}")
    with Worker(1 << 30) as worker, pytest.raises(JobError, match="does not start"):
        worker.do({"job": "page"}, b"", 5.0)


def test_no_process_is_left_behind():
    with Reader(Settings()) as reader:
        one(reader, page())
        process = reader.worker.process
        assert process is not None
        assert process.poll() is None
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        pass
    assert process.poll() is not None
