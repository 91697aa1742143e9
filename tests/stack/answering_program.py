"""A program for the keeper to keep: sends its pid on each connection to the inherited socket, and
what its environment says about that socket. SIGTERM lets it finish."""

import os
import signal
import socket
import sys


def main():
    if "fail" in sys.argv:
        sys.exit(3)
    stopping = []
    signal.signal(signal.SIGTERM, lambda number, frame: stopping.append(number))
    signal.siginterrupt(signal.SIGTERM, True)
    listening = socket.socket(fileno=3)
    listening.settimeout(0.05)
    while not stopping:
        try:
            connection, _ = listening.accept()
        except OSError:  # nobody came, or SIGTERM
            continue
        with connection:
            connection.sendall(f"{os.getpid()} {os.environ['LISTEN_FDS']} {os.environ['LISTEN_PID']}".encode())


main()
