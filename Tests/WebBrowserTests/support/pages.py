"""The pages of the registry, and what people do on them."""

import dataclasses
import functools
import itertools
import json
from typing import Callable, Optional

import pytest

from support.registry import AREA, NO_PLATE, PLATES, ROLES, ROOT, SIMILAR

LANGUAGES = ["en", "es", "fr"]
# What does not exist yet, with its step in the order of issue 16. A test of it is skipped and says so. Remove a line when its page is there:
# test_pages.py fails if a line is out of date.
UNBUILT = {}
# Where each of them can be seen, for that test: a path that answers 404 without it, or a word that the look-up page lacks.
SEEN_AT = {
    "look-up": "/en", "help": "/en/help", "figures": "/en/figures", "errors": "/assets/none", "login": "/en/login", "report": "/en/report",
    "me": "/en/me", "leave": "/en/leave", "waiting": "/en/waiting", "search": "/en/search", "moderate": "/en/moderate",
    "proposals": "/en/moderate/proposals", "audit": "/en/moderate/audit", "invites": "/en/moderate/invites", "tokens": "/en/moderate/tokens",
    "worker": "/sw.js",
}


def needs(*names):
    """Skips a test of something that does not exist yet."""
    missing = [f"{name} ({UNBUILT[name]})" for name in dict.fromkeys(names) if name in UNBUILT]
    return pytest.mark.skipif(bool(missing), reason=f"not built yet: {', '.join(missing)}")


@functools.cache
def words(language):
    """The texts of a language."""
    with open(ROOT / f"Sources/Web/Words/{language}.json", encoding="utf-8") as file:
        return json.load(file)


class Person:
    """Somebody at a browser window. Without scripts each press loads a page."""

    def __init__(self, tab, origin, language="en", scripts=True):
        self.tab, self.origin, self.language, self.scripts = tab, origin, language, scripts
        self.words = words(language)

    def open(self, path=""):
        return self.tab.goto(f"{self.origin}/{self.language}{path}")

    def press(self, selector, loads=True):
        """Presses a control, and waits for the page that it loads."""
        if loads:
            with self.tab.expect_navigation():
                self.tab.locator(selector).first.click()
        else:
            self.tab.locator(selector).first.click()

    def look_up(self, plate):
        """Looks a plate up on the page that is open. Returns the answer."""
        self.tab.fill("#plate", plate)
        self.press("form#lookup button", loads=not self.scripts)
        answer = self.tab.locator("#answers article", has_text=plate.split()[-1]).last
        answer.wait_for()
        return answer

    def log_in(self, code, stays=False):
        self.open("/login")
        self.tab.fill("input[name=code]", code)
        if stays:
            self.tab.check("input[name=stay]")
        self.press("form[action$='/login'] button")

    def fill_report(self, plate, area=AREA):
        self.open("/report")
        self.tab.fill("form#report [name=plate]", plate)
        self.tab.select_option("form#report [name=area]", area)
        self.tab.check("form#report [name=signs][value=convoy]")

    def send_report(self):
        self.press("form#report button:not([type=button])", loads=not self.scripts)

    def report(self, plate, area=AREA):
        """Sends a report, and waits for its answer."""
        self.fill_report(plate, area)
        self.send_report()
        self.sees("report.recorded")

    def sees(self, key):
        """Waits until a text of the page's language is shown."""
        self.tab.get_by_text(self.words[key].split("{")[0].strip(), exact=False).filter(visible=True).first.wait_for()

    def button(self, key):
        """A button or link by the key of its text."""
        return f"button:has-text({json.dumps(self.words[key])}), a:has-text({json.dumps(self.words[key])})"

    def next_card(self):
        """Starts to moderate. Waits for the first card."""
        self.open("/moderate")
        self.press(self.button("moderate.start.button"))
        self.tab.wait_for_selector("#card")

    def decide(self, verdict):
        self.press(f"button[name=verdict][value={verdict}]", loads=not self.scripts)


