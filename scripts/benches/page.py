"""The row about the page: its sizes, its first paint on a slow line, and what a look-up page costs."""

import gzip
import http.client
import json
import os
import re
import subprocess
import urllib.parse

from setting import LOOKUP_LUA, SECONDS, good, in_turn, micros_per_request, row, wrk

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KIB = 1024
FORM = "application/x-www-form-urlencoded"
# The most KiB of each, gzipped.
ASSETS = {"thaw.css": 5, "thaw.js": 10, "list.js": 6, "queue.js": 4, "sw.js": 2}
PAGES = {"/en": 2, "/en/report": 6, "/en/figures": 14}
FIRST_VISIT_KIB, FIRST_VISIT_REQUESTS, FIRST_PAINT_SECONDS = 30, 5, 1.5
CPU_MICROS_MORE, PAGES_A_SECOND = 300, 2000


def web(bench, plates):
    """The page: sizes, first paint at 400 kbit/s and 400 ms, and a look-up page's CPU over the JSON route's."""
    registry = bench.fresh(plates, arguments=[
        "--rate-pages", "100000000", "--areas-file", ROOT + "/docs/examples/areas.geojson", "--registry-name", "Thaw of Harrow Falls"])
    registry.daemon.start()
    try:
        return sizes(registry) + first_visit(bench, registry) + load(bench, registry)
    finally:
        registry.erase()


def sizes(registry):
    """The bytes of each asset and page, as they are sent."""
    results, folder = [], ROOT + "/Sources/Web/Assets/"
    for name, most in ASSETS.items():
        if os.path.exists(folder + name):
            with open(folder + name, "rb") as file:
                results.append(row(f"page: {name}, gzipped", "KiB", [len(gzip.compress(file.read(), 9)) / KIB], [most], 1))
    cookies = logged_in(registry)
    for path, most in PAGES.items():
        headers = {"Accept-Encoding": "gzip", "Accept": "text/html", **({"Cookie": cookies} if path == "/en/report" else {})}
        status, answer, body = ask(registry, "GET", path, headers=headers)
        if status != 200 or answer.get("Content-Encoding") != "gzip":
            raise SystemExit(f"{path} got status {status}, {answer.get('Content-Encoding')}")
        results.append(row(f"page: GET {path}, gzipped", "KiB", [len(body) / KIB], [most], 1))
    return results


def ask(registry, method, path, form=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", registry.daemon.port, timeout=60)
    body = urllib.parse.urlencode(form) if form else None
    kind = {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"} if form else {}
    connection.request(method, path, body, {**kind, **(headers or {})})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, answer.headers, data


def logged_in(registry):
    _, headers, _ = ask(registry, "POST", "/en/login", {"code": registry.admin})
    return "; ".join(re.match("[^;]+", value)[0] for value in headers.get_all("Set-Cookie") or [])


def first_visit(bench, registry):
    """What a browser that was never here loads, and when it paints."""
    python = ROOT + "/.web-tests/bin/python"
    done = subprocess.run(
        [python, ROOT + "/scripts/benches/first-paint.py", registry.url + "/en", str(bench.rounds)], capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    rounds = len(figures["paint"])
    return [
        row("page: a first visit", "KiB", [count / KIB for count in figures["bytes"]], [FIRST_VISIT_KIB] * rounds, 1),
        row("page: requests of a first visit", "", figures["requests"], [FIRST_VISIT_REQUESTS] * rounds, 1),
        row("page: first paint, 400 kbit/s and 400 ms", "s", figures["paint"], [FIRST_PAINT_SECONDS] * rounds, 1),
    ]


def load(bench, registry):
    """The CPU of an answered look-up page, and how many fit into a second."""
    daemon, forms = registry.daemon, registry.folder + "/forms"
    with open(forms, "w") as file:
        file.writelines(urllib.parse.urlencode({"plate": query, "blank": "x"}) + "\n" for query in registry.queries[:5000])
    script = registry.script(
        registry.folder + "/page.lua", LOOKUP_LUA.replace("application/json", FORM).replace("/v1/lookups", "/en/lookup") % ("", forms))
    json_script = registry.lookup_script()
    pages, lookups = in_turn(
        bench.rounds, lambda: micros_per_request(daemon.process.pid, daemon.port, script, 32),
        lambda: micros_per_request(daemon.process.pid, daemon.port, json_script, 32))
    loads = [good(wrk(registry.url, SECONDS, 32, script)) for _ in range(bench.rounds)]
    if any(load["cut"] for load in loads):
        raise SystemExit("look-ups were cut off")
    rates = [load["rate"] for load in loads]
    return [
        row(f"page: CPU a look-up, JSON's + {CPU_MICROS_MORE} µs", "µs", pages, [micros + CPU_MICROS_MORE for micros in lookups], 1),
        row("page: look-ups a second, none failed", "/s", rates, [PAGES_A_SECOND] * len(rates), 1, at_most=False),
    ]
