"""A seizure: every byte of every file is searched for what must not be there."""

import os
import re
import shutil

from ground import STORED, Daemon, Reporter, Result, moved_clock, serving, settled, size, stored

ADDRESS = "203.0.113.77"


def row(ground):
    """Seizure"""
    result = Result("Seizure")
    count = size("CANARIES", 300)
    home, reporter = ground.fresh("seizure"), Reporter(ground, "QJX")
    with serving(ground, home, log_level="trace", arguments=["--server-proxies", "127.0.0.1", "--rate-anonymous", "100000000"]) as daemon:
        admin = daemon.admin()
        volunteer = daemon.person("volunteer")
        use(daemon, reporter, [admin, volunteer], count)
        plates = [report["plate"].split(":")[1] for report in reporter.sent.values()]
        clear = texts(plates, [admin, volunteer])
        look(result, home, clear, "while it runs")
        backup = ground.thawd(home, "backup", home + "/data.backup")
        result.expect(backup.returncode == 0, f"backup: {backup.stderr[-200:]}")
        look(result, home, clear, "in the backup")
        daemon.kill()
    look(result, home, clear, "after a kill")
    with serving(ground, home, log_level="trace") as daemon:
        daemon.stop()
    look(result, home, clear, "after a stop")
    sealed = sealed_rows(home)
    there = found(home + "/data", sealed)
    result.control(there == len(set(sealed)), f"before the purge: {there:,} of {len(set(sealed)):,} sealed blocks and tags found by the search")
    result.part("ageing", aged, ground, result, home, sealed)
    purged(ground, result, home, sealed, clear)
    planted(result, home, clear)
    result.figure(f"{count} plates, 2 tokens, an address: {searched(home) >> 10:,} KiB searched 7 times for {len(clear) + len(set(sealed)):,} texts and blocks")
    return result


def use(daemon, reporter, tokens, count):
    """Reports, and looks up well and badly, through a proxy that names an address."""
    client = daemon.client(tokens[0])
    for _ in range(0, count, 100):
        reporter.send(client, reporter.make(min(count, 100)))
    reports = list(reporter.sent.values())
    plates = [report["plate"] for report in reports]
    person = daemon.client(tokens[1])
    again = [{**report, "id": f"{int(report['id'], 16) ^ 1:032x}"} for report in reports[:40]]
    person.post("/v1/reports", {"reports": again})
    forwarded = {"X-Forwarded-For": ADDRESS, "Content-Type": "application/json"}
    for start in range(0, 100, 20):
        daemon.client().call("POST", "/v1/lookups", {"plates": plates[start:start + 20], "similar": True}, forwarded)
    daemon.client().call("POST", "/v1/lookups", f'{{"plates":["{plates[0]}"], oops'.encode(), forwarded)
    daemon.client().call("POST", "/v1/lookups", f'{{"{plates[1]}":1}}'.encode(), forwarded)
    daemon.client(tokens[0]).call("GET", "/v1/plates/{}?plate={}".format(*(plate.split(":")[1] for plate in plates[2:4])), headers=forwarded)
    daemon.client(tokens[0] + "x").call("GET", "/v1/stats", headers=forwarded)
    daemon.client().call(plates[4].split(":")[1], "/v1/stats", headers=forwarded)


def texts(plates, tokens):
    """What must never stand anywhere in the clear."""
    words = plates + [plate.lower() for plate in plates] + tokens + [token.removeprefix("thaw_") for token in tokens]
    return [word.encode() for word in [*words, ADDRESS]]


def paths(folder):
    # What the harness itself keeps beside is not the daemon's.
    ours = ("admin", "looked-at")
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ours]
        for name in names:
            path = os.path.join(place, name)
            if name not in ours and os.path.isfile(path):
                yield path


def searched(home):
    return sum(os.path.getsize(path) for path in paths(home))


def look(result, home, clear, when):
    """Every file of the home: data, log and backups."""
    pattern = re.compile(b"|".join(re.escape(text) for text in clear))
    for path in paths(home):
        with open(path, "rb") as file:
            hits = set(pattern.findall(file.read()))
        result.expect(not hits, f"{when}, {os.path.relpath(path, home)} holds {len(hits)} of the texts")


def sealed_rows(home):
    """Sealed blocks, tags, and what receipts hold."""
    with stored(home) as database:
        rows = [bytes(row[0]) for row in database.execute("SELECT block FROM plates WHERE id > ?", (STORED,))]
        rows += [bytes(row[0]) for row in database.execute("SELECT tag FROM voices WHERE plate > ?", (STORED,))]
        return rows


def receipts(home):
    with stored(home) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'receipts\\_%' ESCAPE '\\'")]
        return [bytes(value) for table in tables for row in database.execute(f"SELECT receipt, replay, content FROM {table}") for value in row]


def found(folder, rows):
    """How many of the blocks stand in any file of a folder."""
    wanted, left = set(rows), set(rows)
    for path in paths(folder):
        with open(path, "rb") as file:
            data = file.read()
        left = {row for row in left if row not in data}
    return len(wanted) - len(left)


def aged(ground, result, home, sealed):
    """36 days on: areas are gone after 30 days, week keys and voices after five weeks, receipts after two days."""
    copy = ground.copy(home)
    keys = []
    for name in os.listdir(copy + "/data/weeks"):
        with open(f"{copy}/data/weeks/{name}", "rb") as file:
            keys.append(file.read())
    old = sealed + receipts(home) + keys
    daemon = Daemon(ground, copy, environment=moved_clock(ground, "+36d"))
    try:
        daemon.wait_until_ready()
        result.expect(settled(daemon), "36 days on, not everything was aged in a minute")
    finally:
        daemon.kill()
    left = found(copy + "/data", old)
    result.expect(left == 0, f"36 days on, {left} of {len(set(old))} blocks, tags, receipts and keys still stand in a file")
    ground.drop(copy)


def purged(ground, result, home, sealed, clear):
    """Everything is purged; the backup of before is moved away."""
    shutil.move(home + "/data.backup", home + "/../old.backup")
    with serving(ground, home, log_level="trace") as daemon:
        done = ground.thawd(home, "purge", "--older-than", "0d", "--yes")
        result.expect(done.returncode == 0, f"purge: {done.stderr[-200:]}")
        left = found(home + "/data", sealed)
        result.expect(left == 0, f"after a purge {left} of {len(set(sealed))} blocks and tags still stand in a file")
        fresh = ground.thawd(home, "backup", home + "/new.backup")
        result.expect(fresh.returncode == 0 and found(home, sealed) == 0, "a backup of after the purge holds what it took")
        look(result, home, clear, "after the purge")
        daemon.stop()
    left = found(home, sealed)
    result.expect(left == 0, f"after a purge and a stop {left} blocks and tags still stand in a file")
    look(result, home, clear, "after the purge and a stop")


def planted(result, home, clear):
    """A canary in a corner of the folder."""
    noticed = Result("")
    path = home + "/data/weeks/planted"
    with open(path, "wb") as file:
        file.write(b"\0" * 5000 + clear[0] + b"\0" * 77)
    look(noticed, home, clear, "planted")
    os.remove(path)
    result.control(bool(noticed.failures), "a plate put into a file: found")
