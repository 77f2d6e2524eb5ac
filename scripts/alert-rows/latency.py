"""How long reports take at two daemons, in turn."""

import time

import reports
from ground import Client

#: The reports of a round that are not counted: the first ones open what later ones find open.
WARM_UP = 20


class Sender:
    """Sends reports of confirmed plates over one connection. Each is a new sighting by a moderator, which calls for an alert."""

    #: A moderator confirms no more without a second one.
    PLATES_A_MODERATOR, MODERATORS = 100, 2
    SLOTS = reports.LATE_MINUTES_MAX // reports.SLOT_MINUTES
    #: The most reports that it has.
    REPORTS = PLATES_A_MODERATOR * MODERATORS * len(reports.AREAS) * SLOTS

    def __init__(self, port, admin):
        self.client = Client(port, admin)
        plates = []
        for number in range(self.MODERATORS):
            invite = self.client.post("/v1/invites", {"role": "moderator"})["invite"]
            token = Client(port).post("/v1/invites/redeem", {"invite": invite})["token"]
            own = reports.plates(f"LT{'ABCDEFGH'[number]}", self.PLATES_A_MODERATOR)
            reports.make_confirmed(Client(port, token), own)
            plates += own
        self.sightings = reports.sightings(plates, list(reports.AREAS), self.SLOTS)

    def seconds(self):
        """Sends the next report, and returns how long it took."""
        body = {"reports": [next(self.sightings)]}
        begin = time.perf_counter()
        status, _, data = self.client.call("POST", "/v1/reports", body)
        taken = time.perf_counter() - begin
        if status != 200 or b'"refused"' in data:
            raise SystemExit(f"a report got {status}: {data[:300]!r}")
        return taken


def in_turn(one, other, count):
    """The seconds of so many reports to each of two senders, one after the other, and each of them first in every second turn."""
    taken = {one: [], other: []}
    for turn in range(count + WARM_UP):
        for sender in (one, other) if turn % 2 else (other, one):
            seconds = sender.seconds()
            if turn >= WARM_UP:
                taken[sender].append(seconds)
    return taken[one], taken[other]


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
