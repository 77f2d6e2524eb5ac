"""A relay between the browser and the daemon, which can fail in every way that a network does."""

import contextlib
import http.client
import http.server
import re
import threading

PASS = "pass"
# Answers nothing until the relay ends or changes.
HANG = "hang"
# Ends the connection before the request arrives.
REFUSE = "refuse"
# Lets the request through, and ends the connection instead of answering.
SWALLOW = "swallow"
# Sends the first half of the answer.
HALF = "half"
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Relay:
    """Does `mode` to each request whose path matches `only`, and passes the others. A mode may be (status, type, body)."""

    def __init__(self, port):
        self.to, self.mode, self.only, self.seen = port, PASS, "", []
        # Changes a body on its way to the browser.
        self.rewrite = lambda path, body: body
        self.changed = threading.Condition()

    def set(self, mode, only=""):
        with self.changed:
            self.mode, self.only = mode, only
            self.changed.notify_all()

    def mode_of(self, path):
        return self.mode if re.search(self.only, path) else PASS

    def wait(self, path, is_over):
        """Waits until the mode changes."""
        with self.changed:
            while self.mode_of(path) == HANG and not is_over():
                self.changed.wait(0.2)

    def requests(self, path):
        """The bodies of the requests to a path."""
        return [body for seen, body in self.seen if re.search(path, seen)]


@contextlib.contextmanager
def relay_to(port):
    """Relays to a port of this machine. Yields the relay, with its own `origin`."""
    relay, over = Relay(port), threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            mode = relay.mode_of(self.path)
            if mode in (HANG, REFUSE):
                if mode == HANG:
                    relay.wait(self.path, over.is_set)
                self.close_connection = True
                return
            relay.seen.append((self.path, body))
            if isinstance(mode, tuple):
                self.answer(mode[0], {"Content-Type": mode[1]}, mode[2])
                return
            try:
                upstream = http.client.HTTPConnection("127.0.0.1", relay.to, timeout=60)
                upstream.request(self.command, self.path, body or None, {name: value for name, value in self.headers.items() if name.lower() not in HOP | {"accept-encoding"}})
                answer = upstream.getresponse()
                data = answer.read()
                upstream.close()
            except OSError:
                self.close_connection = True
                return
            if mode == SWALLOW:
                self.close_connection = True
                return
            self.answer(answer.status, answer.headers, relay.rewrite(self.path, data), sent=0.5 if mode == HALF else 1)

        do_POST = do_DELETE = do_HEAD = do_GET

        def answer(self, status, headers, body, sent=1):
            self.send_response_only(status)
            for name, value in headers.items():
                if name.lower() not in HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body[:int(len(body) * sent)])
            self.close_connection = self.close_connection or sent < 1

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    relay.origin = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield relay
    finally:
        over.set()
        server.shutdown()
        server.server_close()
