"""Incidents: the mentions of events in many reports, linked into what happened once.

`link` makes the store's tables; `Stories` links a stream of reports by itself.
"""

from dateline.merge.incidents.link import READ, link
from dateline.merge.incidents.stories import Stories

__all__ = ["READ", "Stories", "link"]
