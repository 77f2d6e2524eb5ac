"""The rows. Each takes the setting and gives back what it measured: ratios of ours to the reference, taken in turn."""

import contextlib
import os
import signal
import subprocess
import threading
import time

from setting import Daemon, cpu_seconds, free_port

SECONDS = 3


def row(what, ours, reference, ratios, bar, at_most=True):
    return {"what": what, "ours": ours, "reference": reference, "ratios": ratios, "bar": bar, "at_most": at_most}


def middle(values):
    return sorted(values)[len(values) // 2]


@contextlib.contextmanager
def nginx(setting, body):
    """Answers every request with the same bytes."""
    port = free_port()
    folder = setting.folder + "/nginx"
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/nginx.conf", "w") as file:
        file.write(
            f"worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{ worker_connections 1024; }}\n"
            f"http {{ access_log off; keepalive_requests 1000; default_type application/json; client_body_temp_path {folder}/b;\n"
            f"proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
            f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{body}'; }} }} }}\n")
    process = subprocess.Popen(["nginx", "-c", folder + "/nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
    try:
        yield port, int(children[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def lookup(setting):
    """CPU a look-up over HTTP, one plate, keep-alive, 32 connections, beside nginx answering the same bytes."""
    daemon, script = setting.daemon, setting.lookup_script()
    body = daemon.request("POST", "/v1/lookups", {"plates": ["MN ABC123"]})[1].decode()
    ours, theirs, ratios = [], [], []
    with nginx(setting, body) as (port, worker):
        for _ in range(setting.rounds):
            pair = []
            for pid, address in ((daemon.process.pid, daemon.port), (worker, port)):
                before = cpu_seconds(pid)
                load = setting.wrk(f"http://127.0.0.1:{address}", SECONDS, 32, script)
                if load["bad"]:
                    raise SystemExit(f"{load['bad']} answers were no success")
                pair.append((cpu_seconds(pid) - before) / load["requests"] * 1e6)
            ours.append(pair[0])
            theirs.append(pair[1])
            ratios.append(pair[0] / pair[1])
    return [row("look-up, CPU a request, nginx", f"{middle(ours):.1f} µs", f"{middle(theirs):.1f} µs", ratios, 1.6)]


def receipt_tables(setting):
    """The tables that are made anew each day."""
    setting.daemon.stop()
    names = subprocess.run(["sqlite3", "-readonly", setting.daemon.home + "/data/thaw.sqlite",
                            "SELECT name FROM sqlite_schema WHERE name LIKE 'receipts%'"], capture_output=True, text=True, check=True)
    return names.stdout.split()


def start(setting):
    """Start to ready, beside sqlite3 reading every row of the same tables once."""
    daemon = setting.daemon
    tables = ["plates", "sightings", "voices", *receipt_tables(setting)]
    ours, theirs, ratios = [], [], []
    for _ in range(setting.rounds):
        daemon.stop()
        begin = time.monotonic()
        subprocess.run(["sqlite3", "-readonly", daemon.home + "/data/thaw.sqlite", *[f"SELECT * FROM {table}" for table in tables]],
                       check=True, stdout=subprocess.DEVNULL)
        theirs.append(time.monotonic() - begin)
        ours.append(daemon.start())
        ratios.append(ours[-1] / theirs[-1])
    return [row("start to ready, sqlite3 reading all rows", f"{middle(ours):.2f} s", f"{middle(theirs):.2f} s", ratios, 1.5)]


def check(setting):
    """`thaw check`, a whole process, beside curl of the same answer."""
    daemon = setting.daemon
    url = f"http://127.0.0.1:{daemon.port}"
    environment = {"HOME": daemon.home, "PATH": "/usr/bin:/bin"}
    body = '{"plates":["MN ABC123"],"similar":true}'
    commands = [
        [setting.programs + "/thaw", "check", "--server", url, "MN", "ABC123"],
        ["curl", "-s", "-H", "Content-Type: application/json", "--data", body, url + "/v1/lookups"],
    ]

    def seconds(command):
        begin = time.monotonic()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.monotonic() - begin

    pairs = [[seconds(command) for command in commands] for _ in range(10 * setting.rounds)][5:]
    ours, theirs = zip(*pairs)
    return [
        row("thaw check, a whole process, curl", f"{middle(ours) * 1e3:.1f} ms", f"{middle(theirs) * 1e3:.1f} ms",
            [a / b for a, b in pairs], 1.5)
    ]


class Reporter(threading.Thread):
    """One report after another on one connection, until told to stop; keeps how long each took."""

    def __init__(self, setting, series):
        super().__init__()
        self.setting, self.series, self.times, self.is_over = setting, series, [], False

    def run(self):
        import http.client
        import json
        daemon, number = self.setting.daemon, 0
        connection = None
        while not self.is_over:
            if number % 900 == 0:
                connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=120)
            number += 1
            body = json.dumps({"reports": [self.setting.report(f"WI {self.series}{number:05d}")]})
            begin = time.monotonic()
            connection.request("POST", "/v1/reports", body,
                               {"Content-Type": "application/json", "Authorization": "Bearer " + self.setting.admin})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"a report was answered {answer.status}")
            self.times.append(time.monotonic() - begin)
            time.sleep(0.005)

    def p99(self):
        return sorted(self.times)[int(len(self.times) * 0.99)] * 1e3


def purge(setting):
    """p99 of look-ups and of reports while all plates are purged, beside the same before."""
    daemon, script, url = setting.daemon, setting.lookup_script(), f"http://127.0.0.1:{setting.daemon.port}"
    before, during, reports_before, reports_during = [], [], [], []
    for number in range(setting.rounds):
        idle = Reporter(setting, "B" + str(number))
        idle.start()
        before.append(setting.wrk(url, SECONDS, 2, script)["p99"])
        idle.is_over = True
        idle.join()
        reports_before.append(idle.p99())
        preview = daemon.post("/v1/moderation/previews", {"purge": {"older_than_days": 0}}, setting.admin)
        busy, done = Reporter(setting, "D" + str(number)), threading.Event()

        def erase():
            daemon.post("/v1/moderation/purges", {"preview": preview["preview"]}, setting.admin)
            done.set()

        eraser = threading.Thread(target=erase)
        eraser.start()
        busy.start()
        loads = []
        while not done.is_set() and len(loads) < 60:
            loads.append(setting.wrk(url, 1, 2, script)["p99"])
        busy.is_over = True
        busy.join()
        eraser.join()
        during.append(middle(loads))
        reports_during.append(busy.p99())
        setting.fill()
    return [
        row("p99 of a look-up during a purge, before it", f"{middle(during):.2f} ms", f"{middle(before):.2f} ms",
            [a / b for a, b in zip(during, before)], 1.5),
        row("p99 of a report during a purge, before it", f"{middle(reports_during):.2f} ms", f"{middle(reports_before):.2f} ms",
            [a / b for a, b in zip(reports_during, reports_before)], 3.0),
    ]


ALL = {"lookup": lookup, "start": start, "check": check, "purge": purge}
