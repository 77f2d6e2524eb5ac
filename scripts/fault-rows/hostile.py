"""Slow and hostile clients: the limits hold, and the daemon still serves other clients."""

import http.client
import os
import re
import resource
import signal
import socket
import subprocess
import threading
import time

from ground import Reporter, Result, need, serving, size

# What interfaces.md allows for headers, and room for a busy machine.
HEAD_SECONDS, SLACK_SECONDS = 8, 12
# How long a client retries.
PATIENCE_SECONDS = 5


def row(ground):
    """Slow and hostile clients"""
    result = Result("Slow and hostile clients")
    home, reporter = ground.fresh("hostile"), Reporter(ground)
    with serving(ground, home, arguments=["--rate-anonymous", "100000000"]) as daemon:
        admin = daemon.admin()
        reporter.send(daemon.client(admin), reporter.make(20))
        plate = next(iter(reporter.sent.values()))["plate"]
        framing(daemon, result)
        slow_heads(daemon, result)
        idle(daemon, result, plate)
        result.part("slow clients", slow_programs, ground, daemon, result, plate)
        bad_tokens(daemon, result, plate)
        result.expect(daemon.is_running(), "the daemon ended")
        lost = reporter.lost(daemon.client(admin))
        result.expect(not lost, f"{len(lost)} acknowledged reports are missing")
        result.control(stopped(daemon, plate), "a daemon that is stopped for 7 s: clients notice")
        result.expect(daemon.stop() == 0, "did not end cleanly")
    return result


class Others:
    """A client that keeps looking plates up, and records how fast the answers are."""

    def __init__(self, daemon, plate):
        self.daemon, self.plate = daemon, plate
        self.asked = self.failed = self.tries = 0
        self.slowest = 0.0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.ask)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()

    def ask(self):
        while not self.is_over.is_set():
            begin = time.monotonic()
            self.asked += 1
            self.failed += not self.answered(begin + PATIENCE_SECONDS)
            self.slowest = max(self.slowest, time.monotonic() - begin)
            self.is_over.wait(0.05)

    def answered(self, end):
        """Looks a plate up as client programs do: it retries a little later if it was refused or cut off."""
        while time.monotonic() < end:
            try:
                # A new connection each time, because a full connection table refuses new ones.
                if self.daemon.client(timeout=PATIENCE_SECONDS).call("POST", "/v1/lookups", {"plates": [self.plate]})[0] == 200:
                    return True
            except (OSError, http.client.HTTPException):
                pass
            self.tries += 1
            time.sleep(0.25)
        return False

    def judge(self, result, what):
        result.expect(self.asked > 5, f"{what}: only {self.asked} look-ups were tried")
        result.expect(self.failed == 0, f"{what}: {self.failed} of {self.asked} look-ups by others were not answered")
        return f"{what}: {self.asked} look-ups by others, the slowest {self.slowest * 1000:.0f} ms, {self.tries} retries"


def stopped(daemon, plate):
    with Others(daemon, plate) as others:
        time.sleep(0.5)
        os.kill(daemon.process.pid, signal.SIGSTOP)
        time.sleep(PATIENCE_SECONDS + 2)
        os.kill(daemon.process.pid, signal.SIGCONT)
    return others.failed > 0


# MARK: Malformed framing

HEAD = b"POST /v1/lookups HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
BODY = b'{"plates":["MN ABC123"]}'
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
MALFORMED = {
    "length and chunks": HEAD + LENGTH + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": HEAD + LENGTH + b"Content-Length: 3\r\n\r\n" + BODY,
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\n" + BODY,
    "a length of letters": HEAD + b"Content-Length: abc\r\n\r\n" + BODY,
    "a length of twenty digits": HEAD + b"Content-Length: 99999999999999999999\r\n\r\n" + BODY,
    "a length with a sign": HEAD + b"Content-Length: +24\r\n\r\n" + BODY,
    "a chunk of letters": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + BODY + b"\r\n0\r\n\r\n",
    "a chunk that is too long": HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n" + BODY,
    "chunked twice": HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "an unknown coding": HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + BODY,
    "no host": b"GET /v1/stats HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /v1/stats HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "an absolute request target": b"GET http://localhost/v1/stats HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no target": b"GET HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "CONNECT": b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a blank before the colon": b"GET /v1/stats HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "a folded header": b"GET /v1/stats HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n",
    "a zero byte in a header": b"GET /v1/stats HTTP/1.1\r\nHost: localhost\r\nX-A: b\0c\r\n\r\n",
    "a version of another protocol": b"GET /v1/stats HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "HTTP/2 by its preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": bytes.fromhex("1603010200010001fc0303") + bytes(64),
    "noise": bytes(range(256)) * 4,
    "65 headers": b"GET /v1/stats HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(65)) + b"\r\n",
    "a header of 9 KiB": b"GET /v1/stats HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 9216 + b"\r\n\r\n",
    "headers of 17 KiB": b"GET /v1/stats HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: " % n + b"a" * 1700 + b"\r\n" for n in range(10)) + b"\r\n",
    "a target of 20 KiB": b"GET /" + b"a" * 20480 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a body of 17 KiB": HEAD + b"Content-Length: 17408\r\n\r\n" + b" " * 17408,
    "a body that is compressed": HEAD + b"Content-Encoding: gzip\r\n" + LENGTH + b"\r\n" + BODY,
    "an upgrade": b"GET /v1/stats HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n",
}


