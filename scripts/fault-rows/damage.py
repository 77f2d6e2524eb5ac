"""Damaged files: the daemon names the file and refuses it, or the damage makes no difference."""

import os
import re
import shutil

from ground import DidNotStart, Result, serving, size
from world import World, difference, files, report_all, rows_of

# The code at the start of an error message.
NAMED = re.compile(r"^(?:thawd|  ).*?\b([a-z]+\.[a-z_]+): ", re.MULTILINE)


def corruption(ground):
    """Corruption"""
    result = Result("Corruption")
    world = World(ground)
    judge = Judge(ground, world, result)
    for state in ("clean", "killed"):
        for name in files(getattr(world, state)):
            for what, change in coarse(ground):
                judge.start(state, name, what, change, names_file=True)
    judge.week_keys()
    for what, change in coarse(ground):
        judge.tombstones(what, change)
        judge.backup(what, change)
    judge.count()
    judge.controls()
    return result


def bits(ground):
    """Flipped bits"""
    result = Result("Flipped bits")
    world = World(ground)
    judge = Judge(ground, world, result)
    flips = size("FLIPS", 60)
    for state in ("clean", "killed"):
        for name in files(getattr(world, state)):
            if state == "clean" and "sqlite" not in name:
                continue
            length = os.path.getsize(f"{getattr(world, state)}/data/{name}")
            share = flips if "sqlite" in name else min(flips, 3 * length)
            for place in sample(ground, length, share):
                judge.start(state, name, f"bit flipped at {place}", flip(place, ground.random.randrange(8)))
            for border in borders(ground, name, length):
                judge.start(state, name, f"cut to {border}", cut(border))
    # Every byte and every length of the tombstone log: it is small, and verify reads all of it.
    length = os.path.getsize(world.clean + "/data/tombstones")
    for place in sample(ground, length, size("TOMBSTONES", 400)):
        judge.tombstones(f"bit flipped at {place}", flip(place, ground.random.randrange(8)))
    for border in sample(ground, length, size("TOMBSTONES", 400)):
        judge.tombstones(f"cut to {border}", cut(border))
    length = os.path.getsize(world.backup)
    for place in sample(ground, length, 2 * flips):
        judge.backup(f"bit flipped at {place}", flip(place, ground.random.randrange(8)))
    for border in borders(ground, "thaw.sqlite", length):
        judge.backup(f"cut to {border}", cut(border))
    judge.count()
    judge.controls()
    return result


# MARK: Damage


def sample(ground, length, count):
    return range(length) if count >= length else sorted(ground.random.sample(range(length), count))


def borders(ground, name, length):
    """The ends of a database's pages or a log's frames; for other files, every length."""
    found = all_borders(name, length)
    return [found[place] for place in sample(ground, len(found), size("BORDERS", 1_000))]


def all_borders(name, length):
    if name.endswith("-wal"):
        return [0, 32, *range(32 + 4120, length, 4120)]
    if "sqlite" in name:
        return range(0, length, 4096)
    return range(length)


