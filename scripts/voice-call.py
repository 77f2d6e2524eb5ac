#!/usr/bin/env python3
"""Calls thaw-voice over AudioSocket, as Asterisk does, and writes the call as a WAV file.

It also stands between thaw-voice and its recognizer, and between thaw-voice and thawd, and prints what passes: what was heard, asked and
answered. thaw-voice itself prints none of it.
"""
import argparse
import http.client
import http.server
import json
import os
import socket
import struct
import sys
import threading
import time
import urllib.parse
import wave

FRAME = 320  # bytes of 20 ms
CALL_SECONDS_MAX = 90


def tell(what, text):
    print(f"  {what:9} {text}", flush=True)


def whole(connection, count):
    """Exactly `count` bytes, or None at the end."""
    parts = b""
    while len(parts) < count:
        part = connection.recv(count - len(parts))
        if not part:
            return None
        parts += part
    return parts


def pass_recognition(client, path):
    """Passes one speech to the recognizer and its answer back, and prints the answer."""
    with client, socket.socket(socket.AF_UNIX) as server:
        server.settimeout(20)
        try:
            server.connect(path)
        except OSError:
            tell("heard", "nothing: the recognizer cannot be reached")
            return

        def forward():
            while part := client.recv(65536):
                server.sendall(part)

        threading.Thread(target=forward, daemon=True).start()
        answer = b""
        while part := server.recv(65536):
            answer += part
            client.sendall(part)
            if b'"transcript"' in answer and answer.endswith((b"\n", b"}")):
                break
        for line in answer.replace(b"}{", b"}\n{").splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            data = event.get("data", event)
            if "text" in data:
                tell("heard", data["text"].strip() or "nothing that is a plate")
                for other in data.get("alternatives", [])[1:3]:
                    tell("", f"or: {other['text']} ({other.get('score', 0):.2f})")


def serve_recognizer(path, real):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()

    def run():
        while True:
            client, _ = listener.accept()
            threading.Thread(target=pass_recognition, args=(client, real), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()


class Registry(http.server.BaseHTTPRequestHandler):
    """Passes a request to thawd, and prints plates and outcomes."""

    protocol_version = "HTTP/1.1"
    target = None

    def log_message(self, *_):
        pass

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        connection = http.client.HTTPConnection(self.target, timeout=10)
        headers = {name: value for name, value in self.headers.items() if name.lower() in ("authorization", "content-type")}
        connection.request(self.command, self.path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read()
        if "Authorization" in self.headers and self.command == "POST":
            asked = json.loads(body)
            found = json.loads(text)
            tell("asked", ", ".join(asked.get("plates", [])) or "keys " + asked.get("keys", ""))
            listed = [one for result in found.get("results", [found]) for one in result.get("listings", [])]
            for one in listed:
                tell("answered", f"listed: {one['plate']['issuer']} {one['plate']['characters']}, {one['status']}")
            if not listed:
                tell("answered", "not listed")
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.getheader("Content-Type", "application/json"))
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = pass_on


class Phone:
    """One call, at a telephone's pace."""

    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        # While the recognizer thinks, nothing comes. The call has a time limit of its own.
        self.connection.settimeout(None)
        self.sent, self.heard = bytearray(), bytearray()
        self.last_sound = time.monotonic()
        self.is_over = False
        self.connection.sendall(struct.pack(">BH", 0x01, 16) + os.urandom(16))
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        try:
            while header := whole(self.connection, 3):
                kind, length = struct.unpack(">BH", header)
                payload = whole(self.connection, length) if length else b""
                if kind == 0x00 or payload is None:
                    break
                # What was said before this frame, as silence.
                self.heard += bytes(max(0, len(self.sent) - len(self.heard) - len(payload)))
                self.heard += payload
                self.last_sound = time.monotonic()
        except OSError:
            pass
        self.is_over = True

    def say(self, sound):
        start, frames = time.monotonic(), 0
        for place in range(0, len(sound), FRAME):
            if self.is_over:
                return
            frame = sound[place : place + FRAME].ljust(FRAME, b"\0")
            self.connection.sendall(struct.pack(">BH", 0x10, FRAME) + frame)
            self.sent += frame
            frames += 1
            time.sleep(max(0, start + frames * 0.02 - time.monotonic()))

    def wait(self, quiet, most):
        """Is silent until thaw-voice has spoken and then been silent for `quiet` seconds, at most for `most`."""
        start = time.monotonic()
        while not self.is_over and time.monotonic() - start < most:
            self.say(bytes(FRAME * 5))
            if start < self.last_sound < time.monotonic() - quiet:
                return

    def key(self, keys):
        tell("keyed", keys)
        for key in keys:
            self.connection.sendall(struct.pack(">BH", 0x03, 1) + key.encode())
            self.say(bytes(FRAME * 15))

    def hang_up(self, path):
        try:
            self.connection.sendall(struct.pack(">BH", 0x00, 0))
        except OSError:
            pass
        length = max(len(self.sent), len(self.heard)) // 2
        both = [struct.unpack(f"<{length}h", bytes(sound).ljust(2 * length, b"\0")) for sound in (self.sent, self.heard)]
        with wave.open(path, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(struct.pack(f"<{length}h", *(max(-32768, min(32767, a + b)) for a, b in zip(*both))))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recognizer", help="the real recognizer's socket")
    parser.add_argument("--recognizer-proxy", required=True, help="the socket that thaw-voice uses")
    parser.add_argument("--thawd", required=True, help="HOST:PORT of thawd")
    parser.add_argument("--thawd-proxy", type=int, required=True, help="the port that thaw-voice uses")
    parser.add_argument("--port", type=int, required=True, help="thaw-voice's port for AudioSocket")
    parser.add_argument("--say", action="append", default=[], help="a WAV file to say; may be repeated")
    parser.add_argument("--key", action="append", default=[], help="keys to press; may be repeated")
    parser.add_argument("--write", required=True, help="the WAV file of the call")
    options = parser.parse_args()

    serve_recognizer(options.recognizer_proxy, options.recognizer or "/nonexistent")
    Registry.target = options.thawd
    server = http.server.ThreadingHTTPServer(("127.0.0.1", options.thawd_proxy), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    # thaw-voice is started meanwhile.
    phone = None
    for _ in range(300):
        try:
            phone = Phone(options.port)
            break
        except OSError:
            time.sleep(0.1)
    if phone is None:
        sys.exit("thaw-voice does not answer")
    threading.Timer(CALL_SECONDS_MAX, lambda: phone.connection.close()).start()

    phone.wait(quiet=1, most=20)
    for path in options.say:
        with wave.open(path) as file:
            sound = file.readframes(file.getnframes())
        tell("said", os.path.splitext(os.path.basename(path))[0].replace("-", " "))
        phone.say(sound)
        phone.wait(quiet=3, most=25)
    for keys in options.key:
        phone.key(keys)
        phone.wait(quiet=3, most=25)
    phone.hang_up(options.write)
    os._exit(0 if len(phone.heard) > FRAME * 50 else 1)


main()
