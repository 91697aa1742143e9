"""Names web performance issues from evidence alone.

A page is an address with knobs. `probes` asks for it in set ways and keeps what came back in a
`Dossier`; `rules` read dossiers; `judge` gathers the findings. Nothing here knows a case, and all
three steps work apart: a dossier can be kept as JSON and judged later. See README.md.
"""

from .finding import Finding, Growth, Verdict
from .judge import judge
from .pages import Knob, Page, Site, site_from
from .probes import Prober

__all__ = ["Finding", "Growth", "Knob", "Page", "Prober", "Site", "Verdict", "judge", "site_from"]
__version__ = "1.0"
