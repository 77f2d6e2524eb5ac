"""kill -9 of the daemon: under load, and during everything else that it does."""

import contextlib
import os
import shutil
import subprocess
import time

from ground import Daemon, DidNotStart, Reporter, Result, counted, integrity, load, moved_clock, need, serving, finished_ageing, size, stored
from world import World, answers, difference


def row(ground):
    """kill -9 under load"""
    result = Result("kill -9 under load")
    writes(ground, result, size("KILLS", 300))
    rounds = max(2, size("KILLS", 300) // 15)
    result.part("during ageing", ageing, ground, result, rounds)
    purges(ground, result, rounds)
    backups(ground, result, rounds)
    result.part("first starts", first_starts, ground, result)
    result.part("migrations", migrations, ground, result)
    result.part("restores", restores, ground, result)
    return result


def writes(ground, result, kills):
    """Kills during writes, and now and then during a start."""
    home, reporter = ground.fresh("kill"), Reporter(ground)
    earlier = None
    with serving(ground, home) as daemon:
        admin = daemon.admin()
    for number in range(kills):
        daemon = Daemon(ground, home)
        if number % 10 == 9:
            # During the start.
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
    result.expect(acknowledged > kills, f"only {acknowledged} reports were acknowledged in {kills} rounds: too little load")
    result.expect(integrity(home) == ["ok"], "integrity_check found damage")
    with serving(ground, home) as daemon:
        lost = reporter.lost(daemon.client(admin))
        result.expect(not lost, f"{len(lost)} acknowledged reports are missing at the end")
        reporter.send_all_again(daemon.client(admin))
        result.expect(daemon.stop() == 0, "the last daemon did not end cleanly")
    there = counted(home)
    result.expect(there["receipts"] == there["different"] == len(reporter.sent), f"{there['receipts']} receipts of {len(reporter.sent)} reports")
    result.expect(there["reports"] == there["plates"] == len(reporter.sent), f"{there['reports']} counted of {len(reporter.sent)} reports")
    result.figure(f"{kills} kills while {acknowledged:,} reports were acknowledged")
    # As if the second half had never reached the disk.
    with serving(ground, earlier) as daemon:
        lost = reporter.lost(daemon.client(admin))
    result.control(len(lost) > 0, f"an earlier copy of the folder: {len(lost):,} reports lost")
    ground.drop(earlier)
    ground.drop(home)


def filled(ground, count, hours_ago=0.2, seal_key=None):
    """Makes a home folder with a number of reports, and stops its daemon."""
    home, reporter = ground.fresh("filled"), Reporter(ground)
    if seal_key:
        os.makedirs(home + "/data", mode=0o700)
        shutil.copy2(seal_key, home + "/data/seal.key")
    with serving(ground, home) as daemon:
        client = daemon.client(daemon.admin())
        for _ in range(0, count, 500):
            reporter.send(client, reporter.make(min(500, count), hours_ago=hours_ago))
        daemon.stop()
    return home, reporter


def ageing(ground, result, kills):
    """Kills during ageing: after eight days, every sighting is coarsened to its week."""
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
            result.expect(finished_ageing(daemon), "a minute after a kill during ageing, plates are still due")
            daemon.stop()
        steps = sighting_steps(copy)
        result.expect(len(steps) == 1, f"after a kill during ageing, sightings are at {len(steps)} steps of the ageing ladder instead of one")
        result.expect(counted(copy)["plates"] == len(reporter.sent), "a kill during ageing lost plates")
        ground.drop(copy)
    result.expect(middle > 0 or kills < 8, "no ageing was killed half way")
    result.figure(f"{kills} during aging ({middle} partway)")
    ground.drop(home)


def when(happened, seconds=20):
    """Waits until something has happened, or until the time is over."""
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.001)


def sighting_steps(home):
    with stored(home) as database:
        return [row[0] for row in database.execute("SELECT DISTINCT step FROM sightings WHERE plate > ?", (1 << 40,))]