@dataclasses.dataclass(frozen=True)
class Page:
    """A page in one of its states: its path, the lowest role that has it, and what a person does to reach the state."""

    name: str
    path: str
    needs: str
    role: Optional[str] = None
    act: Optional[Callable] = None
    status: int = 200

    def open(self, person):
        """Opens it, and returns the answer that brought it; None if that was to a script."""
        answers = []
        person.tab.on("response", lambda response: answers.append(response) if response.request.is_navigation_request() else None)
        person.open(self.path)
        if self.act:
            self.act(person)
        return answers[-1]

    def roles(self):
        """Whom it is tested as: the lowest role that has it, and the highest that it looks different for."""
        return [None, "moderator"] if self.role is None else list(dict.fromkeys([self.role, "moderator"]))


def _looked_up(plate):
    return lambda person: person.look_up(plate)


def _several(person):
    person.tab.click("details:has(textarea[name=plates]) summary")
    person.tab.fill("textarea[name=plates]", "\n".join([*PLATES.values(), NO_PLATE]))
    person.press("form:has(textarea[name=plates]) button", loads=not person.scripts)
    person.tab.locator("#answers article", has_text=NO_PLATE.split()[-1]).wait_for()


# Each report is of a new plate, because the second one of a plate is merged.
NUMBERS = itertools.count(1000)


def _reported(person):
    person.fill_report(f"MN RPT{next(NUMBERS)}")
    person.send_report()
    person.sees("report.recorded")


def _withdrawn(person):
    _reported(person)
    person.press(person.button("report.withdraw.button"))


def _searched(person):
    person.tab.fill("[name=pattern]", "QJ*")
    person.press("main form:has([name=pattern]) button")


def _previewed(person):
    person.tab.click(f"summary:has-text({json.dumps(person.words['moderate.more'])})")


PAGES = [
    Page("look-up", "", "look-up"),
    Page("look-up, confirmed", "", "look-up", act=_looked_up(PLATES["confirmed"])),
    Page("look-up, suspected", "", "look-up", role="reader", act=_looked_up(PLATES["suspected"])),
    Page("look-up, cleared", "", "look-up", role="reader", act=_looked_up(PLATES["cleared"])),
    Page("look-up, not listed", "", "look-up", act=_looked_up(PLATES["absent"])),
    Page("look-up, similar", "", "look-up", act=_looked_up(SIMILAR)),
    Page("look-up, no plate", "", "look-up", act=_looked_up(NO_PLATE)),
    Page("look-up, several", "", "look-up", act=_several),
    Page("help", "/help", "help"),
    Page("figures", "/figures", "figures"),
    Page("unknown address", "/nothing-is-here", "errors", status=404),
    Page("login", "/login", "login"),
    Page("waiting", "/waiting", "waiting"),
    Page("report", "/report", "report", role="volunteer"),
    Page("report, recorded", "/report", "report", role="volunteer", act=_reported),
    Page("report, taken back", "/report", "report", role="volunteer", act=_withdrawn),
    Page("me", "/me", "me", role="reader"),
    Page("search", "/search", "search", role="reader"),
    Page("search, found", "/search", "search", role="reader", act=_searched),
    Page("moderate", "/moderate", "moderate", role="moderator"),
    Page("moderate, a card", "/moderate", "moderate", role="moderator", act=Person.next_card),
    Page("moderate, more", "/moderate", "moderate", role="moderator", act=lambda person: (person.next_card(), _previewed(person))),
    Page("bulk", "/moderate/bulk", "moderate", role="moderator"),
    Page("proposals", "/moderate/proposals", "proposals", role="moderator"),
    Page("audit", "/moderate/audit", "audit", role="moderator"),
    Page("invites", "/moderate/invites", "invites", role="moderator"),
    Page("tokens", "/moderate/tokens", "tokens", role="moderator"),
    Page("offline", "/offline", "worker"),
]


def each_page(roles=True):
    """Each page, with each role that it is tested as, as arguments of a test."""
    cases = [
        pytest.param(page, role, marks=needs(page.needs, *(["login"] if role else [])), id=f"{page.name}, {role or 'anyone'}")
        for page in PAGES for role in page.roles()]
    return pytest.mark.parametrize("page, role", cases if roles else [case for case in cases if case.values[1] == case.values[0].role])


assert all(page.role is None or page.role in ROLES for page in PAGES)
