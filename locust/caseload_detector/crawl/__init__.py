"""Finds the pages of a service by its links, and their knobs."""

from .crawler import Crawl, Crawler, Found
from .sizes import Proposal

__all__ = ["Crawl", "Crawler", "Found", "Proposal"]
