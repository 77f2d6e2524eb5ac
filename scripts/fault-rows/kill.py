"""kill -9: of the daemon, under load, and in the middle of everything else that it does."""

import contextlib
import os
import subprocess
import time

from ground import Daemon, DidNotStart, Reporter, Result, counted, integrity, load, moved_clock, need, serving, settled, size, stored


def row(ground):
    """kill -9 under load"""
    result = Result("kill -9 under load")
    writes(ground, result, size("KILLS", 300))
    rounds = max(2, size("KILLS", 300) // 15)
    result.part("during ageing", ageing, ground, result, rounds)
    purges(ground, result, rounds)
    backups(ground, result, rounds)
    result.part("first starts", first_starts, ground, result)
    return result


def writes(ground, result, kills):
    """During writes, and now and then during a start."""
    home, reporter = ground.fresh("kill"), Reporter(ground)
    earlier = None
    with serving(ground, home) as daemon:
        admin = daemon.admin()
    for number in range(kills):
        daemon = Daemon(ground, home)
        if number % 10 == 9:
            # In the middle of the start.
            time.sleep(ground.random.uniform(0, 0.15))
            daemon.kill()
            continue
        daemon.wait_until_ready()
        known = set(reporter.acknowledged)
        threads = load(daemon, admin, reporter, 30)
        time.sleep(ground.random.uniform(0.02, 0.2))
        daemon.kill()
        for thread in threads:
            thread.join()
        fresh = reporter.acknowledged - known
        with serving(ground, home) as daemon:
            lost = reporter.lost(daemon.client(admin), fresh)
            result.expect(not lost, f"kill {number}: {len(lost)} of {len(fresh)} acknowledged reports were lost")
            daemon.kill()
        if number == kills // 2:
            earlier = ground.copy(home)
    acknowledged = len(reporter.acknowledged)
    result.expect(acknowledged > kills, f"only {acknowledged} reports were acknowledged in {kills} rounds: that is no load")
    result.expect(integrity(home) == ["ok"], "integrity_check found damage")
    with serving(ground, home) as daemon:
        lost = reporter.lost(daemon.client(admin))
        result.expect(not lost, f"{len(lost)} acknowledged reports are not there at the end")
        reporter.send_all_again(daemon.client(admin))
        result.expect(daemon.stop() == 0, "the last daemon did not end cleanly")
    there = counted(home)
    result.expect(there["receipts"] == there["different"] == len(reporter.sent), f"{there['receipts']} receipts of {len(reporter.sent)} reports")
    result.expect(there["reports"] == there["plates"] == len(reporter.sent), f"{there['reports']} counted of {len(reporter.sent)} reports")
    result.figure(f"{kills} kills while {acknowledged:,} reports were acknowledged")
    # As if the last half had never reached the disk.
    with serving(ground, earlier) as daemon:
        lost = reporter.lost(daemon.client(admin))
    result.control(len(lost) > 0, f"an earlier copy of the folder: {len(lost):,} reports lost")
    ground.drop(earlier)
    ground.drop(home)


def filled(ground, count, hours_ago=0.2):
    """A home with so many reports, whose daemon has ended."""
    home, reporter = ground.fresh("filled"), Reporter(ground)
    with serving(ground, home) as daemon:
        client = daemon.client(daemon.admin())
        for _ in range(0, count, 500):
            reporter.send(client, reporter.make(min(500, count), hours_ago=hours_ago))
        daemon.stop()
    return home, reporter


def ageing(ground, result, kills):
    """While what is due is aged: eight days on, every sighting becomes a week's."""
    clock = moved_clock(ground, "+8d")
    home, reporter = filled(ground, 3000)
    middle = 0
    for number in range(kills):
        copy = ground.copy(home)
        daemon = Daemon(ground, copy, environment=clock)
        with contextlib.suppress(DidNotStart):
            daemon.wait_until_ready()
        time.sleep(ground.random.uniform(0, 0.5))
        daemon.kill()
        steps = sighting_steps(copy)
        middle += len(steps) > 1
        result.expect(integrity(copy) == ["ok"], "a kill during ageing left a damaged database")
        with serving(ground, copy, environment=clock) as daemon:
            result.expect(settled(daemon), "a minute after a kill during ageing, plates are still due")
            daemon.stop()
        steps = sighting_steps(copy)
        result.expect(len(steps) == 1, f"after a kill during ageing, sightings stand at {len(steps)} steps of age instead of one")
        result.expect(counted(copy)["plates"] == len(reporter.sent), "a kill during ageing lost plates")
        ground.drop(copy)
    result.expect(middle > 0 or kills < 8, "no ageing was killed half way")
    result.figure(f"{kills} during ageing ({middle} half way)")
    ground.drop(home)


def when(happened, seconds=20):
    """Waits until something has happened, or for so long."""
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.001)