def exchange(port, data, seconds=20):
    """Sends data, and returns everything received until the daemon closes or goes silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as peer:
        try:
            peer.sendall(data)
        except OSError:
            pass
        got = b""
        try:
            while piece := peer.recv(65536):
                got += piece
                if b"\r\n\r\n" in got:
                    peer.settimeout(0.5)
        except (TimeoutError, ConnectionResetError):
            pass
        return got


def framing(daemon, result):
    statuses = {}
    for name, data in MALFORMED.items():
        got = exchange(daemon.port, data)
        found = re.findall(rb"HTTP/1\.1 (\d{3})", got)
        status = int(found[0]) if found else 0
        statuses[status] = statuses.get(status, 0) + 1
        allowed = name in ("an upgrade", "a folded header")
        result.expect(status == 0 or 400 <= status < 500 or status in (501, 505) or allowed and status == 200, f"{name}: got status {status}")
        result.expect(len(found) <= 1, f"{name}: one request got {len(found)} answers")
        result.expect(daemon.is_running(), f"{name} stopped the daemon")
    refused = sum(count for status, count in statuses.items() if status >= 400)
    result.figure(f"{len(MALFORMED)} malformed requests: {refused} refused, {statuses.get(0, 0)} closed without an answer")


def slow_heads(daemon, result):
    """Sends headers at a byte a second: the daemon must close the connection once its time for headers is over."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", daemon.port), timeout=1) as peer:
        ended = None
        for byte in b"GET /v1/stats HTTP/1.1\r\nHost: localhost\r\nX-Slow: aaaaaaaaaaaaaaaaaaaa\r\n\r\n":
            try:
                peer.send(bytes([byte]))
                peer.settimeout(1)
                if peer.recv(1024) == b"":
                    ended = time.monotonic() - begin
                    break
            except TimeoutError:
                pass
            except OSError:
                ended = time.monotonic() - begin
                break
            if time.monotonic() - begin > HEAD_SECONDS + SLACK_SECONDS:
                break
    result.expect(ended is not None, f"a connection with headers at a byte a second was still open after {HEAD_SECONDS + SLACK_SECONDS} s")
    if ended:
        result.figure(f"headers at a byte a second: closed after {ended:.0f} s")


def idle(daemon, result, plate):
    """Thousands of silent connections."""
    count = size("IDLE", 2000)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 200)), hard))
    peers = []
    with Others(daemon, plate) as others:
        for _ in range(count):
            try:
                peers.append(socket.create_connection(("127.0.0.1", daemon.port), timeout=10))
            except OSError:
                break
        time.sleep(size("IDLE_SECONDS", 10))
    for peer in peers:
        peer.close()
    result.expect(len(peers) == count, f"only {len(peers)} of {count} connections could be made")
    result.figure(others.judge(result, f"{len(peers):,} idle connections"))


def slow_programs(ground, daemon, result, plate):
    slow = need("slowhttptest", "slowhttptest")
    seconds, connections = size("SLOW_SECONDS", 20), size("SLOW_CONNECTIONS", 1200)
    url = f"http://127.0.0.1:{daemon.port}/v1/lookups"
    ways = {
        "slow headers": ["-H", "-u", url], "slow bodies": ["-B", "-u", url, "-t", "POST", "-f", "application/json", "-s", "8192"],
        "slow reading": ["-X", "-u", f"http://127.0.0.1:{daemon.port}/openapi.json", "-w", "10", "-y", "20", "-n", "5", "-z", "10", "-k", "3"],
    }
    for what, flags in ways.items():
        with Others(daemon, plate) as others:
            subprocess.run(
                [slow, *flags, "-c", str(connections), "-r", "400", "-l", str(seconds), "-i", "5", "-p", "3"], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, timeout=seconds + 60, cwd=ground.folder)
        result.figure(others.judge(result, f"{what} on {connections:,} connections"))


def bad_tokens(daemon, result, plate):
    """Large bodies with invalid tokens, sent a byte at a time, on the most connections that the daemon allows."""
    count = size("BODIES", 400)
    head = (
        b"POST /v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer thaw_" + b"A" * 32
        + b"\r\nContent-Length: 1048576\r\n\r\n")
    peers = []
    with Others(daemon, plate) as others:
        for _ in range(count):
            try:
                peer = socket.create_connection(("127.0.0.1", daemon.port), timeout=10)
                peer.sendall(head + b" " * 4096)
                peer.setblocking(False)
                peers.append(peer)
            except OSError:
                break
        end = time.monotonic() + size("SLOW_SECONDS", 20)
        while time.monotonic() < end:
            for peer in peers:
                try:
                    peer.send(b" " * 4096)
                except OSError:
                    pass
            time.sleep(1)
    for peer in peers:
        peer.close()
    result.figure(others.judge(result, f"bodies of 1 MiB with invalid tokens on {len(peers)} connections"))
