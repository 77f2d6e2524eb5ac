"""A receiver of alerts: a server on loopback that keeps what it gets, and goes wrong if told to."""

import dataclasses
import http.server
import json
import os
import socket
import ssl
import struct
import threading
import time

from ground import free_port

#: Written into answers that go wrong. No log and no error of thawd may have it.
CANARY = "what-a-receiver-wrote"
#: How long a receiver keeps a request that it does not answer, and how much it sends of an answer that does not end.
HANG_SECONDS, ENDLESS_BYTES = 120, 64 << 20
WAYS = ["hang", "drip", "reset", "500", "429", "000", "redirect", "endless", "closed"]


@dataclasses.dataclass
class Attempt:
    """A request, whatever became of it."""

    at: float
    path: str
    headers: dict
    body: bytes
    #: How the receiver went wrong; None if it did not.
    wrong: str


@dataclasses.dataclass
class Message:
    """What the people behind a receiver read."""

    text: str
    title: str = ""
    #: The fields that a webhook gets.
    fields: dict = dataclasses.field(default_factory=dict)


class Receiver:
    """An HTTP server. ``wrong`` is the way in which it goes wrong at present, one of ``WAYS``; None for none."""

    def __init__(self, certificate=None):
        self.attempts, self.messages, self.connections, self.port = [], [], 0, free_port()
        self.changed = threading.Condition()
        self.elsewhere = None
        self._wrong, self._server, self._certificate = None, None, certificate
        self._open()

    @property
    def origin(self):
        return f"{'https' if self._certificate else 'http'}://127.0.0.1:{self.port}"

    @property
    def wrong(self):
        return self._wrong

    @wrong.setter
    def wrong(self, way):
        with self.changed:
            self._wrong = way
            self.changed.notify_all()
        if way == "closed":
            self._close()
        elif self._server is None:
            self._open()

    def _open(self):
        self._server = _Server(self)
        if self._certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self._certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _close(self):
        server, self._server = self._server, None
        if server:
            server.shutdown()
            server.server_close()

    def close(self):
        self.wrong = "closed"

    def take(self, attempt):
        """Takes a request that did not go wrong. Returns the status and the body of the answer."""
        raise NotImplementedError

    def keep(self, message):
        with self.changed:
            self.messages.append(message)
            self.changed.notify_all()

    def read(self):
        """The messages so far."""
        with self.changed:
            return list(self.messages)

    def tries(self):
        with self.changed:
            return list(self.attempts)

    def all_bytes(self):
        """Everything that ever came."""
        return b"\n".join(json.dumps([each.path, each.headers]).encode() + each.body for each in self.tries())


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads, block_on_close, request_queue_size = True, False, 64

    def __init__(self, receiver):
        self.receiver = receiver
        super().__init__(("127.0.0.1", receiver.port), _Handler)

    def verify_request(self, request, client_address):
        self.receiver.connections += 1
        return True

    def handle_error(self, request, client_address):
        # A connection that its other end gave up is what these tests are about.
        pass


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        attempt = Attempt(time.monotonic(), self.path, {name.lower(): value for name, value in self.headers.items()}, body, receiver.wrong)
        with receiver.changed:
            receiver.attempts.append(attempt)
            receiver.changed.notify_all()
        if attempt.wrong:
            self.close_connection = True
            getattr(self, "go_wrong_" + attempt.wrong, lambda: None)()
        else:
            status, kind, answer = receiver.take(attempt)
            self.answer(status, answer, kind)

    def do_GET(self):
        self.answer(405, b"")

    do_PUT = do_HEAD = do_GET

    def answer(self, status, body, kind="text/plain", **headers):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def is_still_wrong(self, way, seconds):
        """Waits. Returns whether the receiver still goes wrong in this way."""
        receiver = self.server.receiver
        with receiver.changed:
            return not receiver.changed.wait_for(lambda: receiver.wrong != way, seconds)

    def go_wrong_hang(self):
        self.is_still_wrong("hang", HANG_SECONDS)

    def go_wrong_drip(self):
        for byte in (b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 60 + b"\r\n"):
            self.wfile.write(bytes([byte]))
            if not self.is_still_wrong("drip", 1):
                return

    def go_wrong_reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def go_wrong_500(self):
        self.answer(500, CANARY.encode())

    def go_wrong_429(self):
        self.answer(429, CANARY.encode(), Retry_After=2)

    def go_wrong_000(self):
        self.wfile.write(b"HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n")

    def go_wrong_redirect(self):
        self.answer(307, CANARY.encode(), Location=self.server.receiver.elsewhere)

    def go_wrong_endless(self):
        self.send_response(500)
        self.send_header("Content-Length", str(ENDLESS_BYTES))
        self.end_headers()
        part = CANARY.encode() * 1_000
        for _ in range(ENDLESS_BYTES // len(part)):
            self.wfile.write(part)

    def log_message(self, *_):
        pass


def secret(folder, name, text):
    """A file that only its owner may read."""
    path = f"{folder}/secret.{name}"
    with open(path, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(text + "\n")
    return path


def wait(what, is_met, seconds=30):
    """Waits until something is true, and returns it. Ends the test if it does not come true."""
    end = time.monotonic() + seconds
    while not (found := is_met()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.05)
    return found
