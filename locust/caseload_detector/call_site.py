"""The place in the code that sent a query, from the comment that a framework or sqlcommenter adds to it.

sqlcommenter (Django, Sequelize, Hibernate, SQLAlchemy, Laravel): /*controller='orders',route='%2Forders'*/.
Rails query logs and marginalia: /*application:Shop,controller:orders,action:index,line:app/views/orders.rb:12*/.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

COMMENT = re.compile(r"/\*(.*?)\*/", re.DOTALL)
PAIR = re.compile(r"\b([a-z_.]+)\s*(?:='((?:[^'\\]|\\.)*)'|=([^,'*]+)|:([^,*]+))", re.IGNORECASE)
FILE_NAMES = ("source_location", "line", "file", "filepath", "code.filepath")
LINE_NAMES = ("lineno", "line_number", "code.lineno")


def call_site(text: str) -> str | None:
    for comment in COMMENT.findall(text):
        pairs = {name.lower(): unquote(quoted or plain or old).strip() for name, quoted, plain, old in PAIR.findall(comment)}
        file = next((pairs[name] for name in FILE_NAMES if pairs.get(name)), "")
        number = next((pairs[name] for name in LINE_NAMES if pairs.get(name)), "")
        place = f"{file}:{number}" if file and number and not file.endswith(f":{number}") else file
        handler = "#".join(pairs[name] for name in ("controller", "action") if pairs.get(name)) or pairs.get("route", "")
        function = pairs.get("code.function") or pairs.get("function") or ""
        parts = [part for part in (place, function, handler) if part]
        if parts:
            return parts[0] + (f" ({', '.join(parts[1:])})" if len(parts) > 1 else "")
    return None
