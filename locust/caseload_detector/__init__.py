"""Identifies web performance problems from evidence alone.

A page is an address with knobs. `probes` requests it in fixed ways and collects the evidence in a `Dossier`, `rules` read
dossiers, and `judge` collects the findings. Nothing here knows any case, and the three steps are independent: a dossier can
be saved as JSON and judged later. See README.md.
"""

from .finding import Finding, Growth, Verdict
from .judge import judge, judge_all
from .pages import Knob, Page, Site, site_from
from .probes import Prober

__all__ = ["Finding", "Growth", "Knob", "Page", "Prober", "Site", "Verdict", "judge", "judge_all", "site_from"]
__version__ = "1.0.0"