def sighting_steps(home):
    with stored(home) as database:
        return [row[0] for row in database.execute("SELECT DISTINCT step FROM sightings WHERE plate > ?", (1 << 40,))]


def purges(ground, result, kills):
    """While a purge erases: once begun it is done before the next start serves, else nothing of it is."""
    home, reporter = filled(ground, 2000)
    middle = 0
    for number in range(kills):
        copy = ground.copy(home)
        with serving(ground, copy) as daemon:
            before = os.path.getsize(copy + "/data/tombstones")
            purge = subprocess.Popen(
                [ground.programs + "/thawd", "purge", "--older-than", "0d", "--yes", "--data-folder", copy + "/data"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"HOME": copy, "PATH": "/usr/bin:/bin"})
            # A purge is written down before it begins.
            when(lambda: os.path.getsize(copy + "/data/tombstones") > before)
            time.sleep(ground.random.uniform(0, 0.3))
            daemon.kill()
            answered = purge.wait(60) == 0
        left = counted(copy)["plates"]
        middle += 0 < left < len(reporter.sent)
        with serving(ground, copy) as daemon:
            daemon.stop()
        left = counted(copy)["plates"]
        result.expect(left in (0, len(reporter.sent)), f"after a killed purge {left} of {len(reporter.sent)} plates are left")
        result.expect(not answered or left == 0, "a purge was answered and is not done")
        result.expect(integrity(copy) == ["ok"], "a killed purge left a damaged database")
        ground.drop(copy)
    result.expect(middle > 0 or kills < 8, "no purge was killed half way")
    result.figure(f"{kills} during purges ({middle} half way)")
    ground.drop(home)


def backups(ground, result, kills):
    """While a backup is written: the backup is whole or not there, and nothing of it stays in the data folder."""
    home, reporter = filled(ground, 2000)
    whole = 0
    for number in range(kills):
        copy = ground.copy(home)
        target = copy + "/thaw.backup"
        with serving(ground, copy) as daemon:
            command = subprocess.Popen(
                [ground.programs + "/thawd", "backup", target, "--data-folder", copy + "/data"], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env={"HOME": copy, "PATH": "/usr/bin:/bin"})
            when(lambda: any(name.startswith("staged-") for name in os.listdir(copy + "/data")))
            time.sleep(ground.random.uniform(0, 0.01))
            daemon.kill()
            command.wait(60)
        with serving(ground, copy) as daemon:
            staged = [name for name in os.listdir(copy + "/data") if name.startswith("staged-")]
            result.expect(not staged, "a killed backup left staged files after the next start")
            daemon.stop()
        result.expect(counted(copy)["plates"] == len(reporter.sent), "a killed backup lost plates")
        if os.path.exists(target):
            whole += 1
            verdict = ground.thawd(copy, "verify", target)
            result.expect(verdict.returncode == 0, f"a backup stood there after a kill, and is not whole: {verdict.stderr[-200:]}")
        ground.drop(copy)
    result.expect(whole < kills or kills < 8, "no backup was killed half way")
    result.figure(f"{kills} during backups ({kills - whole} half way)")
    ground.drop(home)


def first_starts(ground, result):
    """At each write of a first start, in which the database is made and brought to its shape: the next start makes it, or goes on with it."""
    strace = need("strace", "strace")
    kills = 0
    for call in ("pwrite64", "fdatasync", "fsync", "renameat", "renameat2"):
        for number in range(1, size("STARTS", 40) + 1):
            home = ground.fresh("first")
            trace = home + "/trace"
            inject = [strace, "-f", "-o", trace, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
            daemon = Daemon(ground, home, prefix=inject)
            try:
                daemon.wait_until_ready()
                was_killed = False
                daemon.kill()
            except DidNotStart:
                was_killed = True
            if was_killed:
                kills += 1
                try:
                    with serving(ground, home) as daemon:
                        reporter = Reporter(ground)
                        reporter.send(daemon.client(daemon.admin()), reporter.make(3))
                        result.expect(daemon.stop() == 0, f"after a kill at {call} {number} of a first start, the next did not end cleanly")
                    result.expect(integrity(home) == ["ok"], f"a kill at {call} {number} of a first start left a damaged database")
                except DidNotStart as error:
                    result.expect(False, f"after a kill at {call} {number} of a first start, the next failed: {error.said}")
            ground.drop(home)
            if not was_killed:
                break
    result.expect(kills > 3, f"only {kills} first starts were killed")
    result.figure(f"{kills} at single writes of a first start")
