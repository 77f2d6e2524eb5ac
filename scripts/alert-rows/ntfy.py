"""A real ntfy server."""

import contextlib
import http.client
import json
import os
import secrets
import signal
import subprocess

from ground import free_port
from receiver import Message, secret, wait


class Ntfy:
    """A real ntfy server, closed to strangers, with one user who may only write and one who may only read."""

    #: All of them, to be ended if the test is.
    every = []

    def __init__(self, program, folder, requests=100_000, topic="near"):
        self.program, self.folder, self.topic, self.port = program, folder, topic, free_port()
        os.makedirs(folder, mode=0o700, exist_ok=True)
        password = secrets.token_hex(16)
        hashed = self._run("user", "hash", input=f"{password}\n{password}\n").split()[-1]
        self.writer, self.reader = (self._run("token", "generate").split()[-1] for _ in range(2))
        with open(folder + "/server.yml", "w", encoding="utf-8") as file:
            file.write(f"""\
listen-http: "127.0.0.1:{self.port}"
base-url: "http://127.0.0.1:{self.port}"
cache-file: "{folder}/cache.db"
auth-file: "{folder}/user.db"
auth-default-access: deny-all
auth-users: ["thawd:{hashed}:user", "group:{hashed}:user"]
auth-access: ["thawd:{topic}:write-only", "group:{topic}:read-only"]
auth-tokens: ["thawd:{self.writer}", "group:{self.reader}"]
visitor-request-limit-burst: {requests}
visitor-request-limit-replenish: "2s"
visitor-request-limit-exempt-hosts: "127.0.0.2"
web-root: disable
log-level: warn
""")
        self.process = None
        Ntfy.every.append(self)
        self.start()

    def _run(self, *arguments, **options):
        done = subprocess.run(
            [self.program, *arguments], capture_output=True, text=True, timeout=30, check=True, env=self._environment(), **options)
        return done.stdout

    def _environment(self):
        return {"HOME": self.folder, "PATH": "/usr/bin:/bin"}

    def start(self):
        log = open(self.folder + "/log", "ab")
        self.process = subprocess.Popen(
            [self.program, "serve", "--config", self.folder + "/server.yml"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env=self._environment())
        wait("ntfy", self.is_healthy)

    def is_healthy(self):
        if self.process.poll() is not None:
            with open(self.folder + "/log", encoding="utf-8", errors="replace") as log:
                raise RuntimeError("ntfy ended: " + log.read()[-2_000:])
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self._get("/v1/health")[0] == 200
        return False

    def kill(self):
        """Kills it at once: connections are refused."""
        self.process.kill()
        self.process.wait(30)

    def freeze(self):
        """Connections are made, and nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def close(self):
        if self.process and self.process.poll() is None:
            self.thaw()
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def output(self, folder, name):
        return {"kind": "ntfy", "url": f"{self.origin}/{self.topic}", "secret_file": secret(folder, name, self.writer)}

    def _get(self, path, token=None):
        # From an address of its own, so that reading does not count against the sender.
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5, source_address=("127.0.0.2", 0))
        try:
            connection.request("GET", path, headers={"Authorization": "Bearer " + token} if token else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def poll(self):
        """The topic's messages, as a subscriber gets them: one JSON object a line."""
        status, data = self._get(f"/{self.topic}/json?poll=1&since=all", self.reader)
        if status != 200:
            raise RuntimeError(f"ntfy answered {status} to a subscriber")
        events = [json.loads(line) for line in data.splitlines() if line]
        return [event for event in events if event["event"] == "message"]

    def read(self):
        return [Message(event["message"], title=event.get("title", ""), fields=event) for event in self.poll()]

    def all_bytes(self):
        """Everything that it stored."""
        found = b""
        for name in ("cache.db", "cache.db-wal", "log"):
            with contextlib.suppress(FileNotFoundError), open(f"{self.folder}/{name}", "rb") as file:
                found += file.read()
        return found
