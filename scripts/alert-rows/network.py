"""What may lie between thawd and a receiver: a SOCKS5 proxy, and a certificate that nobody trusts."""

import contextlib
import select
import socket
import struct
import subprocess
import threading

from receiver import HANG_SECONDS


class Socks:
    """A SOCKS5 proxy (RFC 1928) that resolves names by a table, as tor resolves onion addresses."""

    def __init__(self, ports):
        #: The local ports behind names, and the names that were asked for.
        self.ports, self.asked = ports, []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._listener.accept()[0],), daemon=True).start()

    def close(self):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self, client):
        with client, contextlib.suppress(OSError):
            client.settimeout(HANG_SECONDS)
            version, methods = _exactly(client, 2)
            _exactly(client, methods)
            client.sendall(bytes([5, 0]))
            _, command, _, kind = _exactly(client, 4)
            if kind == 3:
                host = _exactly(client, _exactly(client, 1)[0]).decode()
            else:
                host = socket.inet_ntop(socket.AF_INET if kind == 1 else socket.AF_INET6, _exactly(client, 4 if kind == 1 else 16))
            port = struct.unpack(">H", _exactly(client, 2))[0]
            self.asked.append((host, port, kind))
            target = self.ports.get(host)
            if version != 5 or command != 1 or target is None:
                client.sendall(bytes([5, 4, 0, 1, 0, 0, 0, 0, 0, 0]))
                return
            with socket.create_connection(("127.0.0.1", target), timeout=10) as server:
                client.sendall(bytes([5, 0, 0, 1, 127, 0, 0, 1]) + struct.pack(">H", target))
                _relay(client, server)


def _exactly(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise OSError("ended early")
        data += part
    return data


def _relay(one, other):
    """Copies both ways until one side ends."""
    while True:
        ready, _, _ = select.select([one, other], [], [], HANG_SECONDS)
        if not ready:
            return
        for source in ready:
            data = source.recv(65_536)
            if not data:
                return
            (other if source is one else one).sendall(data)


def self_signed(folder):
    """A certificate that nobody trusts, and its key."""
    certificate, key = folder + "/certificate.pem", folder + "/key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True, timeout=30)
    return certificate, key
