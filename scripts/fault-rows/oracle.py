"""Whether answers reveal a plate's hidden state: by status, headers, bytes or time, for each state and role."""

import json
import re
import socket
import time

from ground import Reporter, Result, serving, size, times
from world import report_all, verdict

# A two-letter prefix for each state, so that all plates have the same length.
STATES = {"absent": "QA", "absent again": "QB", "watched": "QD", "suspected": "QE", "protected": "QF", "cleared": "QG", "purged": "QH", "confirmed": "QJ"}
UNCONFIRMED = ["watched", "suspected", "protected", "cleared", "purged"]
HIDDEN = {
    "anyone": UNCONFIRMED, "caller": UNCONFIRMED, "reader": ["watched", "protected", "purged"], "volunteer": ["watched", "protected", "purged"]}
KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
# The threshold of the Kolmogorov–Smirnov test: a larger difference happens by chance once in 50,000 times.
CHANCE = 2.4
REQUESTS_A_CONNECTION = 900
LOOKED_UP = 10


def row(ground):
    """Oracle"""
    result = Result("Oracle")
    home = ground.fresh("oracle")
    reports = size("ORACLE_REPORTS", 80)
    arguments = ["--rate-anonymous", "100000000", "--token-reports-per-day", "10000"]
    with serving(ground, home, arguments=arguments) as daemon:
        plates = registry(ground, daemon, 2 * reports + LOOKED_UP)
        tokens = {role: None if role == "anyone" else daemon.person(role) for role in HIDDEN}
        worst = 0
        for role, token in tokens.items():
            alike(daemon, result, role, token, plates)
            worst = max(worst, lookup_times(ground, daemon, result, role, token, plates))
        result.figure(f"look-ups of {len(STATES)} states by {len(tokens)} roles, {size('SAMPLES', 1500):,} times each: at most {worst:.2f} of the chance threshold")
        worst = report_times(ground, daemon, result, daemon.person("volunteer"), plates)
        result.figure(f"reports, {reports} times each: at most {worst:.2f} of the chance threshold")
        result.expect(daemon.stop() == 0, "did not stop cleanly")
    return result


def registry(ground, daemon, count):
    """Makes `count` plates in each state."""
    plates = {}
    for state, prefix in STATES.items():
        reporter = Reporter(ground, prefix)
        plates[state] = [report["plate"] for report in reporter.make(count)]
    client = daemon.client(daemon.admin())
    people = [daemon.person("volunteer") for _ in range(3)]
    for person, states in zip(people, (("watched", "suspected", "cleared", "purged", "confirmed"), ("suspected", "confirmed"), ("suspected", "confirmed"))):
        for state in states:
            for start in range(0, count, 100):
                report_all(daemon, ground, person, plates[state][start:start + 100])
    for name, state in (("protect", "protected"), ("clear", "cleared"), ("confirm", "confirmed")):
        more = {"signs": ["convoy"]} if name == "confirm" else {}
        for plate in plates[state]:
            verdict(client, name, plate, **more)
    done = ground.thawd(daemon.home, "purge", "--plate", "-", "--yes", input="\n".join(plates["purged"]))
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return plates


# MARK: Content of answers


def alike(daemon, result, role, token, plates):
    """Expects the same status, headers and bytes of look-ups and keypad searches, apart from the plate itself."""
    asks = {"look-ups": (HIDDEN[role], lambda plate: ("/v1/lookups", {"plates": [plate]}))}
    if token:
        asks["keypad searches"] = (UNCONFIRMED, lambda plate: ("/v1/searches", {"keys": plate.split(":")[1].translate(KEYS)}))
    for name, (hidden, ask) in asks.items():
        told = {state: {normal(daemon.client(token), plate, *ask(plate)) for plate in plates[state][:LOOKED_UP]} for state in STATES}
        for state in hidden:
            result.expect(told[state] == told["absent"], f"{role} can tell {state} from absent: {difference(told[state], told['absent'])}")
        result.control(told["confirmed"] != told["absent"], f"a confirmed plate, which {role} may see, differs from an absent one in {name}: noticed")


def normal(client, plate, path, asked):
    status, headers, body = client.call("POST", path, asked)
    text = body.decode().replace(plate, "PLATE").replace(plate.split(":")[1], "PLATE")
    text = re.sub(r'"as_of":"[^"]*"', "", text)
    kept = sorted((name, value) for name, value in headers.items() if name.lower() != "date")
    return f"{status} {kept} {text}"


def difference(one, other):
    return f"{sorted(one - other)[:1]} and {sorted(other - one)[:1]}"[:200]


# MARK: Times of answers


