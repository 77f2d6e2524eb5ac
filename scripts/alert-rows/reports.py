"""Plates, reports and verdicts of a registry with alerts. `client` is a connection with a token, as in scripts/fault-rows/ground.py."""

import itertools
import secrets
import time

#: The areas of docs/examples/areas.geojson.
AREAS = {
    "cedar-hill": "Cedar Hill", "east-market": "East Market", "foundry": "Foundry", "harbor-flats": "Harbor Flats", "lakeside": "Lakeside",
    "northgate": "Northgate", "old-mill": "Old Mill", "powderhorn": "Powderhorn", "quarry-park": "Quarry Park", "rail-yard": "Rail Yard",
    "south-bridge": "South Bridge", "willow-bend": "Willow Bend"}
VEHICLE = {"color": "black", "body": "suv", "make": "ford"}
#: So long ago that a report alerts nobody, and so late that its slot is still stored.
OLD_MINUTES = 180
SLOT_MINUTES, LATE_MINUTES_MAX = 30, 60
REPORTS_MAX, PLATES_A_QUESTION = 500, 20


def plates(prefix, count):
    """As many plates: a prefix of letters, and four digits."""
    return [f"MN:{prefix}{number:04}" for number in range(count)]


def seen(minutes_ago=3.0, now=None):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((now or time.time()) - 60 * minutes_ago))


def report(plate, area, seen_at, **more):
    return {"id": secrets.token_hex(16), "plate": plate, "seen_at": seen_at, "area": area, "vehicle": VEHICLE, "signs": ["convoy"], **more}


def send(client, reports):
    """Sends reports, each of which must be taken."""
    for start in range(0, len(reports), REPORTS_MAX):
        results = client.post("/v1/reports", {"reports": reports[start : start + REPORTS_MAX]})["results"]
        refused = [each for each in results if each["result"] == "refused"]
        if refused:
            raise RuntimeError(f"refused: {refused[0]}")


def decide(client, verdict, plates, **more):
    """Gives a verdict on plates, whatever their versions. Returns the decision's ID."""
    versions = {plate: 0 for plate in plates}
    for start in range(0, len(plates), PLATES_A_QUESTION):
        asked = plates[start : start + PLATES_A_QUESTION]
        for row in _rows(client.post("/v1/moderation/plates", {"plates": asked})):
            versions[f"{row['plate']['issuer'].removeprefix('US-')}:{row['plate']['characters']}"] = row["version"]
    decided = [{"plate": plate, "version": versions[plate]} for plate in plates]
    answer = client.post("/v1/moderation/verdicts", {"verdict": verdict, "plates": decided, **more})
    bad = [each for each in answer["results"] if each["result"] != "decided"]
    if bad or "decision" not in answer:
        raise RuntimeError(f"{verdict}: {bad[0] if bad else answer}")
    return answer["decision"]


def _rows(found):
    """Every row of a plate in an answer, at any depth."""
    if isinstance(found, dict):
        if "version" in found and "plate" in found:
            yield found
        found = list(found.values())
    if isinstance(found, list):
        for inner in found:
            yield from _rows(inner)


def make_confirmed(client, plates):
    """Lists plates as confirmed, at most 100. Nothing is sent about that: the sightings are old. Returns the decision's ID."""
    send(client, [report(plate, "powderhorn", seen(OLD_MINUTES)) for plate in plates])
    return decide(client, "confirm", plates, **({"signs": ["convoy"]} if len(plates) == 1 else {}))


def sightings(plates, areas, slots=1):
    """Reports of each plate in each area and slot, once: those of a moderator all call for an alert."""
    now = time.time()
    for slot, area, plate in itertools.product(range(slots), areas, plates):
        yield report(plate, area, seen(1 + SLOT_MINUTES * slot, now))
