"""The pages of the registry, and what people do on them."""

import dataclasses
import functools
import itertools
import json
from typing import Callable, Optional

import pytest

from support.registry import AREA, NO_PLATE, PLATES, ROLES, ROOT, SIMILAR

LANGUAGES = ["en", "es", "fr"]


@functools.cache
def words(language):
    """The texts of a language."""
    with open(ROOT / f"Sources/Web/Words/{language}.json", encoding="utf-8") as file:
        return json.load(file)


def quoted(text):
    """A text as a string of a selector."""
    return json.dumps(text, ensure_ascii=False)


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
        text = quoted(self.words[key])
        return f"button:has-text({text}), a:has-text({text})"

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
    person.tab.click(f"summary:has-text({quoted(person.words['moderate.more'])})")


PAGES = [
    Page("look-up", ""),
    Page("look-up, confirmed", "", act=_looked_up(PLATES["confirmed"])),
    Page("look-up, suspected", "", role="reader", act=_looked_up(PLATES["suspected"])),
    Page("look-up, cleared", "", role="reader", act=_looked_up(PLATES["cleared"])),
    Page("look-up, not listed", "", act=_looked_up(PLATES["absent"])),
    Page("look-up, similar", "", act=_looked_up(SIMILAR)),
    Page("look-up, no plate", "", act=_looked_up(NO_PLATE)),
    Page("look-up, several", "", act=_several),
    Page("help", "/help"),
    Page("figures", "/figures"),
    Page("unknown address", "/nothing-is-here", status=404),
    Page("login", "/login"),
    Page("waiting", "/waiting"),
    Page("report", "/report", role="volunteer"),
    Page("report, recorded", "/report", role="volunteer", act=_reported),
    Page("report, taken back", "/report", role="volunteer", act=_withdrawn),
    Page("me", "/me", role="reader"),
    Page("search", "/search", role="reader"),
    Page("search, found", "/search", role="reader", act=_searched),
    Page("moderate", "/moderate", role="moderator"),
    Page("moderate, a card", "/moderate", role="moderator", act=Person.next_card),
    Page("moderate, more", "/moderate", role="moderator", act=lambda person: (person.next_card(), _previewed(person))),
    Page("bulk", "/moderate/bulk", role="moderator"),
    Page("proposals", "/moderate/proposals", role="moderator"),
    Page("alerts", "/moderate/alerts", role="moderator"),
    Page("audit", "/moderate/audit", role="moderator"),
    Page("invites", "/moderate/invites", role="moderator"),
    Page("tokens", "/moderate/tokens", role="moderator"),
    Page("offline", "/offline"),
]


def each_page(roles=True):
    """Each page, with each role that it is tested as, as arguments of a test."""
    cases = [
        pytest.param(page, role, id=f"{page.name}, {role or 'anyone'}")
        for page in PAGES for role in page.roles()]
    return pytest.mark.parametrize("page, role", cases if roles else [case for case in cases if case.values[1] == case.values[0].role])


assert all(page.role is None or page.role in ROLES for page in PAGES)
