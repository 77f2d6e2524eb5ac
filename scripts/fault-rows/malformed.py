"""Malformed input: seeded random requests, and requests generated from the OpenAPI document."""

import http.client
import http.server
import json
import os
import re
import subprocess
import sys
import threading

from ground import Client, Reporter, Result, serving, size, times

SCHEMATHESIS = "schemathesis==4.32.5"


def row(ground):
    """Malformed input"""
    result = Result("Malformed input")
    home, reporter = ground.fresh("malformed"), Reporter(ground)
    with serving(ground, home, arguments=["--rate-anonymous", "100000000"]) as daemon:
        admin = daemon.admin()
        reporter.send(daemon.client(admin), reporter.make(30))
        fuzz(ground, daemon, result, admin)
        described(ground, daemon, result)
        result.expect(daemon.is_running(), f"the daemon stopped: {daemon.log()[-300:]}")
        lost = reporter.lost(daemon.client(admin))
        result.expect(not lost, f"{len(lost)} acknowledged reports are missing")
        result.expect(daemon.stop() == 0, "did not end cleanly")
    result.control(*failing(ground))
    return result


# MARK: Seeded random requests


def samples(ground):
    """A valid request of each kind, to mutate."""
    report = {
        "id": f"{ground.random.getrandbits(128):032x}", "plate": "MN ABC123", "seen_at": times(-0.2), "area": "everywhere",
        "vehicle": {"color": "black", "body": "suv", "make": "ford"}, "signs": ["convoy"]}
    return [
        ("POST", "/v1/lookups", {"plates": ["MN ABC123", "XYZ987"], "similar": True}), ("POST", "/v1/reports", {"reports": [report]}),
        ("POST", "/v1/withdrawals", {"withdrawals": [report]}), ("POST", "/v1/searches", {"pattern": "A?C*3", "color": "black", "limit": 10}),
        ("GET", "/v1/listings?limit=5", None), ("GET", "/v1/stats", None), ("POST", "/v1/invites", {"role": "reader"}),
        ("POST", "/v1/invites/redeem", {"invite": "thawinv_AAAA"}), ("POST", "/v1/moderation/queue", {"limit": 5}),
        ("POST", "/v1/moderation/plates", {"plates": ["MN ABC123"]}), ("POST", "/v1/moderation/skips", {"plates": ["MN ABC123"]}),
        ("POST", "/v1/moderation/verdicts", {"verdict": "confirm", "signs": ["convoy"], "plates": [{"plate": "MN ABC123", "version": 0}]}),
        ("POST", "/v1/moderation/undo", {"decision": "41"}), ("POST", "/v1/moderation/previews", {"purge": {"area": "everywhere", "older_than_days": 2}}),
        ("POST", "/v1/moderation/purges", {"preview": "9f"}), ("POST", "/v1/moderation/audit", {"after": 0, "limit": 10}),
        ("POST", "/v1/moderation/ageing", {"dry_run": True}), ("DELETE", "/v1/tokens/ZZZZ", None), ("GET", "/v1/vocabulary", None),
    ]