def flip(place, bit):
    def change(path):
        with open(path, "r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 1 << bit]))
    return change


def cut(length):
    return lambda path: os.truncate(path, length)


def coarse(ground):
    """Damage to whole files."""
    def zeroed(path):
        with open(path, "r+b") as file:
            file.write(bytes(min(4096, os.path.getsize(path))))

    def scattered(path):
        length = os.path.getsize(path)
        for _ in range(64):
            flip(ground.random.randrange(length), ground.random.randrange(8))(path)

    def other(path):
        length = os.path.getsize(path)
        with open(path, "r+b") as file:
            file.write(ground.random.randbytes(length))

    return [
        ("removed", os.remove), ("emptied", cut(0)), ("cut in half", lambda path: os.truncate(path, os.path.getsize(path) // 2)),
        ("cut by a byte", lambda path: os.truncate(path, os.path.getsize(path) - 1)), ("its first page zeroed", zeroed),
        ("64 bits flipped", scattered), ("overwritten with random bytes", other),
    ]


# MARK: Results


class Judge:
    def __init__(self, ground, world, result):
        self.ground, self.world, self.result = ground, world, result
        self.refused, self.same, self.wrong = {}, {}, {}
        self.verified = self.verify(ground.copy(world.clean), world.backup)

    def count_one(self, table, name):
        table[name] = table.get(name, 0) + 1

    def bad(self, name, text):
        self.count_one(self.wrong, name)
        if self.wrong[name] <= 3:
            self.result.expect(False, f"{name} {text}")

    def start(self, state, name, what, change, names_file=False):
        """Damages a file and starts a daemon on it."""
        home = self.ground.copy(getattr(self.world, state))
        where = f"{what} ({state})"
        try:
            change(f"{home}/data/{name}")
            try:
                told = self.world.answers(home)
            except DidNotStart as error:
                self.judge_refusal(name, where, error, home, names_file)
                return
            except Exception as error:
                # It started, but then failed to answer.
                return self.bad(name, f"{where}: started, but then: {str(error)[:160]}")
            changed = difference(self.world.told[state], told)
            if changed:
                # The expected answers may have changed with time.
                self.world.told[state] = self.world.answers(self.ground.copy(getattr(self.world, state)))
                changed = difference(self.world.told[state], told)
            if changed:
                self.bad(name, f"{where}: starts, but {changed}")
            else:
                self.count_one(self.same, name)
        finally:
            self.ground.drop(home)

    def judge_refusal(self, name, where, error, home, names_file):
        named = NAMED.findall(error.log)
        if error.status in (None, 0) or error.status < 0 or not named:
            return self.bad(name, f"{where}: exited with {error.status} without a named error: {error.said}")
        if names_file and not f"{home}/data/" in error.log:
            return self.bad(name, f"{where}: refused with {named[0]}, but the file is not named")
        if names_file and "store.corrupt" in named and "thawd restore" not in error.log:
            return self.bad(name, f"{where}: refused with {named[0]}, but thawd restore is not mentioned")
        self.count_one(self.refused, name)

    def verify(self, home, backup):
        done = self.ground.thawd(home, "verify", backup)
        return done.returncode, done.stdout, done.stderr

    def tombstones(self, what, change):
        """Damages the tombstone log: a restore must read all of it or refuse."""
        home = self.ground.copy(self.world.clean)
        try:
            change(home + "/data/tombstones")
            status, output, error = self.verify(home, self.world.backup)
            if status != 0:
                named = "restore.no_tombstones" in error or NAMED.search(error)
                if named:
                    return self.count_one(self.refused, "tombstones, a restore")
                return self.bad("tombstones, a restore", f"{what}: exited with {status} without a named error")
            if output != self.verified[1]:
                return self.bad("tombstones, a restore", f"{what}: verify says {[l for l in output.splitlines() if l not in self.verified[1]][:2]}")
            self.count_one(self.same, "tombstones, a restore")
        finally:
            self.ground.drop(home)

    def backup(self, what, change):
        """Damages a backup: a restore must refuse it or give the same registry."""
        home = self.ground.copy(self.world.clean)
        damaged = home + "/damaged.backup"
        try:
            shutil.copy2(self.world.backup, damaged)
            change(damaged)
            status, output, error = self.verify(home, damaged)
            if status != 0:
                if NAMED.search(error):
                    return self.count_one(self.refused, "backup")
                return self.bad("backup", f"{what}: exited with {status} without a named error")
            restored = self.ground.thawd(home, "restore", damaged, "--yes")
            if restored.returncode != 0:
                return self.bad("backup", f"{what}: passed verify, but cannot be restored")
            told = self.world.answers(home)
            changed = difference(self.restored(), told)
            if changed:
                return self.bad("backup", f"{what}: restored, but {changed}")
            self.count_one(self.same, "backup")
        finally:
            self.ground.drop(home)

    def restored(self):
        """The answers after a restore of the undamaged backup."""
        if not hasattr(self, "told_restored"):
            home = self.ground.copy(self.world.clean)
            self.ground.thawd(home, "restore", self.world.backup, "--yes")
            self.told_restored = self.world.answers(home)
            again = [row for row in self.told_restored["looked up"]["results"] if row["query"] in self.world.purged and row["outcome"] != "not_listed"]
            self.result.expect(not again, "an undamaged restore brought back purged plates")
        return self.told_restored

    def week_keys(self):
        """Removes or replaces a week key: nobody may become two voices."""
        clean = self.world.clean
        key = next(name for name in files(clean) if name.startswith("weeks/"))
        week = int(key.split("-")[-1].split(".")[0])

        def removed(home):
            os.remove(f"{home}/data/{key}")

        def folder_removed(home):
            shutil.rmtree(home + "/data/weeks")

        def replaced(home):
            with open(f"{home}/data/{key}", "r+b") as file:
                file.write(self.ground.random.randbytes(32))

        def of_another_week(home):
            os.rename(f"{home}/data/{key}", f"{home}/data/weeks/week-{week - 1}.key")

        for change in (removed, folder_removed, replaced, of_another_week):
            name, home = "week key " + change.__name__.replace("_", " "), self.ground.copy(clean)
            try:
                before = self.voices(self.ground.copy(clean), None)
                change(home)
                after = self.voices(home, self.world.volunteers[0])
                if after != before:
                    self.bad(name, f": a person who reported twice got {after - before} more voices" if after > before else f": {before - after} voices are gone")
                else:
                    self.count_one(self.same, "week keys")
            except DidNotStart as error:
                self.judge_refusal("week keys", name, error, home, names_file=True)
            finally:
                self.ground.drop(home)

    def voices(self, home, token):
        """The number of voices on a volunteer's plates, after the volunteer reports them again."""
        plates = self.world.plates[6:12]
        with serving(self.ground, home) as daemon:
            if token:
                report_all(daemon, self.ground, token, plates, hours_ago=0.1)
            found = daemon.client(daemon.admin()).post("/v1/moderation/plates", {"plates": plates})
            daemon.stop()
        return sum(sum(row["voices"].values()) for row in rows_of(found))

    def controls(self):
        """The checks must notice an intact but different registry, and a file that is not a backup."""
        home = self.ground.copy(self.world.clean)
        changed = difference(self.world.told["killed"], self.world.answers(home))
        self.result.control(changed is not None, "another intact registry in its place: noticed")
        with open(self.world.backup, "rb") as file:
            noticed = self.verify(home, self.world.home + "/data/lock")[0] != 0 and len(file.read()) > 0
        self.result.control(noticed, "a file that is not a backup: refused")
        self.ground.drop(home)

    def count(self):
        names = sorted({*self.refused, *self.same, *self.wrong})
        parts = []
        for name in names:
            short = name.replace("weeks/", "").replace("thaw.", "")
            wrong = f", {self.wrong[name]} wrong" if name in self.wrong else ""
            parts.append(f"{short}: {self.refused.get(name, 0)} refused, {self.same.get(name, 0)} no difference{wrong}")
        self.result.figure(f"{sum(self.refused.values()) + sum(self.same.values()) + sum(self.wrong.values()):,} damages; " + "; ".join(parts))
