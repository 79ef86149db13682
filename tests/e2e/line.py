"""A line to a server that a test can cut and mend, as a lift or a tunnel does."""

import socket
import threading
from contextlib import suppress


CHUNK = 65_536


class Line:
    """Carries bytes between a port of its own and a server's.

    Args:
        port: the server's.
    """

    def __init__(self, port):
        self.server = ("127.0.0.1", port)
        self.door = self._listen(0)
        self.port = self.door.getsockname()[1]
        self.ends = set()
        threading.Thread(target=self._serve, args=(self.door,), daemon=True).start()

    def _listen(self, port):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", port))
        door.listen(64)
        return door

    def _serve(self, door):
        with suppress(OSError):
            while True:
                near, _address = door.accept()
                self._join(near)

    def _join(self, near):
        try:
            far = socket.create_connection(self.server)
        except OSError:
            near.close()
            return
        self.ends |= {near, far}
        for pair in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, one, other):
        with suppress(OSError):
            while data := one.recv(CHUNK):
                other.sendall(data)
        for end in (one, other):
            self._shut(end)

    def _shut(self, end):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
        self.ends.discard(end)

    def cut(self):
        """Nothing goes through any more, and nobody new comes in."""
        self._shut(self.door)
        for end in list(self.ends):
            self._shut(end)

    def mend(self):
        """Let all through again, at the same port."""
        self.door = self._listen(self.port)
        threading.Thread(target=self._serve, args=(self.door,), daemon=True).start()
