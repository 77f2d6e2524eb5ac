"""What the rows share: a daemon with plates in it, tokens, load, and what a process has used."""

import datetime
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import time

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    """A process's own user and system time so far."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Daemon:
    """A thawd of its own; ended by its process id."""

    def __init__(self, setting, home):
        self.setting, self.home = setting, home
        self.port, self.operator_port = free_port(), free_port()
        self.process = None

    def start(self):
        log = open(self.home + "/log", "a")
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [self.setting.programs + "/thawd", "--server-address", f"127.0.0.1:{self.port}", "--operator-address",
             f"127.0.0.1:{self.operator_port}", "--data-folder", self.home + "/data", "--log-level", "error"],
            stdout=log, stderr=log, env={"HOME": self.home, "PATH": "/usr/bin:/bin"})
        while True:
            try:
                if self.request("GET", "/readyz", port=self.operator_port)[0] == 200:
                    return time.monotonic() - begin
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() - begin > 300:
                raise SystemExit("the daemon did not start: " + open(self.home + "/log").read()[-2000:])
            time.sleep(0.005)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(120)

    def request(self, method, path, body=None, token=None, port=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=120)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = "Bearer " + token
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, data

    def post(self, path, body, token):
        status, data = self.request("POST", path, body, token)
        if status != 200:
            raise SystemExit(f"{path} answered {status}: {data[:300]!r}")
        return json.loads(data)


class Setting:
    """A registry of so many plates, each with sightings of several days, made by a seeded generator and imported."""

    def __init__(self, folder, programs, plates, rounds):
        self.folder, self.programs, self.plates, self.rounds = folder, programs, plates, rounds
        self.random = random.Random(20261122)
        self.daemon, self.admin = None, None

    def __enter__(self):
        home = self.folder + "/home"
        os.makedirs(home)
        self.daemon = Daemon(self, home)
        self.daemon.start()
        with open(home + "/data/first-admin-token") as file:
            self.admin = file.read().strip()
        self.fill()
        return self

    def __exit__(self, *_):
        self.daemon.stop()

    def plate(self, number):
        """A Minnesota series: three letters, three digits; then with a fourth."""
        high, low = divmod(number, 1000)
        letters = LETTERS[high // 529 % 23] + LETTERS[high // 23 % 23] + LETTERS[high % 23]
        return f"MN {letters}{low:03d}"

    def report(self, plate, days=0.0, minutes=10):
        seen = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days, minutes=minutes)
        return {"id": self.random.getrandbits(128).to_bytes(16, "big").hex(), "plate": plate,
                "seen_at": seen.strftime("%Y-%m-%dT%H:%M:%SZ"), "area": "everywhere"}

    def fill(self):
        for start in range(0, self.plates, 250):
            numbers = range(start, min(self.plates, start + 250))
            reports = [self.report(self.plate(number), days) for number in numbers for days in (1.5, 9)]
            self.daemon.post("/v1/reports", {"import": True, "reports": reports}, self.admin)

    def lookup_script(self):
        """A wrk script that looks up one plate a request, hits and misses."""
        path = self.folder + "/lookup.lua"
        with open(path, "w") as file:
            file.write(
                'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nlocal n = 0\n'
                "request = function()\n  n = n + 1\n"
                f'  return wrk.format(nil, "/v1/lookups", nil, string.format(\'{{"plates":["MN ABC%03d"]}}\', n % 1000))\nend\n')
        return path

    def wrk(self, url, seconds, connections, script=None, wait=True):
        """Loads an address; gives back requests, requests a second and the 99th percentile in milliseconds."""
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"] + (["-s", script] if script else []) + [url]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        return self.wrk_result(process) if wait else process

    @staticmethod
    def wrk_result(process):
        text = process.communicate(timeout=300)[0]
        value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
        return {
            "requests": int(re.search(r"(\d+) requests in", text).group(1)),
            "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)),
            "p99": float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit],
            "bad": int((re.search(r"Non-2xx or 3xx responses: (\d+)", text) or [0, 0])[1]),
        }
