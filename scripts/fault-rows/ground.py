"""What the rows share: daemons, people with tokens, reports with their acknowledgments, and results."""

import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time

# The database adds this to stored integers, so that a row never changes its size.
STORED = 1 << 40
# The lowest port for a daemon. The ports of the demos and of well-known services are lower.
PORT_MIN = 10_000
# The ports that `free_port` returned. It returns none twice.
GIVEN_PORTS = set()


class Skipped(Exception):
    """A row cannot run here. The message says why."""


class DidNotStart(Exception):
    """A daemon exited or was not ready in time. It has the exit status and the log."""

    def __init__(self, status, log):
        super().__init__(log[-600:])
        self.status, self.log = status, log

    @property
    def said(self):
        """The daemon's last message, cut to fit the table."""
        lines = [line for line in self.log.splitlines() if line.startswith("thawd: ")] or self.log.splitlines() or [""]
        return lines[-1][:200]


class Result:
    """What a row did, and what failed."""

    def __init__(self, fault):
        self.fault, self.failures, self.figures, self.controls = fault, [], [], []

    def expect(self, holds, what):
        if not holds and what not in self.failures:
            self.failures.append(what)
        return holds

    def figure(self, text):
        self.figures.append(text)

    def part(self, name, work, *arguments):
        """Runs a part of the row, or records why it was skipped."""
        try:
            work(*arguments)
        except Skipped as reason:
            self.figure(f"{name}: skipped, {reason}")

    def control(self, noticed, what):
        """Records a deliberate failure, which the harness must notice."""
        self.controls.append(what if noticed else f"NOT NOTICED: {what}")
        self.expect(noticed, f"the negative control was not noticed: {what}")


class Ground:
    """A row's environment: the programs, a temporary folder and a seed."""

    def __init__(self, programs, folder, seed):
        self.programs, self.root, self.folder = programs, folder, folder + "/w"
        os.makedirs(self.folder)
        self.random = random.Random(seed)
        self.made = 0

    def fresh(self, name):
        self.made += 1
        path = f"{self.folder}/{name}{self.made}"
        os.makedirs(path, mode=0o700)
        return path

    def copy(self, home, name="copy"):
        """Another home with the same data folder. The daemon on it must have ended."""
        path = self.fresh(name)
        shutil.copytree(home + "/data", path + "/data", copy_function=shutil.copy2, ignore=shutil.ignore_patterns("control.sock"))
        if os.path.exists(home + "/admin"):
            shutil.copy2(home + "/admin", path + "/admin")
        return path

    def drop(self, home):
        shutil.rmtree(home, ignore_errors=True)

    def thawd(self, home, *arguments, timeout=120, environment=None, prefix=(), input=None, own_arguments=()):
        """One of the operator's commands on a home's data folder."""
        command = [*prefix, self.programs + "/thawd", *arguments, "--data-folder", home + "/data", *own_arguments]
        variables = {"HOME": home, "PATH": "/usr/bin:/bin", **(environment or {})}
        return subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=variables, input=input, errors="replace")


def size(name, standard):
    """A size, which an environment variable may set."""
    return int(os.environ.get(name, standard))


def need(program, package):
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if path is None:
        raise Skipped(f"{program} is missing (Debian: {package})")
    return path


def need_root(why):
    if os.geteuid() != 0:
        raise Skipped(f"needs root: {why}")


def library(name, package):
    for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"):
        for place in (f"{folder}/{name}", f"{folder}/faketime/{name}"):
            if os.path.exists(place):
                return place
    raise Skipped(f"{name} is missing (Debian: {package})")


def moved_clock(ground, offset=None, file=None):
    """Variables that shift a daemon's wall clock, by an offset or by a file, but not its monotonic clock."""
    fake = library("libfaketime.so.1", "faketime")
    straight = ground.root + "/straight-timers.so"
    if not os.path.exists(straight):
        compiler = next(filter(None, map(shutil.which, ("clang", "cc"))), None)
        if compiler is None:
            raise Skipped("neither clang nor cc is on the PATH")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", straight, os.path.dirname(__file__) + "/straight-timers.c"], check=True)
    variables = {"LD_PRELOAD": f"{straight} {fake}", "DONT_FAKE_MONOTONIC": "1"}
    if file:
        return {**variables, "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_NO_CACHE": "1"}
    return {**variables, "FAKETIME": offset}


def free_port():
    """A port that nobody listens on. An outgoing connection gets its port from the system's range, so a port in that range could be
    taken before its daemon listens, or while its daemon restarts. This port is below the range."""
    with open("/proc/sys/net/ipv4/ip_local_port_range") as file:
        lowest = int(file.read().split()[0])
    while True:
        port = random.randrange(PORT_MIN, max(lowest, 2 * PORT_MIN))
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            if port not in GIVEN_PORTS:
                GIVEN_PORTS.add(port)
                return port


# MARK: Daemons


