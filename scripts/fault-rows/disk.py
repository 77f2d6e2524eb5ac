"""A full disk: a small tmpfs, filled to the last byte."""

import json
import os
import subprocess
import time

from ground import Reporter, Result, Skipped, Unexpected, counted, need_root, serving


def row(ground):
    """Disk full"""
    need_root("mounts a small tmpfs")
    result = Result("Disk full")
    home = ground.fresh("disk")
    os.makedirs(home + "/data", mode=0o700)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs", home + "/data"], capture_output=True).returncode != 0:
        raise Skipped("cannot mount a tmpfs here")
    try:
        fill_and_free(ground, result, home)
    finally:
        subprocess.run(["umount", "--lazy", home + "/data"], capture_output=True)
    return result


def fill(path):
    """Writes a file until the disk is full."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    for piece in (65_536, 4_096):
        try:
            while os.write(descriptor, b"\1" * piece) == piece:
                pass
        except OSError:
            pass
    os.close(descriptor)


def fill_and_free(ground, result, home):
    reporter, filler = Reporter(ground), home + "/data/filler"
    with serving(ground, home, arguments=["--store-free-mib-min", "1"]) as daemon:
        admin = daemon.admin()
        client = daemon.client(admin)
        lost_phone = daemon.person("volunteer")
        reporter.send(client, reporter.make(50))
        met = []
        for number in range(3):
            fill(filler)
            refused = until_refused(client, reporter)
            result.expect(refused is not None and refused.status == 507 and refused.code == "store.full", f"on a full disk, a report got {refused}")
            met.append(refused)
            look = daemon.client().call("POST", "/v1/lookups", {"plates": [next(iter(reporter.sent.values()))["plate"]]})[0]
            result.expect(look == 200, f"on a full disk, a look-up got status {look}")
            result.expect(daemon.readiness() == 503, "reports that it is ready on a full disk")
            if number == 1:
                revoked_on_full_disk(daemon, result, lost_phone, admin)
            backup = ground.thawd(home, "backup", home + "/new.backup")
            result.expect(backup.returncode == 1 and "store.full" in backup.stderr + backup.stdout or backup.returncode == 0, "a backup on a full disk: " + backup.stderr[-160:])
            result.expect(backup.returncode == 0 or not os.path.exists(home + "/new.backup"), "a failed backup left its file")
            if backup.returncode == 0:
                os.remove(home + "/new.backup")
            os.remove(filler)
            reporter.send(client, reporter.make(3))
            result.expect(becomes_ready(daemon), "does not become ready once there is space again")
        lost = reporter.lost(client)
        result.expect(not lost, f"{len(lost)} acknowledged reports are missing")
        unknown = reporter.make(2)
        known = [item for item in client.post("/v1/reports", {"reports": unknown})["results"] if item.get("replayed")]
        result.control(not known and until_refused(client, reporter, 50) is None, "with free space, nothing is refused; an unsent report is noticed as missing")
        reporter.acknowledged.update(report["id"] for report in unknown)
        reporter.send_all_again(client)
        result.expect(daemon.stop() == 0, "did not stop cleanly")
        there = counted(home)
        result.expect(there["receipts"] == there["different"] == len(reporter.sent), f"{there['receipts']} receipts of {len(reporter.sent)} reports")
    result.figure(f"filled and freed 3 times; {len(reporter.acknowledged):,} reports; {sum(error is not None for error in met)} refused with 507")


def until_refused(client, reporter, most=3000):
    for _ in range(most):
        try:
            reporter.send(client, reporter.make())
        except Unexpected as error:
            return error
    return None


def revoked_on_full_disk(daemon, result, token, admin):
    """Revoking a lost phone's token must work at once, even on a full disk."""
    short = json.loads(daemon.client(token).call("GET", "/v1/tokens/self")[2]).get("id")
    status = daemon.client(admin).call("DELETE", f"/v1/tokens/{short}")[0]
    after = daemon.client(token).call("GET", "/v1/tokens/self")[0]
    result.expect(after == 401, f"a token revoked on a full disk (status {status}) still works ({after})")


def becomes_ready(daemon, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if daemon.readiness() == 200:
            return True
        time.sleep(0.1)
    return False
