"""Topics for alerts, as an ntfy server has them: each takes every message and keeps its text."""

import http.server
import json
import threading


class Receiver:
    """A server on loopback. Messages are JSON, and name their topic."""

    def __init__(self):
        self.messages, self.changed = {}, threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                receiver.take(message["topic"], message["message"])
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def take(self, topic, text):
        with self.changed:
            self.messages.setdefault(topic, []).append(text)
            self.changed.notify_all()

    def texts(self, topic):
        with self.changed:
            return list(self.messages.get(topic, []))

    def wait(self, topic, part, seconds=60):
        """Waits until a message to a topic has this text."""
        with self.changed:
            has_come = self.changed.wait_for(lambda: any(part in text for text in self.messages.get(topic, [])), seconds)
        assert has_come, f"nothing about {part} came to {topic}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