def purges(ground, result, kills):
    """Kills during a purge: if it began, the next start finishes it before it serves; otherwise nothing is purged."""
    home, reporter = filled(ground, 2000)
    middle = 0
    for number in range(kills):
        copy = ground.copy(home)
        with serving(ground, copy) as daemon:
            before = os.path.getsize(copy + "/data/tombstones")
            purge = subprocess.Popen(
                [ground.programs + "/thawd", "purge", "--older-than", "0d", "--yes", "--data-folder", copy + "/data"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"HOME": copy, "PATH": "/usr/bin:/bin"})
            # The daemon records a purge before it begins.
            when(lambda: os.path.getsize(copy + "/data/tombstones") > before)
            time.sleep(ground.random.uniform(0, 0.3))
            daemon.kill()
            answered = purge.wait(60) == 0
        left = counted(copy)["plates"]
        middle += 0 < left < len(reporter.sent)
        with serving(ground, copy) as daemon:
            daemon.stop()
        left = counted(copy)["plates"]
        result.expect(left in (0, len(reporter.sent)), f"after a kill during a purge, {left} of {len(reporter.sent)} plates are left")
        result.expect(not answered or left == 0, "a purge was answered and is not done")
        result.expect(integrity(copy) == ["ok"], "a killed purge left a damaged database")
        ground.drop(copy)
    result.expect(middle > 0 or kills < 8, "no purge was killed half way")
    result.figure(f"{kills} during purges ({middle} partway)")
    ground.drop(home)


def backups(ground, result, kills):
    """Kills during a backup: the backup is complete or absent, and leaves no files in the data folder."""
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
            result.expect(verdict.returncode == 0, f"a kill left an incomplete backup: {verdict.stderr[-200:]}")
        ground.drop(copy)
    result.expect(whole < kills or kills < 8, "no backup was killed half way")
    result.figure(f"{kills} during backups ({kills - whole} partway)")
    ground.drop(home)


def first_starts(ground, result):
    """Kills at each write of a first start, which creates the database: the next start creates it or continues."""
    def use(daemon):
        reporter = Reporter(ground)
        reporter.send(daemon.client(daemon.admin()), reporter.make(3))

    kills = starts(ground, result, "a first start", lambda: ground.fresh("first"), use)
    result.expect(kills > 3, f"only {kills} first starts were killed")
    result.figure(f"{kills} at single writes of a first start")


def migrations(ground, result):
    """Kills at each write of a start that migrates the data folder of an earlier version: the next start migrates it or continues."""
    folders = os.path.abspath(os.path.dirname(__file__) + "/../../Tests/thawdTests/DataFolders")
    kept = sorted(name for name in os.listdir(folders) if name.startswith("v"))

    def unpacked(name):
        home = ground.fresh("migration")
        shutil.copytree(f"{folders}/{name}/data", home + "/data")
        for path, _, files in os.walk(home + "/data"):
            os.chmod(path, 0o700)
            for file in files:
                os.chmod(f"{path}/{file}", 0o600)
        return home

    def kept_rows(home):
        # Tokens and protections do not age.
        with stored(home) as database:
            return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("tokens", "protections", "grdb_migrations")]

    for name in kept[:-1]:
        whole = unpacked(name)
        with serving(ground, whole) as daemon:
            daemon.stop()
        rows = kept_rows(whole)
        result.expect(rows[-1] == len(kept), f"a start did not migrate {name}")

        def check(home):
            result.expect(kept_rows(home) == rows, f"a killed migration of {name} left {kept_rows(home)} and not {rows}")

        kills = starts(ground, result, f"a migration of {name}", lambda: unpacked(name), check=check)
        result.expect(kills > 3, f"only {kills} migrations of {name} were killed")
        result.figure(f"{kills} at single writes of a start that migrates {name}")


