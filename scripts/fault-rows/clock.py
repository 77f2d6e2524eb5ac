"""A wall clock that jumps, while the daemon runs and between two runs."""

import time

from ground import DidNotStart, Reporter, Result, Unexpected, moved_clock, serving, size
from world import report_all, rows_of, verdict

HOUR = 3600


def row(ground):
    """Clock jumps"""
    result = Result("Clock jumps")
    people = Registry(ground)
    for hours in (-49, -1, 1, 3, 24, 47):
        people.jump(result, hours, nothing_goes=True)
    # Further than anything lives: what is due then is hidden, and waits for the operator.
    people.jump(result, 24 * 400, nothing_goes=True)
    for hours in (-24 * 8, -24, 24, 24 * 8):
        people.restart(result, hours)
    result.figure(f"{people.jumps} jumps while it ran, by up to 400 days, and {people.starts} starts at another time")
    result.control(people.late_start(), "a late start, 400 days on: what expired is gone")
    return result


class Clock:
    """What a file says, in seconds from the real time."""

    def __init__(self, path):
        self.path = path
        self.set(0)

    def set(self, hours):
        # Replaced in place: libfaketime reads it at each call.
        with open(self.path, "w") as file:
            file.write(f"{'+' if hours >= 0 else '-'}{abs(int(hours * HOUR))}\n")
        self.hours = hours


class Registry:
    """One with a confirmed plate, a cleared and a watched one, a person, and a token that was revoked."""

    def __init__(self, ground):
        self.ground, self.home = ground, ground.fresh("clock")
        self.jumps = self.starts = 0
        reporter = Reporter(ground, "J")
        with serving(ground, self.home) as daemon:
            client = daemon.client(daemon.admin())
            self.person, lost = daemon.person("volunteer"), daemon.person("volunteer")
            self.lost = lost
            reports = reporter.make(6)
            reporter.send(client, reports)
            self.plates = [report["plate"] for report in reports]
            report_all(daemon, ground, self.person, self.plates)
            verdict(client, "confirm", self.plates[0], signs=["convoy"])
            verdict(client, "clear", self.plates[1])
            verdict(client, "protect", "MN:JPROTECT")
            short = daemon.client(lost).get("/v1/tokens/self")["id"]
            status = daemon.client(daemon.admin()).call("DELETE", f"/v1/tokens/{short}")[0]
            assert status == 204, status
            self.before = self.told(daemon)
            daemon.stop()

    def lost_status(self, daemon):
        """The status that the revoked token gets. Wrong tokens have a rate: a 429 says when to ask again, and nothing about the token."""
        client = daemon.client(self.lost)
        for _ in range(60):
            status, headers, _ = client.call("GET", "/v1/tokens/self")
            if status != 429:
                return status
            time.sleep(int(headers["Retry-After"]))
        return status

    def told(self, daemon):
        """What a jump must not take; or why nobody is told anything any more."""
        try:
            return self.told_admin(daemon)
        except Unexpected as error:
            return dict.fromkeys(("rows", "outcomes", "lost token", "person"), f"refused as {error.code}")

    def told_admin(self, daemon):
        """Plates, their status, the number of voices, who is let in."""
        client = daemon.client(daemon.admin())
        rows = {}
        for plate in self.plates:
            found = list(rows_of(client.post("/v1/moderation/plates", {"plates": [plate]})))
            rows[plate] = [(row["status"], sum(row["voices"].values()), bool(row["sightings"])) for row in found]
        listed = client.post("/v1/lookups", {"plates": self.plates[:2] + ["MN:JPROTECT"]})["results"]
        return {
            "rows": rows, "outcomes": [(item["outcome"], "cleared" in item) for item in listed],
            "lost token": self.lost_status(daemon), "person": daemon.client(self.person).call("GET", "/v1/tokens/self")[0]}

    def jump(self, result, hours, nothing_goes):
        """The clock jumps there while the daemon runs, stays for two looks of the ageing at it, and jumps back."""
        self.jumps += 1
        home = self.ground.copy(self.home)
        clock = Clock(home + "/clock")
        with serving(self.ground, home, environment=moved_clock(self.ground, file=clock.path)) as daemon:
            clock.set(hours)
            end = time.monotonic() + size("JUMP_SECONDS", 34)
            while time.monotonic() < end:
                status = self.lost_status(daemon)
                result.expect(status == 401, f"after a jump by {hours} h a revoked token is answered {status}")
                result.expect(daemon.is_running(), f"a jump by {hours} h ended the daemon")
                time.sleep(1)
            clock.set(0)
            time.sleep(1)
            after = self.told(daemon)
            for part, value in self.before.items():
                result.expect(after[part] == value, f"a jump by {hours} h and back: {part} was {short(value)}, is {short(after[part])}")
            status = daemon.stop()
            result.expect(status == 0, f"after a jump by {hours} h and back it ended with {status}")
        with serving(self.ground, home) as daemon:
            after = self.told(daemon)
            result.expect(after["rows"] == self.before["rows"], f"a jump by {hours} h and back, and a restart: rows are {short(after['rows'])}")
        self.ground.drop(home)

    def restart(self, result, hours):
        """It starts while the clock is wrong, a person reports again, and it starts once more at the right time."""
        self.starts += 1
        home = self.ground.copy(self.home)
        try:
            with serving(self.ground, home, environment=moved_clock(self.ground, f"{hours * HOUR:+d}")) as daemon:
                status = self.lost_status(daemon)
                result.expect(status == 401, f"a start at {hours:+d} h: a revoked token is answered {status}")
                if hours < 0:
                    self.report_at(daemon, hours)
                daemon.stop()
        except DidNotStart as error:
            result.expect(error.status not in (None, 0) and "." in error.log, f"a start at {hours:+d} h failed, and named nothing")
        try:
            with serving(self.ground, home) as daemon:
                after = self.told(daemon)
                result.expect(after["lost token"] == 401, f"after a start at {hours:+d} h a revoked token is good again")
                told = isinstance(after["rows"], dict)
                result.expect(told, f"after a start at {hours:+d} h: {after['rows']}")
                for plate in self.plates[2:] if told else []:
                    voices = [row[1] for row in after["rows"][plate]]
                    was = [row[1] for row in self.before["rows"][plate]]
                    # A person stays one voice; what expired by the jump may be gone.
                    result.expect(sum(voices) <= sum(was), f"after a start at {hours:+d} h {sum(was)} voices became {sum(voices)}")
                if abs(hours) <= 24:
                    result.expect(after["rows"] == self.before["rows"] or hours < 0, f"a start at {hours:+d} h took more than the jump: {short(after['rows'])}")
                daemon.stop()
        except DidNotStart as error:
            result.expect(False, f"after a start at {hours:+d} h it does not start: {error.said}")
        self.ground.drop(home)

    def report_at(self, daemon, hours):
        """The person reports the same plates at the wrong time."""
        try:
            report_all(daemon, self.ground, self.person, self.plates[2:], hours_ago=0.1 - hours)
        except RuntimeError:
            pass

    def late_start(self):
        home = self.ground.copy(self.home)
        with serving(self.ground, home, environment=moved_clock(self.ground, "+400d")) as daemon:
            status, _, data = daemon.client().call("POST", "/v1/lookups", {"plates": self.plates[:1]})
            gone = status == 200 and b'"not_listed"' in data
            daemon.stop()
        self.ground.drop(home)
        return gone


def short(value):
    return str(value)[:110]
