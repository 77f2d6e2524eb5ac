"""No form of a page leaves its fields in the browser's profile, with scripts and without."""

import re

import pytest
from support.chromium import profile, traces
from support.pages import Person
from support.registry import ROOT
from test_moderators import letters

QUEUED = letters(4, start="Z")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
ACTION = re.compile(r'action="\{\{frame\.base\}\}([^"]*)"')


def actions():
    """The paths that the forms of all templates are sent to."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "Sources/Web/Templates").glob("*.mustache")]
    return {ACTION.search(form).group(1) for source in sources for form in FORM.findall(source)}


def sent(person, selector, shows):
    """Sends a form, and waits for what its answer shows."""
    with person.tab.expect_response(lambda response: response.request.method == "POST"):
        person.tab.locator(selector).first.click()
    person.tab.wait_for_load_state()
    person.tab.locator(shows).first.wait_for()


def log_out(person):
    person.open("/me")
    person.press("main form[action$='/leave'] button")


def search(person):
    person.open("/search")
    person.tab.fill("#pattern", "QZC3333")
    person.press("form#search button")


def show_another(person):
    person.open("/moderate")
    person.tab.fill("#another", "MN QZD4444")
    person.press(".another button")


def skip(person):
    sent(person, "button[name=verdict][value=skip]", "#card button[name=why]")
    sent(person, "#card button[name=why]", ".done")


def preview(person):
    person.open("/moderate/bulk")
    person.tab.fill("#plates", f"MN QZE5555\n{QUEUED[-1]}")
    person.press("form:has(#purge-area) button")


def opened(path, selector):
    def step(person):
        person.open(path)
        person.press(selector)
    return step


def end(person):
    person.open("/me")
    person.tab.click("details:has(#end) summary")
    person.tab.check("#end [name=sure]")
    person.press("#end button")


# One for each path, in their order. A moderator's, after a log-in by token that ends with a log-out.
STEPS = {
    "/leave": log_out,
    "/login": lambda person: person.log_in(person.invite),
    "/lookup": lambda person: (person.open(), person.look_up("MN QZA1111")),
    "/report": lambda person: person.report("MN QZB2222"),
    "/withdraw": lambda person: person.press(person.button("report.withdraw.button")),
    "/search": search,
    "/moderate/plate": show_another,
    "/moderate/next": Person.next_card,
    "/moderate/verdict": lambda person: sent(person, "button[name=verdict][value=clear]", ".done form"),
    "/moderate/undo": lambda person: sent(person, ".done form button", ".done"),
    "{{path}}": skip,
    "/moderate/preview": preview,
    "/moderate/carry-out": lambda person: person.press("form[action$='/carry-out'] button"),
    "/moderate/proposals": opened("/moderate/proposals", "main form[action$='/proposals'] button"),
    "/moderate/alerts": opened("/moderate/alerts", "button[name=hold]"),
    "/moderate/audit": opened("/moderate/audit", "main form[action$='/audit'] button"),
    "/moderate/invites": opened("/moderate/invites", "main form[action$='/invites']:not(.card) button"),
    "/moderate/tokens": opened("/moderate/tokens", "button[name=revoke]"),
    "/end": end,
}


def test_each_form_of_a_template_has_a_step():
    assert set(STEPS) == actions()


def walk(own_registry, playwright, folder, scripts, alter=lambda tab: None):
    """Sends all forms. Returns which texts the profile holds afterwards, and in which files."""
    own_registry.queue(QUEUED)
    token, invite = own_registry.token("moderator"), own_registry.invite("moderator")
    with profile(playwright, folder, java_script_enabled=scripts) as context:
        context.set_default_timeout(15_000)
        person = Person(context.new_page(), own_registry.origin, scripts=scripts)
        alter(person.tab)
        person.invite = invite
        person.log_in(token)
        for step in STEPS.values():
            step(person)
        # What Chromium writes comes some seconds late, or when it ends.
        person.tab.wait_for_timeout(2_000)
    texts = [token, invite, *(f"QZ{letter}{digit * 4}" for letter, digit in zip("ABCDE", "12345")), *(plate.split()[1] for plate in QUEUED)]
    return {text: found for text in texts if (found := traces(folder, text))}


@pytest.mark.parametrize("scripts", [True, False])
def test_no_form_leaves_a_plate_or_a_code(own_registry, playwright, tmp_path, scripts):
    assert walk(own_registry, playwright, tmp_path / "profile", scripts) == {}


def test_the_control_without_the_blank_field(own_registry, playwright, tmp_path):
    def alter(tab):
        tab.add_init_script("addEventListener('submit', ({target}) => target.querySelectorAll('[name=blank]').forEach(field => field.remove()), true)")

    assert own_registry.token("moderator") in walk(own_registry, playwright, tmp_path / "profile", True, alter)