class Client:
    """One keep-alive connection."""

    def __init__(self, port, token=None, timeout=60):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.token = token

    def call(self, method, path, body=None, headers=None):
        """Sends a request. Returns the status, the headers and the body."""
        headers = dict(headers or {})
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        data = None
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.connection.request(method, path, data, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def post(self, path, body):
        """Sends a request that must succeed. Returns the JSON of the answer."""
        status, _, data = self.call("POST", path, body)
        if not 200 <= status < 300:
            raise Unexpected(path, status, data)
        return json.loads(data) if data else {}

    def get(self, path):
        status, _, data = self.call("GET", path)
        if status != 200:
            raise Unexpected(path, status, data)
        return json.loads(data)

    def close(self):
        self.connection.close()


class Unexpected(Exception):
    def __init__(self, path, status, data):
        super().__init__(f"{path} answered {status}: {data[:300]!r}")
        self.status = status
        self.code = json.loads(data).get("code") if data[:1] == b"{" else None


class Daemon:
    """A thawd process with its own home folder, ended by its process ID."""

    # The started daemons. When the harness ends, it ends those that still run.
    started_ones = []

    def __init__(self, ground, home, arguments=(), prefix=(), environment=None, log_level="warning", port=None):
        self.ground, self.home = ground, home
        self.port, self.operator_port = port or free_port(), free_port()
        self.log_path = home + "/log"
        self.begin = os.path.getsize(self.log_path) if os.path.exists(self.log_path) else 0
        command = [
            # Started through env, because a library from LD_PRELOAD sets a variable first, which moves the program's environment.
            "/usr/bin/env", *prefix, ground.programs + "/thawd", "serve", "--server-address", f"127.0.0.1:{self.port}", "--operator-address",
            f"127.0.0.1:{self.operator_port}", "--data-folder", home + "/data", "--log-level", log_level,
            # All requests come from one address, most of them with one token.
            *(() if "--rate-anonymous" in arguments else ("--rate-anonymous", "100000000")), "--rate-token", "100000000", *arguments]
        # A backtrace takes half a minute. The signal is enough here.
        variables = {"HOME": home, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "SWIFT_BACKTRACE": "enable=no", **(environment or {})}
        with open(self.log_path, "a") as log:
            # A process group, so that a tracer and its daemon end together.
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=variables, start_new_session=True)
        self.is_traced = bool(prefix)
        Daemon.started_ones = [daemon for daemon in Daemon.started_ones if daemon.is_running()] + [self]

    @classmethod
    def started(cls, ground, home, **options):
        daemon = cls(ground, home, **options)
        daemon.wait_until_ready()
        return daemon

    def wait_until_ready(self, seconds=120, or_says=None):
        """Waits until it is ready, or its log has a text. Raises if it exits or takes too long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise DidNotStart(self.process.returncode, self.log())
            with contextlib.suppress(OSError, http.client.HTTPException):
                client = Client(self.operator_port, timeout=5)
                status = client.call("GET", "/readyz")[0]
                client.close()
                if status == 200:
                    return self
                if or_says and or_says in self.log():
                    socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                    return self
            time.sleep(0.005)
        self.kill()
        raise DidNotStart(None, self.log())

    def log(self):
        with open(self.log_path, errors="replace") as file:
            file.seek(self.begin)
            return file.read()

    def is_running(self):
        return self.process.poll() is None

    def pid(self):
        """The ID of the daemon's process, also below a tracer."""
        if not self.is_traced:
            return self.process.pid
        end = time.monotonic() + 20
        while time.monotonic() < end:
            for entry in os.listdir("/proc"):
                if entry.isdigit():
                    with contextlib.suppress(OSError, IndexError):
                        with open(f"/proc/{entry}/stat") as file:
                            fields = file.read().rsplit(")", 1)
                        if int(fields[1].split()[1]) == self.process.pid and fields[0].endswith("(thawd"):
                            return int(entry)
            time.sleep(0.01)
        raise DidNotStart(None, self.log())

    def kill(self):
        """Kills it at once, with kill -9."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)

    def stop(self, seconds=120):
        """Stops it cleanly. Returns the exit status, or None if it had to be killed."""
        if self.is_running():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid(), signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def wait(self, seconds):
        """Waits for the daemon to exit by itself. Returns the exit status, or None."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def client(self, token=None, timeout=60):
        return Client(self.port, token, timeout)

    def readiness(self):
        client = Client(self.operator_port, timeout=20)
        try:
            return client.call("GET", "/readyz")[0]
        finally:
            client.close()

    def admin(self):
        """The first admin's token. The daemon removes its file at the first use, so a copy is kept."""
        kept = self.home + "/admin"
        if not os.path.exists(kept):
            with open(self.home + "/data/first-admin-token") as file:
                token = file.read().strip()
            with open(kept, "w") as file:
                file.write(token)
            self.client(token).get("/v1/tokens/self")
        with open(kept) as file:
            return file.read()

    def person(self, role, trusted=True, admin=None):
        """Makes a token with a role, through an invite."""
        asker = self.client(admin or self.admin())
        body = {"role": role, "trusted": True} if trusted else {"role": role}
        invite = asker.post("/v1/invites", body)["invite"]
        return self.client().post("/v1/invites/redeem", {"invite": invite})["token"]


