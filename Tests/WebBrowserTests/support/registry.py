"""A real daemon on loopback, with plates in every state, and people of every role."""

import contextlib
import http.client
import os
import pathlib
import re
import subprocess
from urllib.parse import urlencode

from ground import Daemon, Ground, times
from support.receiver import Receiver
from world import verdict

ROOT = pathlib.Path(__file__).parents[3]
# No two are similar, so that no answer shows another one.
PLATES = {
    "confirmed": "MN QJX4721", "suspected": "MN QEW6935", "watched": "MN QDR2749", "cleared": "MN QGT7396", "protected": "MN QFY3964",
    "purged": "MN QHM9427", "absent": "MN QAC6374", "absent again": "MN QBP4936",
}
# One character from a confirmed plate.
SIMILAR = "MN QJX4727"
NO_PLATE = "MN €€€€"
ROLES = ["reader", "volunteer", "moderator", "admin"]
AREA = "powderhorn"
HELP = "Legal hotline 612-555-0100, day and night."
# Where alerts go.
OUTPUTS = ["north", "south"]
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Registry:
    """A daemon that can be stopped and started again on the same port. It is ended by its process ID. Its alerts go to a receiver."""

    def __init__(self, programs, folder, arguments=()):
        self.ground = Ground(programs, str(folder), seed=16)
        self.home = self.ground.fresh("home")
        self.receiver = Receiver()
        self.arguments = [
            "--config", self.configuration(), "--areas-file", str(ROOT / "docs/examples/areas.geojson"), "--registry-issuer", "US-MN", "--registry-name", "Thaw of Harrow Falls",
            "--chapter-help", HELP, "--chapter-contact", "thaw@example.org", "--token-reports-per-day", "10000", *self.page_arguments(programs), *arguments]
        self.people, self.port = {}, None
        self.start()

    def configuration(self):
        """The path of a file that names the outputs of alerts."""
        path = self.home + "/thawd.yaml"
        with open(path, "w", encoding="utf-8") as file:
            file.write("alerts:\n  outputs:\n")
            for name in OUTPUTS:
                file.write(f"    {name}:\n      kind: ntfy\n      url: {self.receiver.origin}/{name}\n")
        return path

    @staticmethod
    def page_arguments(programs):
        """All page requests come from one address."""
        options = subprocess.run([programs + "/thawd", "serve", "--help"], capture_output=True, text=True).stdout
        return ["--rate-pages", "100000000"] if "--rate-pages" in options else []

    def start(self, **options):
        self.daemon = Daemon.started(self.ground, self.home, arguments=self.arguments, port=self.port, **options)
        self.port = self.daemon.port

    def stop(self):
        if self.daemon.is_running():
            self.daemon.stop()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def client(self, role="admin"):
        """A connection to the interface for programs."""
        return self.daemon.client(self.token(role))

    def token(self, role):
        """The token of one person of a role, the same at each call."""
        if role not in self.people:
            self.people[role] = self.daemon.admin() if role == "admin" else self.daemon.person(role, trusted=role != "reader")
        return self.people[role]

    def invite(self, role="volunteer"):
        return self.client().post("/v1/invites", {"role": role, "trusted": True} if role != "reader" else {"role": role})["invite"]

    def request(self, method, path, form=None, headers=None, port=None):
        """A request as a browser without scripts makes it. Returns the status, the headers and the body. A form may be bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        headers = {"Accept": "text/html", **(SAME_ORIGIN if method == "POST" else {}), **(headers or {})}
        body = form if form is None or isinstance(form, bytes) else urlencode(form, doseq=True).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        try:
            connection.request(method, path, body, {name: value for name, value in headers.items() if value is not None})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def cookies(self, role):
        """The two cookies of a person who has just logged in, by name."""
        status, headers, body = self.request("POST", "/en/login", {"code": self.token(role)})
        assert status == 200, body
        return dict(re.match(r"([^=]+)=([^;]*)", value).groups() for value in headers.get_all("Set-Cookie"))

    def report(self, role_or_token, plates, hours_ago=1.0, area=AREA, color="black", imported=False):
        token = self.token(role_or_token) if role_or_token in ROLES else role_or_token
        reports = [{
            "id": f"{self.ground.random.getrandbits(128):032x}", "plate": plate, "seen_at": times(-hours_ago), "area": area, "signs": ["convoy"],
            "vehicle": {"color": color, "body": "suv", "make": "ford"}} for plate in plates]
        items = self.daemon.client(token).post("/v1/reports", {"reports": reports, **({"import": True} if imported else {})})["results"]
        assert all(item["result"] != "refused" for item in items), items

    def stored(self, plate):
        """What moderators see of a plate."""
        return self.client().post("/v1/moderation/plates", {"plates": [plate]})

    def reports_of(self, plate):
        """How many reports of a plate are stored."""
        return sum(sighting["reports"] for item in self.stored(plate)["results"] for row in item["rows"] for sighting in row["sightings"])

    def purge(self, plates):
        done = self.ground.thawd(self.home, "purge", "--plate", "-", "--yes", input="\n".join(plates))
        assert done.returncode == 0, done.stderr

    def queue(self, plates):
        """Puts plates into the moderators' queue."""
        for person in self.voices:
            self.report(person, plates)

    def fill(self):
        """Makes plates in every state, and figures of finished weeks."""
        self.voices = [self.daemon.person("volunteer") for _ in range(3)]
        for person, states in zip(self.voices, (("watched", "suspected", "cleared", "purged", "confirmed"), ("suspected", "confirmed"), ("suspected", "confirmed"))):
            self.report(person, [PLATES[state] for state in states])
        client = self.client()
        for name, state in (("protect", "protected"), ("clear", "cleared"), ("confirm", "confirmed")):
            verdict(client, name, PLATES[state], **({"signs": ["convoy"]} if name == "confirm" else {}))
        self.purge([PLATES["purged"]])
        older = [f"MN FG{letter}{digits}" for letter, digits in zip("AHKMPRTW", (1470, 2581, 3692, 4703, 5814, 6925, 7036, 8147))]
        for days, area in ((2, AREA), (3, AREA), (9, AREA), (10, "lakeside"), (17, AREA), (12, "foundry")):
            self.report("admin", older[:3] if area == "foundry" else older, hours_ago=24 * days, area=area, imported=True)
        for plate in older:
            verdict(client, "confirm", plate, signs=["convoy"])
        client.post("/v1/moderation/alerts", {"output": "south", "held": True})
        return self


@contextlib.contextmanager
def running(programs, folder, **options):
    registry = Registry(programs, folder, **options)
    try:
        yield registry
    finally:
        if registry.daemon.is_running():
            registry.daemon.kill()
        registry.receiver.close()


def programs():
    """The folder with thawd and thaw."""
    return os.environ["PROGRAMS"]
