"""News reports in, sourced event data out: who did what to whom, where, when, how many, and who says so.

reports = dateline.read("reports/")
coded = dateline.code(reports)
for event in coded.events: ...
"""

from dateline.api import code, open_store, read
from dateline.config import VERSION, Settings
from dateline.errors import SkippedReport, UserError
from dateline.model import Event, Failure, Interpretation, Report, Span
from dateline.publish.coded import Coded

__version__ = VERSION

__all__ = [
    "Coded",
    "Event",
    "Failure",
    "Interpretation",
    "Report",
    "Settings",
    "SkippedReport",
    "Span",
    "UserError",
    "__version__",
    "code",
    "open_store",
    "read",
]