class Wire:
    """A connection that sends prepared bytes and reads one answer."""

    def __init__(self, port):
        self.port, self.peer, self.count = port, None, 0

    def ask(self, data):
        """Returns the seconds until the whole answer arrived, and the answer."""
        if self.peer is None or self.count >= REQUESTS_A_CONNECTION:
            self.close()
            self.peer = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.count = 0
        self.count += 1
        begin = time.perf_counter_ns()
        self.peer.sendall(data)
        got = self.peer.recv(65536)
        while (end := got.find(b"\r\n\r\n")) < 0 or len(got) < end + 4 + int(re.search(rb"(?i)content-length: (\d+)", got)[1]):
            got += self.peer.recv(65536)
        return (time.perf_counter_ns() - begin) / 1e9, got

    def close(self):
        if self.peer:
            self.peer.close()
        self.peer = None


def request(path, body, token):
    data = json.dumps(body, separators=(",", ":")).encode()
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def in_turn(ground, states, rounds, ask):
    """Measures the times for each state, in random order each round, so that other load affects all states alike."""
    taken = {state: [] for state in states}
    for number in range(rounds):
        order = list(states)
        ground.random.shuffle(order)
        for state in order:
            taken[state].append(ask(state, number))
    return taken


def lookup_times(ground, daemon, result, role, token, plates):
    wire = Wire(daemon.port)
    states = ["absent", "absent again", *HIDDEN[role]]
    ready = {state: [request("/v1/lookups", {"plates": [plate]}, token) for plate in plates[state][:LOOKED_UP]] for state in states}
    # Without a token, at most one minute's quota of an address.
    rounds = size("SAMPLES", 1500) if token else min(size("SAMPLES", 1500), 2500 // len(states))

    def ask(state, number):
        seconds, answer = wire.ask(ready[state][number % LOOKED_UP])
        result.expect(answer.startswith(b"HTTP/1.1 200"), f"{role}: a look-up got {answer[:40]!r}")
        return seconds

    for number in range(50):
        ask("absent", number)
    largest = compare(result, lambda _: in_turn(ground, states, rounds, ask), f"{role}'s look-ups", HIDDEN[role])
    wire.close()
    return largest


def report_times(ground, daemon, result, token, plates):
    wire = Wire(daemon.port)
    states = [state for state in STATES if state != "confirmed"]
    seen, rounds = times(-0.2), (len(plates["absent"]) - LOOKED_UP) // 2

    def ask(state, number):
        report = {"id": f"{ground.random.getrandbits(128):032x}", "plate": plates[state][number], "seen_at": seen, "area": "everywhere", "signs": ["convoy"]}
        seconds, answer = wire.ask(request("/v1/reports", {"reports": [report]}, token))
        result.expect(b'"result":"recorded"' in answer, f"a report of a plate that is {state} got {answer[-200:]!r}")
        return seconds

    def take(turn):
        # Each plate once, because a second report of it takes another path.
        first = LOOKED_UP + turn * rounds
        return in_turn(ground, states, rounds, lambda state, number: ask(state, first + number))

    largest = compare(result, take, "reports", [state for state in states if not state.startswith("absent")], slower=2)
    wire.close()
    return largest


def distance(one, other):
    """The largest distance between two distributions, relative to the chance threshold."""
    one, other = sorted(one), sorted(other)
    place, at, largest = 0, 0, 0.0
    while place < len(one) and at < len(other):
        value = min(one[place], other[at])
        while place < len(one) and one[place] <= value:
            place += 1
        while at < len(other) and other[at] <= value:
            at += 1
        largest = max(largest, abs(place / len(one) - at / len(other)))
    return largest / (CHANCE * ((len(one) + len(other)) / (len(one) * len(other))) ** 0.5)


def compare(result, take, what, hidden, slower=1.5):
    """Compares each state's times with those of absent plates, and measures again if they seem to differ.

    The difference between two sets of absent plates is the machine's noise.
    """
    suspects, largest = set(hidden), 0.0
    for turn in range(2):
        taken = take(turn)
        both = taken["absent"] + taken["absent again"]
        apart = {state: distance(taken[state], both) for state in hidden}
        noise = distance(taken["absent"], taken["absent again"])
        largest = max(apart.values())
        suspects = {state for state in suspects if apart[state] >= 1 or noise >= 1}
        if not suspects:
            break
    result.expect(noise < 1, f"{what}: the machine is too busy: two sets of absent plates differ by {noise:.2f} of the chance threshold")
    for state in sorted(suspects):
        result.expect(False, f"{what}: the times of {state} plates differed twice, by {apart[state]:.2f} of the chance threshold")
    middle = sorted(both)[len(both) // 2]
    later = [seconds + middle * (slower - 1) for seconds in taken["absent"]]
    result.control(distance(later, both) >= 1, f"{what} that take {slower:g} times as long: noticed")
    return largest
