"""An answer is only what the registry said: whatever fails, it is "could not be checked", and never an old answer."""

import contextlib

import pytest
from playwright.sync_api import Error
from support import registry as registries
from support.registry import PLATES
from support.relay import HALF, HANG, REFUSE, SWALLOW

LISTED = b'<!DOCTYPE html><html lang="en"><title>Sign in</title><p>Welcome to the hotel. XYZ is not listed.</p></html>'
FAILURES = {
    "hanging": HANG, "refused": REFUSE, "answer lost": SWALLOW, "500": (500, "text/html", b"<h1>Oops</h1>"), "502 of a proxy": (502, "text/html", LISTED),
    "429": (429, "application/json", b"{}"), "a portal's 200": (200, "text/html", LISTED), "an empty 200": (200, "text/html", b""), "cut in half": HALF,
}


def outcomes(person):
    return [article.get_attribute("data-outcome") for article in person.tab.locator("#answers article").all()]


@pytest.mark.parametrize("mode", FAILURES.values(), ids=FAILURES.keys())
@pytest.mark.parametrize("asked", ["absent", "confirmed"])
def test_a_failure_is_could_not_be_checked(relay, browse, mode, asked):
    person = browse(relay.origin)
    person.open()
    person.look_up(PLATES["confirmed"])
    person.look_up(PLATES["absent again"])
    assert sorted(outcomes(person)) == ["listed", "not-listed"], "the control: without a failure these are the answers"
    relay.set(mode, only="lookup")
    person.tab.fill("#plate", PLATES[asked])
    person.tab.click("form#lookup button")
    person.tab.wait_for_selector("#answers article[data-outcome=unknown]", timeout=20_000)
    assert sorted(outcomes(person)) == ["listed", "not-listed", "unknown"]
    answer = person.tab.locator("#answers article[data-outcome=unknown]")
    assert person.words["answer.unknown"] in answer.inner_text()
    assert person.words["answer.not_listed.text"] not in answer.inner_text()
    relay.set("pass")
    answer.locator("button").click()
    expected = {"absent": "not-listed", "confirmed": "listed"}[asked]
    person.tab.locator(f"#answers article[data-outcome={expected}]", has_text=PLATES[asked].split()[1]).last.wait_for()


def test_a_daemon_that_was_stopped(own_registry, browse):
    person = browse(own_registry.origin)
    person.open()
    own_registry.stop()
    assert person.look_up(PLATES["confirmed"]).get_attribute("data-outcome") == "unknown"


# While nothing comes, a browser shows the page before, whose answer names its own plate.
@pytest.mark.parametrize("name", [name for name in FAILURES if name != "hanging"])
def test_without_scripts_no_failure_shows_an_answer(relay, browse, name):
    person = browse(relay.origin, scripts=False)
    person.open()
    person.look_up(PLATES["confirmed"])
    assert outcomes(person) == ["listed"], "the control"
    relay.set(FAILURES[name], only="lookup")
    person.tab.fill("#plate", PLATES["absent"])
    with contextlib.suppress(Error), person.tab.expect_navigation():
        person.tab.locator("form#lookup button").click()
    assert "listed" not in outcomes(person)
    # The first half of the padded answer is all of it.
    assert "not-listed" not in outcomes(person) or name == "cut in half"


@pytest.mark.parametrize("scripts", [True, False])
def test_no_answer_comes_back_from_a_cache(own_registry, browse, scripts):
    person = browse(own_registry.origin, scripts=scripts)
    person.open()
    person.look_up(PLATES["absent"])
    person.open("/help")
    own_registry.stop()
    # Chromium refuses to go back to an answer that it may not keep.
    with contextlib.suppress(Error):
        person.tab.go_back()
    assert outcomes(person) == []
    own_registry.start()
    person.open()
    assert person.look_up(PLATES["absent"]).get_attribute("data-outcome") == "not-listed", "the control"


def test_an_answer_grows_old(registry, browse):
    person = browse(registry.origin)
    person.tab.clock.install()
    person.open()
    person.look_up(PLATES["absent"])
    person.tab.clock.fast_forward("14:00")
    assert outcomes(person) == ["not-listed"]
    person.tab.clock.fast_forward("01:30")
    person.sees("script.old")
    assert "not-listed" not in outcomes(person) and "listed" not in outcomes(person)


def test_answers_are_invisible_while_the_page_is_hidden(registry, browse):
    person = browse(registry.origin)
    person.open()
    answer = person.look_up(PLATES["confirmed"])
    assert answer.is_visible()
    hide = "state => { Object.defineProperty(document, 'visibilityState', {value: state, configurable: true}); Object.defineProperty(document, 'hidden', {value: state === 'hidden', configurable: true}); document.dispatchEvent(new Event('visibilitychange')) }"
    person.tab.evaluate(hide, "hidden")
    assert not answer.is_visible()
    person.tab.evaluate(hide, "visible")
    assert answer.is_visible()


def test_the_dispatcher_s_loop(registry, browse):
    """The field is selected after each answer, and the last ten answers stay, the newest nearest the field."""
    person = browse(registry.origin)
    person.open()
    for number in range(12):
        person.look_up(f"MN QZ{number:02}468")
        assert person.tab.evaluate("[getSelection().toString() || plate.value.slice(plate.selectionStart, plate.selectionEnd), plate.value]")[0] != ""
    shown = [article.inner_text() for article in person.tab.locator("#answers article").all()]
    assert len(shown) == 10
    assert "QZ11468" in shown[-1] and "QZ02468" in shown[0]
    assert person.tab.url.endswith("/en"), "no page was loaded, and nothing is in the history"
    assert person.tab.evaluate("history.length") == 2


def test_a_member_s_form_without_the_cookies_is_could_not_be_checked(own_registry, browse):
    person = browse(own_registry.origin, cookies=own_registry.cookies("reader"))
    person.open()
    assert person.look_up(PLATES["suspected"]).get_attribute("data-outcome") == "listed"
    person.context.clear_cookies()
    assert person.look_up(PLATES["suspected"]).get_attribute("data-outcome") == "unknown"


def test_refused_for_its_rate(tmp_path, browse):
    with registries.running(registries.programs(), tmp_path, arguments=["--rate-anonymous", "3"]) as slow:
        person = browse(slow.origin, scripts=False)
        person.open()
        seen = [person.look_up(PLATES["absent"]).get_attribute("data-outcome") for _ in range(6)]
    assert seen[0] == "not-listed" and seen[-1] == "unknown", seen
