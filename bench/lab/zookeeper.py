"""The little of ZooKeeper's protocol that it takes to see who is registered."""
import socket
import struct

_CREATED_MS = 16  # Stat: czxid and mzxid, then ctime


class ZooKeeper:
    """A session, read-only, that ends when nothing is asked for half a minute. Not for use by several threads."""

    def __init__(self, address):
        host, port = address.split(":")
        self._socket = socket.create_connection((host, int(port)), timeout=10)
        self._xid = 0
        self._send(struct.pack(">iqiqi16s", 0, 0, 30_000, 0, 16, b""))
        self._receive()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def children(self, path):
        """The names below a node; none where there is no such node."""
        answer = self._ask(8, path)
        if answer is None:
            return []
        count, at, names = struct.unpack_from(">i", answer)[0], 4, []
        for _ in range(count):
            length = struct.unpack_from(">i", answer, at)[0]
            names.append(answer[at + 4:at + 4 + length].decode())
            at += 4 + length
        return names

    def created(self, path):
        """When a node was made, in seconds since the epoch; None where there is none."""
        answer = self._ask(3, path)
        return None if answer is None else struct.unpack_from(">q", answer, _CREATED_MS)[0] / 1000

    def content(self, path):
        """A node's content; None where there is none."""
        answer = self._ask(4, path)
        if answer is None:
            return None
        length = struct.unpack_from(">i", answer)[0]
        return answer[4:4 + max(length, 0)].decode()

    def _ask(self, operation, path):
        self._xid += 1
        name = path.encode()
        self._send(struct.pack(">iii", self._xid, operation, len(name)) + name + b"\0")
        answer = self._receive()
        error = struct.unpack_from(">i", answer, 12)[0]
        if error == -101:
            return None
        if error:
            raise OSError(f"ZooKeeper answered {error} for {path}")
        return answer[16:]

    def _send(self, packet):
        self._socket.sendall(struct.pack(">i", len(packet)) + packet)

    def _receive(self):
        return self._exactly(struct.unpack(">i", self._exactly(4))[0])

    def _exactly(self, count):
        parts = b""
        while len(parts) < count:
            part = self._socket.recv(count - len(parts))
            if not part:
                raise OSError("ZooKeeper closed the connection")
            parts += part
        return parts
