"""A FastCGI application that answers as its query says, to see what nginx does with an answer:
status=404, header=Name:value (any number), and as body the parameters that nginx passed, as JSON. It counts."""

import json
import socket
import struct
import threading
import urllib.parse

HEADER = struct.Struct(">BBHHBB")  # version, type, request id, content length, padding length, reserved
END_REQUEST, PARAMS, STDIN, STDOUT = 3, 4, 5, 6


class Upstream(threading.Thread):
    def __init__(self, path):
        super().__init__(daemon=True)
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listening.bind(str(path))
        self.listening.listen(128)
        self.asked = 0

    def run(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return  # closed
            with connection:
                self.answer(connection)

    def close(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.join()

    def answer(self, connection):
        stream = connection.makefile("rb")
        encoded = b""
        while True:
            _, kind, _, length, padding, _ = HEADER.unpack(stream.read(HEADER.size))
            content = stream.read(length)
            stream.read(padding)
            if kind == PARAMS:
                encoded += content
            if kind == STDIN and length == 0:
                break
        self.asked += 1
        parameters = decode(encoded)
        query = urllib.parse.parse_qs(parameters["QUERY_STRING"])
        lines = [f"Status: {query.get('status', ['200'])[0]}", "Content-Type: application/json", "Evidence: sql=1",
                 *query.get("header", [])]
        body = json.dumps({**parameters, "asked": self.asked})
        text = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
        connection.sendall(record(STDOUT, text) + record(STDOUT, b"") + record(END_REQUEST, bytes(8)))


def record(kind, content):
    return HEADER.pack(1, kind, 1, len(content), 0, 0) + content


def decode(encoded):
    """Name-value pairs (FastCGI 1.0, section 3.4)."""
    values, at = {}, 0
    while at < len(encoded):
        lengths = []
        for _ in range(2):
            if encoded[at] < 128:
                lengths.append(encoded[at])
                at += 1
            else:
                lengths.append(struct.unpack(">I", encoded[at:at + 4])[0] & 0x7FFFFFFF)
                at += 4
        name = encoded[at:at + lengths[0]].decode()
        values[name] = encoded[at + lengths[0]:at + sum(lengths)].decode("latin-1")
        at += sum(lengths)
    return values
