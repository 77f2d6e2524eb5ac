"""The rows of the table. Each takes the bench and a number of plates, and returns its measurements, ours and the reference in turn."""

import http.client
import json
import os
import random
import subprocess
import threading
import time

import alerts
import page
import references
import voice
from setting import SECONDS, cpu_seconds, good, in_turn, measure, micros_per_request, middle, row, wrk


def lookup(bench, plates):
    """A look-up over HTTP: CPU a request against nginx, and requests a second against webdis."""
    registry = bench.registry(plates)
    daemon, script = registry.daemon, registry.lookup_script()
    answers = {query: daemon.request("POST", "/v1/lookups", {"plates": [query]})[1] for query in registry.queries[:500]}
    typical = sorted(answers.values(), key=len)[len(answers) // 2].decode()
    with references.nginx(registry.folder, typical) as (port, worker):
        nginx = in_turn(
            bench.rounds, lambda: micros_per_request(daemon.process.pid, daemon.port, script, 32),
            lambda: micros_per_request(worker, port, script, 32))
    entries = [(f"k{number}".encode(), answer) for number, answer in enumerate(answers.values())]
    with references.redis(registry.folder, entries) as (redis_port, _), references.webdis(registry.folder, redis_port) as (port, _):
        rates = in_turn(
            bench.rounds, lambda: good(wrk(registry.url, SECONDS, 32, script))["rate"],
            lambda: good(wrk(f"http://127.0.0.1:{port}/GET/k7.txt", SECONDS, 32))["rate"])
    return [
        row("look-up: CPU a request, nginx", "µs", *nginx, 1.6),
        row("look-up: requests a second, webdis", "/s", *rates, 1.5, at_most=False),
    ]


def batch(bench, plates):
    """Look-ups of 1,000 plates in one request: CPU a plate, against Redis's MGET of the same plates."""
    registry = bench.registry(plates)
    daemon, script = registry.daemon, registry.lookup_script(1000, registry.reader(), count=40)
    keys = [" ".join(query.upper().split()).encode() for query in registry.queries]
    commands = [references.command_bytes(b"MGET", *[keys[(start + i) % len(keys)] for i in range(1000)]) for start in range(0, 20000, 1000)]
    # As many keys as plates. Half of the requested keys exist, as in the registry.
    entries = [(b"filler%d" % number, b"1234") for number in range(plates)] + [(key, b"1234") for key in keys[::2]]

    def ours():
        return micros_per_request(daemon.process.pid, daemon.port, script, 4) / 1000

    with references.redis(registry.folder, entries) as (port, pid):

        def reference():
            before = cpu_seconds(pid)
            references.ask_redis(port, commands, 4000)
            return (cpu_seconds(pid) - before) / 4000 / 1000 * 1e6

        return [row("look-up of 1,000: CPU a plate, MGET", "µs", *in_turn(bench.rounds, ours, reference), 4)]


def index(bench, plates):
    """The plate index against Swift's dictionary, its memory, and a similar search against an exact look-up."""
    figures = json.loads(measure(bench.programs, "index", str(plates), "--rounds", str(bench.rounds)))

    def pair(what, unit, name, bar, at_most=True):
        return row(what, unit, figures[name]["ours"], figures[name]["reference"], bar, at_most)

    return [
        pair("index: a hit, Dictionary", "ns", "hit", 0.25),
        pair("index: a miss, Dictionary", "ns", "miss", 0.25),
        pair("index: a hit of 1,024 at once", "ns", "hitBatch", 0.25),
        pair("index: a miss of 1,024 at once", "ns", "missBatch", 0.25),
        pair("index: memory a plate, key and entry", "B", "memory", 1.5),
        pair("similar: p99, one exact look-up", "ns", "similar", 1000),
    ]


def patterns(bench, plates):
    """A search by part of a plate, and one by telephone keys, against SQLite's LIKE and GLOB on its best index."""
    figures = json.loads(measure(bench.programs, "patterns", str(plates), "--rounds", str(bench.rounds)))

    def search(what, name):
        return row(what, "ms", *([nanos / 1e6 for nanos in figures[name][side]] for side in ("ours", "reference")), 1 / 20)

    return [search("pattern search, SELECT … LIKE", "patterns"), search("keypad search, SELECT … GLOB", "keypad")]


def reports(bench, plates):
    """Durable reports a second, one and 500 a request, against a loop of bare SQLite commits of the same rows."""
    registry = bench.registry(plates)
    empty = registry.folder + "/empty.sqlite"
    registry.daemon.stop()
    schema = subprocess.run(["sqlite3", registry.data + "/thaw.sqlite", ".schema"], capture_output=True, text=True, check=True).stdout
    registry.daemon.start()

    def commits(rows):
        for name in (empty, empty + "-wal", empty + "-shm"):
            if os.path.exists(name):
                os.remove(name)
        subprocess.run(["sqlite3", empty], input=schema, text=True, check=True)
        return json.loads(measure(bench.programs, "commits", empty, str(rows)))["perSecond"]

    def ours(each, connections):
        load = good(wrk(registry.url, SECONDS, connections, registry.report_script(each)))
        return load["rate"] * each

    single = in_turn(bench.rounds, lambda: ours(1, 64), lambda: commits(64))
    # The most reports that the ledger queues.
    batches = in_turn(bench.rounds, lambda: ours(500, 8), lambda: commits(500))
    bench.forget()
    return [
        row("durable reports, one a request, SQLite", "/s", *single, 0.5, at_most=False),
        row("durable reports, 500 a request, SQLite", "/s", *batches, 0.7, at_most=False),
    ]


def p99(bench, registry, seconds=SECONDS):
    """The 99th percentile of look-ups at a steady pace, in ms."""
    return json.loads(measure(
        bench.programs, "latency", str(registry.daemon.port), registry.lookup_bodies(), "--seconds", str(seconds)))["p99"]


class Writer(threading.Thread):
    """Sends a number of reports a second, 50 a request, until it is stopped."""

    def __init__(self, registry, per_second):
        super().__init__()
        self.registry, self.pause, self.is_over, self.sent = registry, 50 / per_second, False, 0

    def run(self):
        numbers, letters = random.Random(time.time_ns()), "ABCDEFGHJKLMNPRSTUVWXYZ"
        seen = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 600))
        following = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.registry.daemon.port, timeout=120)
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + self.registry.admin}
        while not self.is_over:
            reports = [{"id": f"{numbers.getrandbits(128):032x}", "plate": "WI:" + "".join(numbers.choices(letters, k=8)), "seen_at": seen,
                        "area": "everywhere"} for _ in range(50)]
            connection.request("POST", "/v1/reports", json.dumps({"reports": reports}), headers)
            answer = connection.getresponse()
            if answer.status != 200:
                raise SystemExit(f"reports got status {answer.status}")
            answer.read()
            self.sent += 50
            following += self.pause
            time.sleep(max(0, following - time.monotonic()))


