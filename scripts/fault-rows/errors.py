"""Disk errors: each system call in turn fails once."""

import contextlib
import http.client
import json

from ground import Daemon, DidNotStart, Reporter, Result, Unexpected, need, serving, size

# The calls that fail, the file (None for any), and the step between tested calls, because a start makes many.
CALLS = [("fdatasync", None, 1), ("fsync", None, 1), ("pwrite64", "thaw.sqlite-wal", 3), ("pwrite64", "thaw.sqlite", 2)]


def row(ground):
    """fsync and write errors"""
    result = Result("fsync and write errors")
    strace = need("strace", "strace")
    base, reporter = ground.fresh("base"), Reporter(ground, "B")
    with serving(ground, base) as daemon:
        reporter.send(daemon.client(daemon.admin()), reporter.make(100))
        daemon.stop()
    for call, file, step in CALLS:
        starts, refused, folders = 0, 0, 0
        for number in range(1, size("SYNCS", 25) * step + 1, step):
            home = ground.copy(base)
            met = fail_once(ground, result, home, strace, (call, file, number), reporter)
            ground.drop(home)
            if met is None:
                break
            starts += met == "start"
            refused += met == "write"
            folders += met == "folder"
        name = f"{call} of {file}" if file else call
        result.expect(refused > 0, f"no {name} failed during a write")
        passed = f", {folders} on the folder, which SQLite ignores" if folders else ""
        result.figure(f"{name} failed {starts + refused + folders} times: {starts} in starts, {refused} in writes{passed}")
    result.control(*pretended(ground, strace, base))
    return result


def traced(ground, home, strace, call, file, what):
    trace = home + "/trace"
    only = ["-P", f"{home}/data/{file}"] if file else []
    return Daemon(ground, home, prefix=[strace, "-f", "-y", "-o", trace, *only, "-e", f"trace={call}", "-e", f"inject={call}:{what}"]), trace


def injected(trace):
    """The calls that strace made fail, with their files."""
    with open(trace, errors="replace") as file:
        return [line.strip() for line in file if "INJECTED" in line]


def fail_once(ground, result, home, strace, fault, known):
    """Makes a thread's call with this number fail. Returns what the daemon was doing then; None if the call never happened."""
    call, file, number = fault
    where = f"{call} {number}" + (f" of {file}" if file else "")
    daemon, trace = traced(ground, home, strace, call, file, f"error=EIO:when={number}")
    reporter = Reporter(ground, "C")
    try:
        try:
            # If ageing at the start failed, the daemon serves but is not ready.
            daemon.wait_until_ready(or_says="A write to the disk failed")
        except DidNotStart as error:
            result.expect(bool(injected(trace)), f"{where}: did not start, although no call failed: {error.said}")
            result.expect(error.status not in (None, 0), f"{where}: did not start, but exited with {error.status}")
            result.expect("thawd: " in error.log and "." in error.log, f"{where}: did not start, and named no error")
            met = "start"
        else:
            met = writes(daemon, result, where, reporter, trace)
    finally:
        if daemon.is_running():
            daemon.kill()
    if met is None:
        return None
    with serving(ground, home) as again:
        client = again.client(again.admin())
        reporter.sent.update(known.sent)
        lost = reporter.lost(client, reporter.acknowledged | known.acknowledged)
        result.expect(not lost, f"{where}: {len(lost)} acknowledged reports are missing afterward")
        result.expect(again.stop() == 0, f"{where}: the next daemon did not stop cleanly")
    return met


def writes(daemon, result, where, reporter, trace):
    """Writes until a write is refused, and then checks what the daemon still does."""
    admin = daemon.admin()
    client, refused, held = daemon.client(admin), None, False
    for number in range(30):
        refused = attempt(lambda: reporter.send(client, reporter.make(2)))
        if refused is None and number % 10 == 5:
            plate = f"MN:Q{number}X{number}"
            refused = attempt(lambda: client.post(
                "/v1/moderation/verdicts", {"verdict": "protect", "plates": [{"plate": plate, "version": 0}]}))
            if refused is not None and attempt(lambda: reporter.send(client, reporter.make())) is None:
                # The tombstone log failed but the database did not: nothing was decided, and reports still work.
                seen = client.post("/v1/moderation/plates", {"plates": [plate]})
                result.expect('"protected": true' not in json.dumps(seen), f"{where}: a refused verdict took effect")
                refused = None
                held = True
        if refused is not None:
            break
    if refused is None:
        failed = injected(trace)
        passed_over = [line for line in failed if f"<{daemon.home}/data>)" in line]
        daemon.stop()
        if held:
            return "write"
        if failed and failed == passed_over:
            # SQLite ignores this failure: it syncs the folder once, after it makes its log.
            return "folder"
        result.expect(not failed, f"{where}: the error was ignored: {failed[:1]}")
        return None
    result.expect(refused.status in (503, 507, 500) and refused.code and refused.code != "internal", f"{where}: refused with {refused.status} {refused.code}")
    result.expect(bool(injected(trace)), f"{where}: refused, although no call failed")
    again = attempt(lambda: reporter.send(client, reporter.make()))
    result.expect(again is not None, f"{where}: a report was acknowledged after the error")
    look = daemon.client().call("POST", "/v1/lookups", {"plates": ["MN ABC123"]})[0]
    result.expect(look == 200, f"{where}: a look-up after the error got status {look}")
    result.expect(daemon.readiness() == 503, f"{where}: still reports that it is ready")
    status = daemon.stop()
    result.expect(status not in (0, None), f"{where}: exited with {status} after the error")
    return "write"


def attempt(work):
    """Runs `work`. Returns None, or the error if it was refused."""
    try:
        work()
        return None
    except Unexpected as error:
        return error


def pretended(ground, strace, base):
    """Writes that report success but write nothing: the checks must notice the lost reports."""
    home, reporter = ground.copy(base), Reporter(ground, "D")
    daemon, _ = traced(ground, home, strace, "pwrite64", "thaw.sqlite-wal", "retval=4096:when=60+")
    with contextlib.suppress(OSError, http.client.HTTPException, Unexpected, DidNotStart):
        daemon.wait_until_ready()
        client = daemon.client(daemon.admin())
        for _ in range(200):
            reporter.send(client, reporter.make())
    daemon.kill()
    what = f"fake writes, {len(reporter.acknowledged)} reports acknowledged: "
    try:
        with serving(ground, home) as again:
            lost = reporter.lost(again.client(again.admin()))
            return len(lost) > 0, what + f"{len(lost)} lost"
    except DidNotStart:
        return bool(reporter.acknowledged), what + "refused to start"
    finally:
        ground.drop(home)
