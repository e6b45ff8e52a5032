"""What can go wrong through no fault of the program, said in one line: what, where, what to do."""

from __future__ import annotations


class UserError(Exception):
    """Something the caller can mend. `str(error)` is one line that says what, where, and what to do.

    The command line prints it without a traceback and ends with exit code 2.
    """


class SkippedReport(UserWarning):
    """Warned by `dateline.read` for each input it set aside while the others were read."""