def writing(bench, plates):
    """p99 of a look-up while the daemon writes 5,000 reports a second, against an idle daemon."""
    registry = bench.registry(plates)
    idle, busy = [], []
    for _ in range(bench.rounds):
        idle.append(p99(bench, registry))
        writer, begin = Writer(registry, 5000), time.monotonic()
        writer.start()
        busy.append(p99(bench, registry))
        writer.is_over = True
        writer.join()
        rate = writer.sent / (time.monotonic() - begin)
    bench.forget()
    return [row(f"look-up: p99 beside {rate:,.0f} reports/s", "ms", busy, idle, 1.5)]


def ageing(bench, plates):
    """p99 of a look-up while two sightings of each plate age, against a daemon where none do."""
    registry, other = bench.fresh(plates // 2, days_ago=10), bench.registry(plates // 2)
    idle, busy = [], []
    registry.daemon.start()
    while len(busy) < 60 and registry.daemon.metric("thaw_ageing_due") > 0:
        busy.append(p99(bench, registry, 1))
        with registry.daemon.standing_still():
            idle.append(p99(bench, other, 1))
    registry.erase()
    if len(busy) < 3:
        raise SystemExit("ageing ended before it could be measured: use more plates")
    return [row(f"look-up: p99 while {plates:,} sightings age", "ms", busy, idle, 1.5)]


def start(bench, plates):
    """Start to ready, against sqlite3 reading every row of the same tables once."""
    registry = bench.registry(plates)
    daemon = registry.daemon

    def reference():
        daemon.stop()
        begin = time.monotonic()
        tables = [f"SELECT * FROM {table}" for table in ("plates", "sightings", "voices")]
        subprocess.run(["sqlite3", "-readonly", registry.data + "/thaw.sqlite", *tables], check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - begin

    reference()
    return [row("start to ready, sqlite3 reading all rows", "s", *in_turn(bench.rounds, daemon.start, reference), 1.5)]


def logged_in(bench, registry):
    """The environment of a machine with the registry's first admin."""
    environment = {"HOME": registry.folder + "/home", "PATH": "/usr/bin:/bin"}
    subprocess.run([bench.programs + "/thaw", "login", registry.url], input=registry.admin.encode(), env=environment, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return environment


def whole_processes(bench, commands, environment):
    """The milliseconds of two commands, in turn."""
    def milliseconds(command):
        begin = time.monotonic()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return (time.monotonic() - begin) * 1e3

    rounds = [[[milliseconds(command) for command in commands] for _ in range(20)] for _ in range(bench.rounds)]
    return ([middle([pair[side] for pair in pairs]) for pairs in rounds] for side in (0, 1))


def check(bench, plates):
    """`thaw check` as a whole process, against curl with the same request."""
    registry = bench.registry(plates)
    environment = logged_in(bench, registry)
    body = '{"plates":["MN ABC123"],"similar":true}'
    commands = [
        [bench.programs + "/thaw", "check", "MN", "ABC123"],
        ["curl", "-s", "-H", "Content-Type: application/json", "-H", "Authorization: Bearer " + registry.admin, "--data", body,
         registry.url + "/v1/lookups"],
    ]
    return [row("thaw check, a whole process, curl", "ms", *whole_processes(bench, commands, environment), 1.5)]


def device_list(bench, plates):
    """The list for devices: its making against gzip of its bytes, and `thaw check --private` against `thaw --version`."""
    registry = bench.registry(plates)
    daemon, environment = registry.daemon, logged_in(bench, registry)
    thaw = bench.programs + "/thaw"
    subprocess.run([thaw, "sync"], env=environment, check=True, stdout=subprocess.DEVNULL)
    bare = registry.folder + "/list.json"
    with open(bare, "wb") as file:
        file.write(listed(daemon, registry.admin))
    with open(bare) as file:
        count = len(json.load(file)["listings"])

    def ours():
        # A daemon makes it at most once a minute, so each round has a fresh one.
        daemon.stop()
        daemon.start()
        begin = time.monotonic()
        listed(daemon, registry.admin, "gzip")
        return time.monotonic() - begin

    def reference():
        begin = time.monotonic()
        subprocess.run(["gzip", "--best", "--stdout", bare], check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - begin

    made = in_turn(bench.rounds, ours, reference)
    asked = whole_processes(bench, [[thaw, "check", "--private", "MN", "ABC123"], [thaw, "--version"]], environment)
    return [
        row(f"list of {count:,}: made and sent, gzip --best", "s", *made, 3, goal=1),
        row("thaw check --private, thaw --version", "ms", *asked, 5, goal=50),
    ]


def listed(daemon, token, encoding="identity"):
    """The list for devices, as it is sent."""
    status, body = daemon.request("GET", "/v1/list", token=token, encoding=encoding)
    if status != 200:
        raise SystemExit(f"the list got status {status}")
    return body


def purge(bench, plates):
    """p99 of look-ups during a purge of all plates, against before the purge."""
    before, during = [], []
    for _ in range(bench.rounds):
        registry = bench.fresh(plates)
        registry.daemon.start()
        before.append(p99(bench, registry))
        preview = registry.daemon.post("/v1/moderation/previews", {"purge": {"older_than_days": 0}}, registry.admin)
        eraser = threading.Thread(
            target=registry.daemon.post, args=("/v1/moderation/purges", {"preview": preview["preview"]}, registry.admin))
        eraser.start()
        loads = []
        while eraser.is_alive() and len(loads) < 60:
            loads.append(p99(bench, registry, 1))
        eraser.join()
        during.append(middle(loads))
        registry.erase()
    return [row("look-up: p99 during a purge", "ms", during, before, 1.5)]


#: The rows, with the number of plates for each.
ALL = {
    "lookup": (lookup, 1_000_000), "batch": (batch, 1_000_000), "check": (check, 1_000_000),
    # Six plates of ten are confirmed.
    "list": (device_list, 166_667), "writing": (writing, 1_000_000),
    "reports": (reports, 100_000), "ageing": (ageing, 1_000_000), "purge": (purge, 50_000), "index": (index, 10_000_000),
    "patterns": (patterns, 10_000_000), "start": (start, 10_000_000), "web": (page.web, 100_000),
    "voice": (voice.voice, 100_000), "alerts": (alerts.alerts, 100_000),
}
#: The rows that --growth measures.
GROWING = ["lookup", "batch", "index", "patterns", "start"]
