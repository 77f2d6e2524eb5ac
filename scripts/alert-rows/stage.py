"""A daemon that sends alerts, the receivers of its outputs, and people with tokens."""

import json
import os
import pathlib
import re
import subprocess
import time

import reports
from ground import Client, Daemon
from receiver import wait

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = "https://registry.example.org"
#: A plate whose letters no other text has.
CANARY_PLATE = "MN:KWZ8842"


def configuration(path, outputs, alerts=None, **groups):
    """Writes a configuration of thawd with these outputs, and returns its path."""
    settings = {
        "registry": {"name": "Thaw of Harrow Falls", "issuer": "US-MN", "time_zone": "America/Chicago", "utc_offset": "-06:00"},
        "areas": {"file": str(ROOT / "docs/examples/areas.geojson")},
        "web": {"origins": [PAGE]},
        **groups,
        "alerts": {**(alerts or {}), **({"outputs": outputs} if outputs else {})},
    }
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(_lines({name: group for name, group in settings.items() if group}, 0)) + "\n")
    return path


def _lines(group, depth):
    for key, value in group.items():
        if isinstance(value, dict):
            yield "  " * depth + f"{key}:"
            yield from _lines(value, depth + 1)
        else:
            yield "  " * depth + f"{key}: {json.dumps(value)}"


class Stage:
    """Ends what it started when it is left."""

    #: All of them, to be ended if the test is.
    every = []

    def __init__(self, ground, name, receivers, more=None, alerts=None, log_level="warning"):
        """``receivers`` are by their outputs' names; ``more`` has further fields of outputs."""
        self.ground, self.home, self.receivers, self.log_level = ground, ground.fresh(name), receivers, log_level
        self.outputs = {name: {**receiver.output(self.home, name), **(more or {}).get(name, {})} for name, receiver in receivers.items()}
        self.path = configuration(self.home + "/thawd.yaml", self.outputs, alerts)
        self.daemon, self.tokens = None, {}
        Stage.every.append(self)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.daemon and self.daemon.is_running():
            self.daemon.kill()
        for receiver in self.receivers.values():
            receiver.close()

    # MARK: The daemon

    def start(self):
        port = self.daemon.port if self.daemon else None
        # Known before it is ready, so that it is ended in any case.
        self.daemon = Daemon(self.ground, self.home, arguments=["--config", self.path], log_level=self.log_level, port=port)
        self.daemon.wait_until_ready()

    def kill_and_start(self):
        self.daemon.kill()
        self.start()

    def thawd(self, *arguments):
        """One of the operator's commands, with this configuration."""
        command = [self.ground.programs + "/thawd", *arguments, "--config", self.path, "--data-folder", self.home + "/data"]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, env=self._environment(), check=False)

    def thaw(self, *arguments, by="moderator"):
        """A command of a person, who logs in first."""
        home = f"{self.home}/people/{by.replace(' ', '-')}"
        if not os.path.exists(home):
            os.makedirs(home, mode=0o700)
            self._thaw(home, "login", f"http://127.0.0.1:{self.daemon.port}", "--quiet", text=self.token(by))
        return self._thaw(home, *arguments)

    def _thaw(self, home, *arguments, text=None):
        command = [self.ground.programs + "/thaw", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=self._environment(home), input=text, check=False)
        if done.returncode:
            raise RuntimeError(f"thaw {' '.join(arguments[:3])} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def _environment(self, home=None):
        return {"HOME": home or self.home, "PATH": "/usr/bin:/bin", "NO_COLOR": "1"}

    def metrics(self):
        client = Client(self.daemon.operator_port)
        try:
            return client.call("GET", "/metrics")[2].decode()
        finally:
            client.close()

    def figure(self, name, output):
        found = re.search(rf'^thaw_alerts_{name}_total{{[^}}]*output="{output}"[^}}]*}} (\S+)$', self.metrics(), re.MULTILINE)
        return float(found[1]) if found else None

    # MARK: People

    def token(self, name):
        """The token of a person: the admin, or a name that ends in the role, such as `volunteer` or `other volunteer`."""
        if name not in self.tokens:
            self.tokens[name] = self.daemon.admin() if name == "admin" else self.daemon.person(name.split()[-1])
        return self.tokens[name]

    def client(self, name):
        return self.daemon.client(self.token(name))

    def confirm(self, *plates):
        return reports.make_confirmed(self.client("admin"), list(plates))

    def decide(self, verdict, *plates, **more):
        return reports.decide(self.client("moderator"), verdict, list(plates), **more)

    def see(self, plate, area, people=("a volunteer", "b volunteer"), minutes_ago=3.0):
        """Each of these people reports the plate in the area, in the same slot. Returns the reports."""
        seen_at = reports.seen(minutes_ago)
        sent = [(name, reports.report(plate, area, seen_at)) for name in people]
        for name, report in sent:
            reports.send(self.client(name), [report])
        return sent

    # MARK: Messages

    def texts(self, names=None):
        """What the receivers got, in order."""
        return {name: [message.text for message in self.receivers[name].read()] for name in names or self.receivers}

    def wait_for(self, part, count=1, at=None, seconds=30):
        """Waits until every receiver, or those named, has so many messages with a text."""
        def counts():
            return {name: sum(part in text for text in texts) for name, texts in self.texts(at).items()}

        try:
            wait(f"{part!r}", lambda: min(counts().values()) >= count, seconds)
        except TimeoutError as error:
            raise TimeoutError(f"{error}, {count} times; it came {counts()}") from error

    def timed(self, act):
        begin = time.monotonic()
        act()
        return time.monotonic() - begin


def is_correction(text):
    """Whether a text in English takes an alert back."""
    return text.startswith("Correction: ")
