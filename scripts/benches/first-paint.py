"""Loads a page as a browser that was never there, on a slow line, and prints its bytes, its requests and its first paint as JSON.

Needs the environment of the browser tests: scripts/web-test --environment.
"""

import json
import sys

from playwright.sync_api import sync_playwright

BYTES_A_SECOND, LATENCY_MILLISECONDS = 400_000 / 8, 400
PAINT = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime / 1000))
    .observe({type: 'paint', buffered: true}))"""


def visit(browser, url):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    session, asked, loaded = context.new_cdp_session(page), set(), {}
    session.send("Network.enable")
    # The connection is warm: this answer has nothing that the page needs.
    page.goto(url.rsplit("/", 1)[0] + "/robots.txt", wait_until="networkidle")
    session.on("Network.requestWillBeSent", lambda event: asked.add(event["requestId"]))
    session.on("Network.loadingFinished", lambda event: loaded.update({event["requestId"]: event["encodedDataLength"]}))
    session.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": LATENCY_MILLISECONDS, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND})
    page.goto(url, wait_until="networkidle")
    paint = page.evaluate(PAINT)
    context.close()
    return sum(loaded.get(request, 0) for request in asked), len(asked), paint


def main(url, rounds):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        visits = [visit(browser, url) for _ in range(rounds)]
        browser.close()
    print(json.dumps(dict(zip(("bytes", "requests", "paint"), map(list, zip(*visits))))))


main(sys.argv[1], int(sys.argv[2]))
