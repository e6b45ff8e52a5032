"""Addresses to documents, with good manners and against any server.

In: an address (http or https), and the session that knows what has been fetched before. Out: `Fetched`,
the bytes with what the server says of them. Fails: as a `FetchFailure` of one line; nothing is raised.
"""

from __future__ import annotations

from dateline.collect.fetch.client import Session, fetch
from dateline.collect.fetch.rules import Fetched, FetchFailure, FetchRules, Validators

__all__ = ["FetchFailure", "FetchRules", "Fetched", "Session", "Validators", "fetch"]
