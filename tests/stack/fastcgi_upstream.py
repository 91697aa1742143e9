"""A FastCGI application that responds as its query says, to see what nginx does with a response:

    status=404      the status
    header=Name:x   a header, any number of them
    size=1000       a body of so many bytes, and its length
    body=text       this body; without it and `size`, the parameters that nginx passed, as JSON
    hold=1          respond only when release() is called
    lost=1          close the connection, as a host that was killed does
    garbage=1       end without a response that nginx could read
    revalidate=1    304 where the request names the tag that `header` set

It serves requests concurrently and counts them."""

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
        self.counting = threading.Condition()
        self.request_count = 0
        self.released = threading.Event()
        self.then = {}  # counts as if it were in every query, in place of what is there
        self.threads = []

    def run(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return  # closed
            self.threads.append(threading.Thread(target=self.serve, args=(connection,), daemon=True))
            self.threads[-1].start()

    def close(self):
        self.released.set()
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.join()
        for thread in self.threads:
            thread.join()

    def release(self):
        self.released.set()

    def wait_for_requests(self, times):
        """Until so many requests have come since the start."""
        with self.counting:
            if not self.counting.wait_for(lambda: self.request_count >= times, timeout=60):
                raise AssertionError(f"{times} requests were expected, {self.request_count} came")

    def serve(self, connection):
        with connection:
            try:
                self.respond(connection)
            except (BrokenPipeError, ConnectionResetError):
                pass  # nginx gave it up

    def respond(self, connection):
        encoded, body = read_request(connection.makefile("rb"))
        with self.counting:
            self.request_count += 1
            number = self.request_count
            self.counting.notify_all()
        parameters = decode(encoded)
        query = {**urllib.parse.parse_qs(parameters["QUERY_STRING"]), **self.then}
        if "hold" in query:
            self.released.wait(60)
        if "lost" in query:
            return
        if "garbage" in query:
            connection.sendall(record(STDOUT, b"no header\r\n\r\n") + record(END_REQUEST, bytes(8)))
            return
        headers = query.get("header", [])
        status = query.get("status", ["200"])[0]
        if "revalidate" in query and "ETag: " + parameters.get("HTTP_IF_NONE_MATCH", "none") in headers:
            status = "304"
        lines = [f"Status: {status}", "Evidence: sql=1", "Server-Timing: db;dur=1", *headers]
        if not any(header.startswith("Content-Type:") for header in headers):
            lines.append("Content-Type: application/json")
        text = json.dumps({**parameters, "request_count": number, "body_bytes": len(body)})
        if "body" in query:
            text = query["body"][0]
        if "size" in query:
            text = "x" * int(query["size"][0])
            lines.append(f"Content-Length: {len(text)}")
        if status == "304":
            text = ""
        response = ("\r\n".join(lines) + "\r\n\r\n" + text).encode()
        for at in range(0, len(response), 0xFFFF):
            connection.sendall(record(STDOUT, response[at:at + 0xFFFF]))
        connection.sendall(record(STDOUT, b"") + record(END_REQUEST, bytes(8)))


def read_request(stream):
    """Its parameters, encoded, and its body."""
    encoded = body = b""
    while True:
        _, kind, _, length, padding, _ = HEADER.unpack(stream.read(HEADER.size))
        content = stream.read(length)
        stream.read(padding)
        if kind == PARAMS:
            encoded += content
        if kind == STDIN:
            body += content
            if length == 0:
                return encoded, body


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
