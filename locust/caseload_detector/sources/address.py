"""The address of a database as a source, and where its password comes from."""

from __future__ import annotations

import configparser
import getpass
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from . import PASSWORD_VARIABLE, SourceError, SourceOptions


@dataclass(frozen=True)
class Address:
    scheme: str
    user: str
    host: str | None
    port: int | None
    socket: str | None
    database: str | None  # only queries in this database belong to the service
    options: dict[str, str] = field(default_factory=dict)  # what is left of the query

    def __str__(self) -> str:
        return f"{self.scheme}://{self.user}@{self.host or ''}" + (f"{self.socket}" if self.socket else f":{self.port}" if self.port else "")


def address_of(url: str, option_file: Path | None = None) -> Address:
    """USER@HOST:PORT/DATABASE, or USER@/DATABASE?socket=/PATH. Raises SourceError, which never repeats the address: it may hold
    a password."""
    scheme = url.partition("://")[0].lower()
    try:
        parts = urlsplit(url)
        port = parts.port
        if "\0" in unquote(url):
            raise ValueError("a null character")
    except ValueError as wrong:
        raise SourceError(
            f"the address of the source {scheme}:// is not valid; expected {scheme}://USER@HOST:PORT/DATABASE, without a password, and with a port from 0 to 65535"
        ) from wrong
    if parts.password is not None:
        raise SourceError(
            f"the address of the source {scheme}:// contains a password, which other users of this machine can read; "
            f"leave it out and set the variable {PASSWORD_VARIABLE}, or use an option file"
        )
    given = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    file = _client_section(option_file) if option_file and scheme in ("mariadb", "mysql") else {}
    socket = given.pop("socket", None) or (None if parts.hostname else file.get("socket"))
    if socket and not Path(socket).exists():
        raise SourceError(f"the socket {socket} of the source {scheme}:// does not exist")
    return Address(
        scheme=scheme,
        user=unquote(parts.username or "") or file.get("user") or getpass.getuser(),
        host=None if socket else parts.hostname or file.get("host") or "127.0.0.1",
        port=None if socket else port or (int(file["port"]) if file.get("port", "").isdigit() else None),
        socket=socket,
        database=unquote(parts.path.lstrip("/")) or None,
        options=given,
    )


def password_for(options: SourceOptions) -> str:
    """From the options, the environment or the option file; "" if there is none."""
    if options.password is not None:
        return options.password
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    return _client_section(options.option_file).get("password", "") if options.option_file else ""


def _client_section(path: Path) -> dict[str, str]:
    """[client] of an option file of MariaDB and MySQL, and [client-mariadb], which comes later."""
    parser = configparser.ConfigParser(allow_no_value=True, interpolation=None, strict=False, comment_prefixes=("#", ";", "!"), delimiters=("=",))
    try:
        parser.read_string(path.expanduser().read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"the option file {path} can't be read: {error.strerror}") from error
    except (configparser.Error, UnicodeDecodeError) as wrong:
        what = "it is not UTF-8" if isinstance(wrong, UnicodeDecodeError) else "expected lines such as [client] and password=…"
        raise SourceError(f"the option file {path} is not valid: {what}") from None
    found: dict[str, str] = {}
    for section in ("client", "client-mariadb", "client-server"):
        if parser.has_section(section):
            found.update({name.replace("-", "_"): (value or "").strip().strip("'\"") for name, value in parser.items(section)})
    return found