def starts(ground, result, what, make, use=lambda daemon: None, check=lambda home: None):
    """Kills at each write of a start in a home that `make` returns. Returns how many were killed."""
    strace = need("strace", "strace")
    kills = 0
    for call in ("pwrite64", "fdatasync", "fsync", "renameat", "renameat2"):
        for number in range(1, size("STARTS", 40) + 1):
            home = make()
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
                where = f"a kill at {call} {number} of {what}"
                try:
                    with serving(ground, home) as daemon:
                        use(daemon)
                        result.expect(daemon.stop() == 0, f"after {where}, the next daemon did not stop cleanly")
                    result.expect(integrity(home) == ["ok"], f"{where} left a damaged database")
                    check(home)
                except DidNotStart as error:
                    result.expect(False, f"after {where}, the next start failed: {error.said}")
            ground.drop(home)
            if not was_killed:
                break
    return kills


def restores(ground, result):
    """Kills at single writes of a restore: the registry is the former or the restored one, and the next restore succeeds."""
    strace = need("strace", "strace")
    world = World(ground)
    with open(world.home + "/admin") as file:
        admins = [file.read()]
    # A first start under the same key made it meanwhile.
    other, _ = filled(ground, 20, seal_key=world.home + "/data/seal.key")
    with open(other + "/admin") as file:
        admins.append(file.read())
    kills = {False: 0, True: 0}
    for name, home, options in (("its own backup", world.clean, ()), ("another registry's", other, ("--without-tombstones",))):
        before = told(ground, ground.copy(home), admins, world)
        arguments = ("restore", world.backup, "--yes", *options)
        traced = ground.copy(home)
        trace = traced + "/trace"
        whole = ground.thawd(traced, *arguments, prefix=[strace, "-f", "-o", trace, "-e", "trace=" + ",".join(RESTORE_CALLS)])
        if not result.expect(whole.returncode == 0, f"a restore of {name} failed: {whole.stderr[-200:]}"):
            continue
        after = told(ground, traced, admins, world)
        result.expect(difference(before, after) is not None, f"a restore of {name} changed nothing")
        for call, number in writes_of(trace, size("RESTORES", 40), ground.random):
            copy = ground.copy(home)
            prefix = [strace, "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
            where = f"a kill at {call} {number} of a restore of {name}"
            if ground.thawd(copy, *arguments, prefix=prefix).returncode == 0:
                ground.drop(copy)
                continue
            try:
                now = told(ground, copy, admins, world)
                result.expect(None in (difference(before, now), difference(after, now)), f"{where} left neither registry: {difference(after, now)}")
                kills[difference(after, now) is None] += 1
            except DidNotStart as error:
                result.expect(False, f"after {where}, the next start failed: {error.said}")
            again = ground.thawd(copy, *arguments)
            result.expect(again.returncode == 0, f"after {where}, the next restore failed: {again.stderr[-200:]}")
            left = difference(after, told(ground, copy, admins, world))
            result.expect(left is None, f"after {where}, the next restore gave another registry: {left}")
            ground.drop(copy)
    result.expect(kills[False] > 5 and kills[True] > 0, f"restores were killed {kills[False]} times before the swap and {kills[True]} times after it")
    result.figure(f"{kills[False]} at single writes of a restore before the swap, {kills[True]} after it")


RESTORE_CALLS = ("pwrite64", "write", "ftruncate", "fdatasync", "fsync", "linkat", "rename", "renameat", "renameat2", "unlink", "unlinkat")


def writes_of(trace, most, random):
    """The writes of a traced command as call and number: the last of each kind, and others by chance."""
    counts = {}
    with open(trace) as file:
        for line in file:
            call = line.split(None, 1)[1].split("(", 1)[0]
            if call in RESTORE_CALLS:
                counts[call] = counts.get(call, 0) + 1
    every = [(call, number) for call in counts for number in range(1, counts[call] + 1)]
    last = [(call, number) for call, number in every if number > counts[call] - 3]
    rest = [one for one in every if one not in last]
    return last + random.sample(rest, min(len(rest), max(0, most - len(last))))


def told(ground, home, admins, world):
    """All answers that an admin gets, by the token that this registry knows."""
    with serving(ground, home) as daemon:
        known = [token for token in admins if daemon.client(token).call("GET", "/v1/tokens/self")[0] == 200]
        with open(home + "/admin", "w") as file:
            file.write(known[0])
        answered = answers(daemon, world.plates + world.purged)
        daemon.stop()
    return answered
