"""What the rows share: daemons, registries of a given size, tokens, load, and CPU times."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import time

from ground import free_port

TICKS = os.sysconf("SC_CLK_TCK")
SECONDS = 3
REPORT_LUA = """
math.randomseed(%d)
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer %s"
local seen = os.date("!%%Y-%%m-%%dT%%H:%%M:%%SZ", os.time() - 600)
local n = math.random(1, 1000000) * 1000
local letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
local function report()
  n = n + 1
  -- Three letters and four digits, as Wisconsin makes them.
  local rest, plate = math.floor(n / 10000), ""
  for _ = 1, 3 do
    plate = plate .. letters:sub(rest %% 23 + 1, rest %% 23 + 1)
    rest = math.floor(rest / 23)
  end
  plate = plate .. string.format("%%04d", n %% 10000)
  return string.format('{"id":"%%08x%%08x%%016x","plate":"WI:%%s","seen_at":"%%s","area":"everywhere"}',
    math.random(0, 0x7fffffff), math.random(0, 0x7fffffff), n, plate, seen)
end
local function made()
  local list = {}
  for i = 1, %d do list[i] = report() end
  return wrk.format(nil, "/v1/reports", nil, '{"reports":[' .. table.concat(list, ",") .. "]}")
end
-- The requests are made before the load begins, because making them takes processor time from the measurement. If they run out, more are made.
local ready, next = {}, 0
init = function()
  for i = 1, %d do ready[i] = made() end
end
request = function()
  next = next + 1
  return ready[next] or made()
end
"""
LOOKUP_LUA = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
%s
local bodies, n = {}, 0
init = function()
  for line in io.lines("%s") do bodies[#bodies + 1] = line end
end
request = function()
  n = n %% #bodies + 1
  return wrk.format(nil, "/v1/lookups", nil, bodies[n])
end
"""


def cpu_seconds(pid):
    """The user and system time that a process has used, in seconds."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def middle(values):
    return sorted(values)[len(values) // 2]


@contextlib.contextmanager
def running(command, **options):
    """Runs a process, and ends it by its ID."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def measure(programs, *arguments):
    """Runs thaw-measure and returns its output."""
    return subprocess.run([programs + "/thaw-measure", *arguments], capture_output=True, text=True, check=True).stdout