def finished_ageing(daemon, seconds=60):
    """Waits until nothing is due and the write-ahead log is empty. Returns False if that takes too long."""
    client, end = daemon.client(daemon.admin()), time.monotonic() + seconds
    while time.monotonic() < end:
        due = client.post("/v1/moderation/ageing", {"dry_run": True})["plates"]
        if due == 0 and os.path.getsize(daemon.home + "/data/thaw.sqlite-wal") == 0:
            return True
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def serving(ground, home, **options):
    """Runs a daemon, and always ends it."""
    daemon = Daemon.started(ground, home, **options)
    try:
        yield daemon
    finally:
        if daemon.is_running():
            daemon.kill()


# MARK: Reports


def times(hours):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + hours * 3600))


class Reporter:
    """Makes reports of unique plates, and records which were acknowledged."""

    LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

    def __init__(self, ground, prefix="K", area="everywhere"):
        self.random, self.prefix, self.area = ground.random, prefix, area
        self.count = 0
        self.lock = threading.Lock()
        self.sent, self.acknowledged = {}, set()

    def make(self, count=1, hours_ago=0.2, signs=("convoy",), **more):
        with self.lock:
            reports = []
            for _ in range(count):
                self.count += 1
                rest, text = self.count, ""
                for _ in range(5):
                    text += self.LETTERS[rest % 23]
                    rest //= 23
                report = {
                    "id": f"{self.random.getrandbits(128):032x}", "plate": f"MN:{self.prefix}{text}", "seen_at": times(-hours_ago), "area": self.area}
                if signs:
                    report["signs"] = list(signs)
                report.update(more)
                reports.append(report)
                self.sent[report["id"]] = report
            return reports

    def send(self, client, reports, **more):
        """Sends reports and records the acknowledged ones. Returns one result a report. Raises if the request fails."""
        items = client.post("/v1/reports", {"reports": reports, **more})["results"]
        with self.lock:
            self.acknowledged.update(item["id"] for item in items if item["result"] in ("recorded", "merged"))
        return items

    def lost(self, client, ids=None):
        """The acknowledged reports that the registry does not have, found by sending them again."""
        lost = []
        ids = sorted(self.acknowledged if ids is None else ids)
        for start in range(0, len(ids), 400):
            batch = [self.sent[id] for id in ids[start:start + 400]]
            for item in client.post("/v1/reports", {"reports": batch})["results"]:
                if item["result"] not in ("recorded", "merged") or not item.get("replayed"):
                    lost.append(item["id"])
        return lost

    def send_all_again(self, client):
        """Sends all reports again, so that the registry has those that were cut off too."""
        self.acknowledged.update(self.sent)
        for start in range(0, len(self.sent), 400):
            batch = list(self.sent.values())[start:start + 400]
            client.post("/v1/reports", {"reports": batch})


def load(daemon, token, reporter, seconds, connections=4):
    """Sends reports on several connections until the daemon is gone or the time is over."""
    end = time.monotonic() + seconds

    def work(place):
        with contextlib.suppress(OSError, http.client.HTTPException, Unexpected, ValueError):
            client = daemon.client(token, timeout=20)
            while time.monotonic() < end:
                reporter.send(client, reporter.make(place + 1))

    threads = [threading.Thread(target=work, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    return threads


# MARK: Stored data


@contextlib.contextmanager
def stored(home):
    """Opens a copy of a stopped daemon's database."""
    copy = home + "/looked-at"
    shutil.rmtree(copy, ignore_errors=True)
    os.makedirs(copy)
    for end in ("", "-wal"):
        if os.path.exists(f"{home}/data/thaw.sqlite{end}"):
            shutil.copy2(f"{home}/data/thaw.sqlite{end}", f"{copy}/thaw.sqlite{end}")
    database = sqlite3.connect(f"{copy}/thaw.sqlite")
    try:
        yield database
    finally:
        database.close()
        shutil.rmtree(copy, ignore_errors=True)


def integrity(home):
    with stored(home) as database:
        return [row[0] for row in database.execute("PRAGMA integrity_check")]


def counted(home):
    """Counts the stored plates, the reports in their sightings, and the reports with a receipt."""
    with stored(home) as database:
        plates = database.execute("SELECT count(*) FROM plates WHERE id > ?", (STORED,)).fetchone()[0]
        reports = database.execute("SELECT total(reports - ?) FROM sightings WHERE plate > ?", (STORED, STORED)).fetchone()[0]
        receipts, replays = 0, set()
        for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'receipts\\_%' ESCAPE '\\'").fetchall():
            rows = [row[0] for row in database.execute(f"SELECT replay FROM {name} WHERE replay != zeroblob(16)")]
            receipts += len(rows)
            replays.update(rows)
        return {"plates": plates, "reports": int(reports), "receipts": receipts, "different": len(replays)}