STRANGE = [
    "", " ", "\0", "\u202e", "é" * 40, "A" * 5000, "🚗" * 12, "-1", "1e999", "../../etc/passwd", "' OR 1=1 --", "%00", "MN ", "*" * 100, "?" * 100, "ＡＢＣ１２３",
    -1, 0, 1, 2**31, 2**53, 2**63, -2**63, 2**64, 10**40, 1e308, -0.0, 1.5, True, False, None, [], {}, [[]], [None], {"a": {}},
    "9999-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "2026-02-30T10:00:00Z", "2026-11-22T15:30:60Z", "2026-11-22T15:30:00+99:99"]


def mutated(random, value, depth=0):
    """The JSON value with a random change."""
    if isinstance(value, dict) and value and random.random() < 0.8:
        changed = dict(value)
        key = random.choice(list(changed))
        way = random.randrange(5)
        if way == 0:
            del changed[key]
        elif way == 1:
            changed[random.choice(["x", "", key + "s", key.upper(), "\0"])] = random.choice(STRANGE)
        else:
            changed[key] = mutated(random, changed[key], depth + 1)
        return changed
    if isinstance(value, list) and value and random.random() < 0.8:
        way = random.randrange(4)
        if way == 0:
            return value * random.choice([2, 30, 600])
        changed = list(value)
        changed[random.randrange(len(changed))] = mutated(random, random.choice(changed), depth + 1)
        return changed
    if isinstance(value, str) and random.random() < 0.5:
        place = random.randrange(len(value) + 1)
        return value[:place] + str(random.choice(STRANGE))[:60] + value[place + random.randrange(3):]
    return random.choice(STRANGE)


def broken(random, data):
    """The bytes with a random change, which may not be valid JSON."""
    way = random.randrange(7)
    if way == 0:
        return data[:random.randrange(len(data) + 1)]
    if way == 1:
        place = random.randrange(len(data))
        return data[:place] + bytes([random.randrange(256)]) + data[place + 1:]
    if way == 2:
        return data + data
    if way == 3:
        return b"[" * random.choice([100, 513, 8000]) + data
    if way == 4:
        return random.randbytes(random.randrange(200))
    if way == 5:
        return data.replace(b":", b"::", 1)
    return data.replace(b'"', b"\xff", random.randrange(3))


def fuzz(ground, daemon, result, admin):
    random, count, statuses = ground.random, size("FUZZ", 5000), {}
    kinds = samples(ground)
    for number in range(count):
        method, path, body = random.choice(kinds)
        data = json.dumps(mutated(random, body) if random.random() < 0.8 else body).encode() if body is not None else None
        if data and random.random() < 0.3:
            data = broken(random, data)
        if random.random() < 0.1:
            path += random.choice(["?limit=-1", "?limit=99999999999999999999", "?cursor=%00", "?x=1", "/..", "?limit=1&limit=2", "%2e%2e", "?cursor=" + "A" * 3000])
        headers = {"Content-Type": random.choice(["text/plain", "application/json; charset=latin-1", ""])} if random.random() < 0.05 else {}
        token = admin if random.random() < 0.7 else random.choice([None, "thaw_", "thaw_" + "A" * 32, admin[:-1], "x" * 3000])
        verdict = ask(daemon.port, token, method, path, data, headers)
        judge(result, f"request {number} ({method} {path.split('?')[0][:40]})", verdict)
        statuses[verdict[0]] = statuses.get(verdict[0], 0) + 1
        if not daemon.is_running():
            result.expect(False, f"request {number} ({method} {path[:40]}) stopped the daemon: {data[:120] if data else None!r}")
            return
    shown = ", ".join(f"{status}: {statuses[status]:,}" for status in sorted(statuses))
    result.figure(f"{count:,} seeded requests ({shown})")


def ask(port, token, method, path, data, headers):
    """Sends a request. Returns the status and the body; status 0 if the connection was closed instead."""
    try:
        client = Client(port, token, timeout=30)
        status, answered, body = client.call(method, path, data, headers)
        client.close()
        return status, answered.get("Content-Type", ""), body
    except (OSError, http.client.HTTPException, ValueError):
        return 0, "", b""


def judge(result, what, verdict):
    """Expects no 5xx status, and a named error."""
    status, kind, body = verdict
    result.expect(status < 500, f"{what} got status {status}: {body[:100]!r}")
    if status >= 400 and body:
        named = kind.startswith("application/problem+json") and re.fullmatch(r"[a-z]+(\.[a-z_]+)?", json.loads(body).get("code", "")) is not None
        result.expect(named, f"{what} got status {status} without a named error")


# MARK: Requests from the OpenAPI document


def described(ground, daemon, result):
    """Runs schemathesis, from PyPI, in its own virtual environment."""
    environment = os.environ.get("FAULTS_VENV", ".build/faults-venv")
    program = environment + "/bin/schemathesis"
    if not os.path.exists(program):
        made = subprocess.run([sys.executable, "-m", "venv", environment], capture_output=True, text=True)
        if made.returncode == 0:
            made = subprocess.run([environment + "/bin/pip", "install", "--quiet", SCHEMATHESIS], capture_output=True, text=True, timeout=600)
        if made.returncode != 0 or not os.path.exists(program):
            return result.figure(f"schemathesis: skipped, pip could not install it ({' '.join(made.stderr.split()[-12:])})")
    # It learns IDs from answers, so it must not revoke tokens: it could revoke its own.
    token = daemon.person("admin")
    done = subprocess.run(
        [os.path.abspath(program), "run", f"http://127.0.0.1:{daemon.port}/openapi.json", "--exclude-path-regex", "^/v1/tokens/", "--checks",
         "not_a_server_error", "--max-examples", str(size("EXAMPLES", 40)), "--seed", str(ground.random.randrange(1 << 30)), "--phases",
         "examples,coverage,fuzzing", "--generation-database", "none", "--suppress-health-check", "all", "--continue-on-failure", "--warnings",
         "off", "--request-timeout", "30", "--no-color", "--header", f"Authorization: Bearer {token}"],
        capture_output=True, text=True, timeout=size("SCHEMATHESIS_SECONDS", 900), cwd=ground.folder)
    cases = re.search(r"([\d,]+) generated, ([\d,]+) passed", done.stdout)
    if result.expect(cases is not None, f"schemathesis printed no case count: {done.stdout[-300:]}{done.stderr[-300:]}"):
        result.expect(done.returncode == 0 and cases[1] == cases[2], f"schemathesis: {cases[2]} of {cases[1]} cases passed: {done.stdout[-400:]}")
        result.figure(f"schemathesis: {cases[1]} requests from the OpenAPI document")
    return None


def failing(ground):
    """A server that answers 500, which the checks must notice."""

    class Failing(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(500)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Failing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    noticed = Result("")
    judge(noticed, "a request", ask(server.server_address[1], None, "POST", "/v1/lookups", b"{}", {}))
    server.shutdown()
    thread.join()
    server.server_close()
    return bool(noticed.failures), "a server that answers 500: noticed"
