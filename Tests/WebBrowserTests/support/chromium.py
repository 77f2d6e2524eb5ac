"""Chromium through Playwright, and a record of what its pages did that they must not."""

import contextlib
from urllib.parse import urlsplit

PHONE = {"width": 360, "height": 740}
# No name is resolved, so no request can leave the machine.
ARGUMENTS = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost", "--disable-component-update"]


class Watch:
    """Collects console errors, uncaught errors, and requests that leave the origins of the registry."""

    def __init__(self, context, origins):
        self.origins, self.errors, self.strangers, self.requests = set(origins), [], [], []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", self._request)

    def _console(self, message):
        # Tests share the tokens of their roles, and a token gets its list six times a minute.
        is_list = message.location["url"].endswith("/list") and "429" in message.text
        if message.type in ("error", "warning") and not is_list:
            self.errors.append(message.text)

    def _request(self, request):
        self.requests.append(request)
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and f"{parts.scheme}://{parts.netloc}" not in self.origins:
            self.strangers.append(request.url)

    def findings(self):
        return self.errors + [f"a request left the origin: {url}" for url in self.strangers]


def launched(playwright, **options):
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS, **options)


@contextlib.contextmanager
def profile(playwright, folder, **options):
    """A browser with a profile folder on disk, as a person has it."""
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path="/usr/bin/chromium", args=ARGUMENTS, viewport=PHONE, **options)
    try:
        yield context
    finally:
        context.close()


def traces(folder, text):
    """The files below a folder that hold a text, in UTF-8 or UTF-16, in either case."""
    needles = [form.encode(code) for form in {text, text.lower(), text.upper()} for code in ("utf-8", "utf-16-le")]
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if any(needle in data for needle in needles):
                found.append(str(path.relative_to(folder)))
    return found
