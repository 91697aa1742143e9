"""Requests to the running application: over its own socket with FastCGI, and through nginx with HTTP."""

import contextlib
import http.client
import json
import socket
import struct

LIMIT_S = 10
BEGIN, PARAMS, STDIN, STDOUT = 1, 4, 5, 6  # record types of the FastCGI specification, section 8


def get(installation, path):
    """The JSON that the application itself sends, whatever its status."""
    return json.loads(fastcgi(installation.app_socket, path).partition(b"\r\n\r\n")[2])


def fastcgi(address, path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(LIMIT_S)
        connection.connect(str(address))
        connection.sendall(request(path))
        with connection.makefile("rb") as stream:
            return b"".join(body for kind, body in records(stream) if kind == STDOUT)


def request(path):
    values = {"REQUEST_METHOD": "GET", "REQUEST_URI": path, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1",
              "SERVER_PROTOCOL": "HTTP/1.1", "REQUEST_SCHEME": "http", "HTTP_ACCEPT": "application/json", "HTTP_HOST": "localhost"}
    params = b"".join(bytes((len(name), len(value))) + name.encode() + value.encode() for name, value in values.items())
    return record(BEGIN, struct.pack(">HB5x", 1, 0)) + record(PARAMS, params) + record(PARAMS, b"") + record(STDIN, b"")


def record(kind, body):
    return struct.pack(">BBHHBx", 1, kind, 1, len(body), 0) + body


def records(stream):
    while len(head := stream.read(8)) == 8:
        kind, length, padding = struct.unpack(">xBxxHBx", head)
        body = stream.read(length)
        stream.read(padding)
        yield kind, body


def through_nginx(name, port, path="/readyz", headers=None, source="127.0.0.1"):
    """(status, headers, body) of a request as a visitor sends it."""
    host = "localhost" if name == "_" or "/" in name else name
    # http.client connects directly. urllib would use http_proxy from the environment, also for this host.
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_S, source_address=(source, 0))) as connection:
        connection.request("GET", path, headers={"Host": host, "Accept": "application/json", **(headers or {})})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