class Daemon:
    """A thawd process with its own data folder."""

    def __init__(self, programs, home, arguments=()):
        self.programs, self.home, self.arguments = programs, home, arguments
        self.port, self.operator_port = free_port(), free_port()
        self.process = None

    def start(self):
        """Starts the daemon, and returns the seconds until it was ready."""
        log = open(self.home + "/log", "a")
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [self.programs + "/thawd", "--server-address", f"127.0.0.1:{self.port}", "--operator-address",
             f"127.0.0.1:{self.operator_port}", "--data-folder", self.home + "/data", "--log-level", "error",
             # All load comes from one address with one or two tokens.
             "--rate-anonymous", "100000000", "--rate-token", "100000000", *self.arguments],
            stdout=log, stderr=log, env={"HOME": self.home, "PATH": "/usr/bin:/bin"})
        while True:
            try:
                if self.request("GET", "/readyz", port=self.operator_port)[0] == 200:
                    return time.monotonic() - begin
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() - begin > 600:
                raise SystemExit("the daemon did not start: " + open(self.home + "/log").read()[-2000:])
            time.sleep(0.005)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(120)

    @contextlib.contextmanager
    def standing_still(self):
        """Suspends the daemon meanwhile."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def request(self, method, path, body=None, token=None, port=None, encoding="identity"):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=120)
        headers = {"Accept-Encoding": encoding}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if token:
            headers["Authorization"] = "Bearer " + token
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, data

    def post(self, path, body, token=None):
        status, data = self.request("POST", path, body, token)
        if status != 200:
            raise SystemExit(f"{path} answered {status}: {data[:300]!r}")
        return json.loads(data)

    def metric(self, name):
        text = self.request("GET", "/metrics", port=self.operator_port)[1].decode()
        return float(re.search(rf"^{name} (\S+)", text, re.MULTILINE).group(1))


class Registry:
    """A daemon with a generated registry of a number of plates, and queries for it."""

    def __init__(self, folder, programs, plates, days_ago=0, arguments=()):
        self.folder, self.programs, self.plates = folder, programs, plates
        os.makedirs(folder + "/home")
        self.daemon = Daemon(programs, folder + "/home", arguments)
        self.daemon.start()
        with open(folder + "/home/data/first-admin-token") as file:
            self.admin = file.read().strip()
        self.daemon.stop()
        measure(programs, "fill", self.data, str(plates), "--days-ago", str(days_ago))
        self.queries = measure(programs, "queries", str(plates), "20000").splitlines()

    @property
    def data(self):
        return self.folder + "/home/data"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.daemon.port}"

    def reader(self):
        """A token that may look up a thousand plates at once."""
        invite = self.daemon.post("/v1/invites", {"role": "reader"}, self.admin)["invite"]
        return self.daemon.post("/v1/invites/redeem", {"invite": invite})["token"]

    def erase(self):
        self.daemon.stop()
        shutil.rmtree(self.folder)

    def lookup_script(self, plates=1, token=None, count=5000):
        """A wrk script of look-ups with a number of plates each."""
        header = f'wrk.headers["Authorization"] = "Bearer {token}"' if token else ""
        return self.script(self.folder + f"/lookup{plates}.lua", LOOKUP_LUA % (header, self.lookup_bodies(plates, count)))

    def lookup_bodies(self, plates=1, count=5000):
        """A file of such look-ups' request bodies, one a line."""
        bodies = self.folder + f"/bodies{plates}"
        if not os.path.exists(bodies):
            with open(bodies, "w") as file:
                for number in range(count):
                    asked = [self.queries[(number * plates + i) % len(self.queries)] for i in range(plates)]
                    file.write(json.dumps({"plates": asked}) + "\n")
        return bodies

    def report_script(self, reports=1):
        return self.script(self.folder + f"/report{reports}.lua", REPORT_LUA % (time.time_ns() % 1_000_000, self.admin, reports, 120_000 // reports))

    @staticmethod
    def script(name, text):
        with open(name, "w") as file:
            file.write(text)
        return name


def wrk(url, seconds, connections, script=None):
    """Runs wrk on an address. Returns the requests, the requests a second, the unsuccessful ones, and those cut off."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"] + (["-s", script] if script else []) + [url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
    text = done.stdout
    if done.returncode != 0:
        raise SystemExit(f"wrk failed: {text}{done.stderr}")
    return {
        "requests": int(re.search(r"(\d+) requests in", text).group(1)),
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)),
        "bad": int((re.search(r"Non-2xx or 3xx responses: (\d+)", text) or [0, 0])[1]),
        "cut": sum(map(int, re.findall(r"\d+", (re.search(r"Socket errors: .*", text) or ["0"])[0]))),
    }


def good(load):
    if load["bad"]:
        raise SystemExit(f"{load['bad']} requests failed")
    return load


def row(what, unit, ours, reference, bar, at_most=True, goal=None):
    """One figure a round for ours and the reference. The bar limits the ratio of ours to the reference, from above or from below.

    A goal is the most that ours should be by itself. It depends on the machine, so it is shown and does not count as a bar.
    """
    return {"what": what, "unit": unit, "ours": ours, "reference": reference, "bar": bar, "at_most": at_most, "goal": goal}


def in_turn(rounds, ours, reference):
    pairs = [(ours(), reference()) for _ in range(rounds)]
    return [list(side) for side in zip(*pairs)]


def micros_per_request(pid, port, script, connections):
    before = cpu_seconds(pid)
    load = good(wrk(f"http://127.0.0.1:{port}", SECONDS, connections, script))
    return (cpu_seconds(pid) - before) / load["requests"] * 1e6
