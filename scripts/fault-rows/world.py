"""A small registry with every kind of data, and all answers about it."""

import json
import os

from ground import Reporter, serving, times

PURGED, KEPT = 10, 24


class World:
    """The same registry after a clean stop and after a kill, and a backup from before the last operations."""

    def __init__(self, ground):
        self.ground = ground
        self.home = ground.fresh("world")
        self.backup = self.home + "/thaw.backup"
        reporter = Reporter(ground, "W")
        kept, purged = reporter.make(KEPT), reporter.make(PURGED)
        self.plates = [report["plate"] for report in kept]
        self.purged = [report["plate"] for report in purged]
        with serving(ground, self.home) as daemon:
            admin = daemon.admin()
            client = daemon.client(admin)
            self.volunteers = [daemon.person("volunteer") for _ in range(3)]
            reporter.send(client, kept + purged)
            for volunteer in self.volunteers:
                report_all(daemon, ground, volunteer, self.plates[:12])
            for plate in self.plates[:4]:
                verdict(client, "confirm", plate, signs=["convoy"])
            verdict(client, "protect", "MN:WPROTECT")
            backup = ground.thawd(self.home, "backup", self.backup)
            if backup.returncode != 0:
                raise RuntimeError(backup.stderr)
            verdict(client, "clear", self.plates[4])
            verdict(client, "protect", self.plates[5])
            purge = ground.thawd(self.home, "purge", "--plate", "-", "--yes", input="\n".join(self.purged))
            if purge.returncode != 0:
                raise RuntimeError(purge.stderr)
            daemon.stop()
        self.clean = ground.copy(self.home, "clean")
        with serving(ground, self.home) as daemon:
            client = daemon.client(admin)
            for number in range(6):
                reporter.send(client, reporter.make(2))
            self.plates += [report["plate"] for report in list(reporter.sent.values())[-12:]]
            daemon.kill()
        self.killed = ground.copy(self.home, "killed")
        self.told = {"clean": self.answers(ground.copy(self.clean)), "killed": self.answers(ground.copy(self.killed))}

    def answers(self, home):
        """Starts a daemon on a home folder, and returns all answers that an admin gets."""
        with serving(self.ground, home) as daemon:
            told = answers(daemon, self.plates + self.purged)
            daemon.stop()
        return told


def answers(daemon, plates):
    client = daemon.client(daemon.admin())
    told = {"listings": client.get("/v1/listings?limit=500"), "tokens": client.get("/v1/tokens"), "stats": client.get("/v1/stats")}
    for start in range(0, len(plates), 20):
        told[f"plates {start}"] = client.post("/v1/moderation/plates", {"plates": plates[start:start + 20]})
    told["looked up"] = daemon.client(daemon.admin()).post("/v1/lookups", {"plates": plates + ["MN:WPROTECT"]})
    told["protected"] = client.post("/v1/moderation/plates", {"plates": ["MN:WPROTECT"]})
    return without_times(told)


def without_times(value):
    """The value without fields that change with time."""
    if isinstance(value, dict):
        return {key: without_times(inner) for key, inner in value.items() if key not in ("as_of", "read", "evidence", "next_at", "next")}
    if isinstance(value, list):
        return [without_times(inner) for inner in value]
    return value


def difference(before, after):
    """The first difference between two sets of answers; None if they are equal."""
    for part in before:
        if before[part] != after.get(part):
            one, other = json.dumps(before[part]), json.dumps(after.get(part))
            place = next((at for at, (left, right) in enumerate(zip(one, other)) if left != right), min(len(one), len(other)))
            begin = max(0, place - 40)
            return f"{part}: …{one[begin:place + 40]}… became …{other[begin:place + 40]}…"
    return None


def report_all(daemon, ground, token, plates, hours_ago=1.0):
    client = daemon.client(token)
    reports = [
        {"id": f"{ground.random.getrandbits(128):032x}", "plate": plate, "seen_at": times(-hours_ago), "area": "everywhere", "signs": ["convoy"],
         "vehicle": {"color": "black", "body": "suv"}} for plate in plates]
    items = client.post("/v1/reports", {"reports": reports})["results"]
    bad = [item for item in items if item["result"] == "refused"]
    if bad:
        raise RuntimeError(f"refused: {bad[0]}")


def verdict(client, name, plate, **more):
    """Gives a verdict on a plate, whatever its version."""
    found = client.post("/v1/moderation/plates", {"plates": [plate]})
    version = max([row.get("version", 0) for row in rows_of(found)] or [0])
    answer = client.post("/v1/moderation/verdicts", {"verdict": name, "plates": [{"plate": plate, "version": version}], **more})
    if answer["results"][0]["result"] != "decided":
        raise RuntimeError(f"{name}: {answer}")


def rows_of(found):
    """Every row in an answer about plates, at any depth."""
    if isinstance(found, dict):
        if "version" in found:
            yield found
        for inner in found.values():
            yield from rows_of(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from rows_of(inner)


def files(home):
    """The names of the files in a data folder, without empty ones."""
    found = []
    for folder, _, names in os.walk(home + "/data"):
        for name in names:
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, home + "/data")
            if relative not in ("lock", "control.sock") and os.path.isfile(path) and os.path.getsize(path) > 0:
                found.append(relative)
    return sorted(found)
