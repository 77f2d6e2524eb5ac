"""Firefox through WebDriver BiDi, set up as Tor Browser is at "safest": no scripts, no SVG. It needs no driver."""

import contextlib
import itertools
import json
import shutil
import subprocess
import tempfile
import time

import websocket
from ground import free_port

SAFEST = {
    "javascript.enabled": False, "svg.disabled": True,
    # Nothing but the page may be asked for.
    "app.update.enabled": False, "browser.safebrowsing.downloads.remote.enabled": False, "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "services.settings.server": "data:,#remote-settings-dummy/v1", "toolkit.telemetry.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False, "browser.startup.page": 0, "browser.shell.checkDefaultBrowser": False,
}

DRAWN = """(selector => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT), range = document.createRange(), texts = []
  while (walker.nextNode()) {
    range.selectNode(walker.currentNode)
    const style = getComputedStyle(walker.currentNode.parentElement), rect = range.getBoundingClientRect()
    if (rect.width * rect.height > 0 && parseFloat(style.fontSize) > 0 && style.visibility === 'visible') texts.push(walker.currentNode.data)
  }
  return texts.join(' ').replace(/\\s+/g, ' ').trim()
})(%s)"""


class BiDiError(Exception):
    """The browser refused a command."""


class Firefox:
    """One window of a browser. Finds and presses elements without running scripts in the page."""

    def __init__(self, port):
        end = time.monotonic() + 60
        while True:
            try:
                self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}/session", suppress_origin=True, timeout=60)
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        self.numbers, self.events = itertools.count(1), []
        self.call("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": False}})
        self.call("session.subscribe", events=["browsingContext.load", "network.beforeRequestSent"])
        self.window = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method, **parameters):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("type") == "event":
                self.events.append(answer)
            elif answer.get("id") == number:
                if answer["type"] == "error":
                    raise BiDiError(f"{method}: {answer['error']}: {answer.get('message')}")
                return answer["result"]

    def open(self, url):
        self.call("browsingContext.navigate", context=self.window, url=url, wait="complete")

    def load(self, act):
        """Does something that loads a page, and waits for the page."""
        self.events.clear()
        act()
        end = time.monotonic() + 60
        while not any(event["method"] == "browsingContext.load" for event in self.events):
            if time.monotonic() > end:
                raise BiDiError("no page was loaded")
            self.events.append(json.loads(self.socket.recv()))

    def find(self, selector):
        return self.call("browsingContext.locateNodes", context=self.window, locator={"type": "css", "value": selector})["nodes"]

    def run(self, expression):
        """Evaluates an expression with the browser's own rights, which the page does not have."""
        answer = self.call("script.evaluate", expression=expression, target={"context": self.window, "sandbox": "tests"}, awaitPromise=False)
        if answer["type"] != "success":
            raise BiDiError(str(answer["exceptionDetails"]["text"]))
        return answer["result"].get("value")

    def text(self, selector):
        """The text in the first match that is drawn: with a size, and not hidden."""
        return self.run(DRAWN % json.dumps(selector))

    def press(self, selector):
        """Clicks the middle of the first match."""
        self.run(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center', behavior: 'instant'}})")
        origin = {"type": "element", "element": {"sharedId": self.find(selector)[0]["sharedId"]}}
        actions = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self.call("input.performActions", context=self.window, actions=[{"type": "pointer", "id": "mouse", "actions": actions}])

    def type(self, selector, text):
        self.press(selector)
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self.call("input.performActions", context=self.window, actions=[{"type": "key", "id": "keys", "actions": keys}])


@contextlib.contextmanager
def firefox(preferences):
    """A headless Firefox with a new profile. It is ended by its process ID."""
    folder, port = tempfile.mkdtemp(prefix="thaw-firefox."), free_port()
    with open(folder + "/user.js", "w") as file:
        for name, value in preferences.items():
            file.write(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n")
    process = subprocess.Popen(
        ["firefox-esr", "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", str(port)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"HOME": folder, "PATH": "/usr/bin:/bin"})
    try:
        yield Firefox(port)
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)
