"""The signed list that `thaw` keeps: damaged, killed while it is replaced, on a full disk, under a wrong clock."""

import contextlib
import http.server
import json
import os
import shutil
import subprocess
import threading
import time

from damage import coarse, cut, flip
from ground import Reporter, Result, moved_clock, need, need_root, serving, size
from world import verdict

FILES = (".cache/thaw/list", ".cache/thaw/list-index", ".local/state/thaw/list-trust")
# The index only saves time, so damage to it may make no difference. Damage to the others is always an error.
MAY_ANSWER = {".cache/thaw/list-index"}


def row(ground):
    """The list on a device"""
    result = Result("The list on a device")
    device = Device(ground)
    device.damage(result, size("LIST_FLIPS", 400))
    device.kills(result, size("LIST_KILLS", 60))
    result.part("full disk", device.full_disk, result)
    result.part("clock", device.clock, result)
    device.controls(result)
    return result


class Device:
    """A volunteer's machine with a list, a report that waits, and the registry that it is logged in to."""

    def __init__(self, ground):
        self.ground, self.home = ground, ground.fresh("device")
        self.server = ground.fresh("registry")
        reporter = Reporter(ground, "L")
        with serving(ground, self.server) as daemon:
            self.port = daemon.port
            reports = reporter.make(8)
            reporter.send(daemon.client(daemon.admin()), reports)
            self.plates = [report["plate"] for report in reports]
            for plate in self.plates[:6]:
                verdict(daemon.client(daemon.admin()), "confirm", plate, signs=["convoy"])
            token = daemon.person("volunteer")
            self.must("login", f"http://127.0.0.1:{daemon.port}", input=token + "\n")
            self.must("sync")
            status, headers, body = daemon.client(token).call("GET", "/v1/list")
            assert status == 200, status
            self.recorded = {name: headers[name] for name in ("Content-Type", "ETag", "Thaw-Signature")}, body
            daemon.stop()
        # The server is gone: the report waits, and must outlive everything.
        self.must("report", "mn:lq1234", "everywhere")
        self.told = self.answers(self.home)

    def thaw(self, *arguments, home=None, input=None, environment=None):
        variables = {"HOME": home or self.home, "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no", **(environment or {})}
        # Through env for the same reason as a daemon: see `Daemon`.
        command = ["/usr/bin/env", self.ground.programs + "/thaw", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, env=variables, input=input, errors="replace")

    def must(self, *arguments, **options):
        done = self.thaw(*arguments, **options)
        if done.returncode != 0:
            raise RuntimeError(f"thaw {arguments[0]}: {done.stderr}")
        return done.stdout

    def answers(self, home, environment=None):
        """The answers from the list alone, or the code of the error that replaces them."""
        done = self.thaw("check", "--private", "--json", *self.plates, home=home, environment=environment)
        if done.returncode not in (0, 2) or not done.stdout:
            return f"exited with {done.returncode}: {done.stderr[:200]}"
        results = json.loads(done.stdout)["results"]
        codes = {result["error"]["code"] for result in results if "error" in result}
        if not any("list" in result for result in results):
            return " ".join(sorted(codes))
        return [(result["query"], result["outcome"], result.get("list"), len(result["listings"])) for result in results]

    def waits(self, home):
        return len([line for line in self.thaw("outbox", "--json", home=home).stdout.splitlines() if '"waiting"' in line])

    def copy(self):
        path = self.ground.fresh("copy")
        for folder in (".config", ".cache", ".local"):
            shutil.copytree(f"{self.home}/{folder}", f"{path}/{folder}", copy_function=shutil.copy2)
        return path

    # MARK: Faults

    def damage(self, result, flips):
        """Flips a bit at sampled places of each file, cuts it at sampled lengths, and damages it as a whole."""
        counts = {"refused": 0, "no difference": 0}
        for name in FILES:
            length = os.path.getsize(f"{self.home}/{name}")
            places = range(length) if length <= flips else sorted(self.ground.random.sample(range(length), flips))
            changes = [(f"bit flipped at {place}", flip(place, self.ground.random.randrange(8))) for place in places]
            changes += [(f"cut to {place}", cut(place)) for place in places]
            for what, change in changes + coarse(self.ground):
                home = self.copy()
                change(f"{home}/{name}")
                told = self.answers(home)
                if told == self.told and name in MAY_ANSWER:
                    counts["no difference"] += 1
                elif isinstance(told, str) and told.startswith("client.list_") and " " not in told:
                    counts["refused"] += 1
                else:
                    result.expect(False, f"{name}, {what}: {str(told)[:200]}")
                result.expect(self.waits(home) == 1, f"{name}, {what}: the waiting report is gone")
                self.ground.drop(home)
        result.figure(f"{sum(counts.values()):,} damages: {counts['refused']:,} refused, {counts['no difference']:,} no difference")

    def kills(self, result, count):
        """Kills `thaw sync` at random moments while it replaces the list."""
        home = self.copy()
        killed = 0
        # A registry limits how often a token may fetch its list, and this server does not.
        with self.replayed():
            for _ in range(count):
                # Without its index the list is fetched whole, also if it is the same.
                self.remove(f"{home}/.cache/thaw/list-index")
                variables = {"HOME": home, "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"}
                process = subprocess.Popen(
                    [self.ground.programs + "/thaw", "sync"], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(self.ground.random.uniform(0, 0.04))
                process.kill()
                killed += process.wait(60) < 0
                told = self.answers(home)
                result.expect(self.is_right(told), f"after a kill: {str(told)[:200]}")
            result.expect(self.waits(home) == 1, "after the kills the waiting report is gone")
            result.expect(self.thaw("sync", home=home).returncode == 0, "after the kills a sync fails")
        result.figure(f"{killed} of {count} syncs killed")
        self.ground.drop(home)

    def full_disk(self, result):
        """Fetches the list onto a full file system."""
        need_root("mounts a small tmpfs")
        home, small = self.copy(), self.ground.fresh("small")
        subprocess.run([need("mount", "mount"), "-t", "tmpfs", "-o", "size=128k", "tmpfs", small], check=True)
        try:
            shutil.copytree(f"{home}/.cache/thaw", small + "/thaw", copy_function=shutil.copy2)
            with open(small + "/filler", "wb", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(4096))
                except OSError:
                    pass
            os.remove(small + "/thaw/list-index")
            full = {"XDG_CACHE_HOME": small}
            # The freed pages of the index are taken, too.
            with open(small + "/filler2", "wb", buffering=0) as file:
                try:
                    file.write(bytes(1 << 20))
                except OSError:
                    pass
            with self.daemon() as daemon:
                done = self.thaw("sync", "--json", home=home, environment=full)
                result.expect(done.returncode == 2 and "client.file" in done.stdout, f"a sync on a full disk: {done.stdout}{done.stderr}")
                told = self.answers(home, full)
                result.expect(self.is_right(told), f"on a full disk: {str(told)[:200]}")
                os.remove(small + "/filler")
                result.expect(self.thaw("sync", home=home, environment=full).returncode == 0, "after the disk was freed a sync fails")
                daemon.stop()
            result.expect(self.waits(home) == 1, "on a full disk the waiting report is gone")
            result.figure("a full disk: the former list stayed")
        finally:
            subprocess.run(["umount", small], check=False)

    def clock(self, result):
        """Asks the list under clocks that are off. Only a clock past the list's end may erase it."""
        told = {hours: self.answers(self.home, moved_clock(self.ground, f"{hours:+d}h")) for hours in (-26, -2, 2)}
        result.expect(told[-2] == "client.list_clock" and told[-26] == "client.list_clock", f"behind: {told[-26]}, {told[-2]}")
        result.expect(told[2] == self.told, f"two hours ahead: {str(told[2])[:200]}")
        home = self.copy()
        expired = self.answers(home, moved_clock(self.ground, "+26h"))
        result.expect(expired == "client.list_expired", f"a day ahead: {str(expired)[:200]}")
        result.expect(not os.path.exists(f"{home}/{FILES[0]}"), "an expired list is still there")
        result.figure("clocks 2 and 26 hours off")

    def controls(self, result):
        """An intact list of another registry under its own key answers otherwise, and the comparison must notice."""
        other = Device.__new__(Device)
        other.ground, other.home, other.server, other.plates = self.ground, self.ground.fresh("device"), self.ground.fresh("registry"), self.plates
        with serving(self.ground, other.server) as daemon:
            other.must("login", f"http://127.0.0.1:{daemon.port}", input=daemon.person("volunteer") + "\n")
            other.must("sync")
            daemon.stop()
        result.control(other.answers(other.home) != self.told, "another registry's machine: noticed")
        home = self.copy()
        for name in FILES[:2]:
            shutil.copy2(f"{other.home}/{name}", f"{home}/{name}")
        result.control(self.answers(home) == "client.list_damaged", "another registry's list: refused")

    # MARK: The registry

    def daemon(self):
        """The registry again, at the address that the machine knows."""
        return serving(self.ground, self.server, port=self.port)

    @contextlib.contextmanager
    def replayed(self):
        """A server at the registry's address that answers every request with the recorded list."""
        headers, body = self.recorded

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def is_right(self, told):
        """Whether the answers are the expected ones, apart from the list's time; a missing index makes no difference."""
        return isinstance(told, list) and [entry[:2] + entry[3:] for entry in told] == [entry[:2] + entry[3:] for entry in self.told]

    def remove(self, path):
        if os.path.exists(path):
            os.remove(path)
