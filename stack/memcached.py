"""The private memcached, on a Unix socket."""

import os

from part import Part, responds


def command(stack):
    # If started as root, it must stay root, because otherwise it drops its privileges before it binds the socket.
    user = ["-u", "root"] if os.getuid() == 0 else []
    return ["memcached", "-s", stack.socket("memcached"), "-a", "0600", "-m", "64", "-c", "1024", *user]


PART = Part(name="memcached", command=command, ready=lambda stack: responds(stack.socket("memcached"), b"version\r\n"))
