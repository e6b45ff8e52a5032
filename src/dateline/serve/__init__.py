"""Serve: a store → the desk, web pages on which a person reads, doubts and decides.

In: a `keep.Store`, and what reads a report that somebody pastes. Out: pages and their data on an address of
this machine, or a folder of files (`export`). Fails: `UserError` in one line where the address is taken, or
where the desk would be open to others without a password.
"""

from __future__ import annotations

from dateline.serve.desk import Desk, Pasted, Reader
from dateline.serve.run import Place, open_desk, serve

__all__ = ["Desk", "Pasted", "Place", "Reader", "open_desk", "serve"]
