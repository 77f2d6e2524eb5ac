"""Tor Browser's engine at "safest": no scripts, no SVG; and on an onion address."""

import contextlib

import pytest
from support import registry as registries
from support.firefox import SAFEST, firefox
from support.registry import HELP, PLATES


@pytest.mark.parametrize("state, outcome", [("confirmed", "listed"), ("absent", "not-listed")])
def test_look_up(registry, safest, state, outcome):
    safest.open(registry.origin + "/en")
    safest.type("#plate", PLATES[state])
    safest.load(lambda: safest.press("form#lookup button"))
    assert safest.find(f"article[data-outcome={outcome}]")
    assert PLATES[state].split()[1] in safest.text("#answers")
    assert HELP.split(",")[0][:20] in safest.text("main")


def test_figures_are_tables_and_no_digit_is_loose(registry, safest):
    safest.open(registry.origin + "/en/figures")
    assert "Powderhorn" in safest.text("main table")
    assert safest.text(".map") == ""
    safest.run("document.querySelector('.map').style.fontSize = '16px'")
    assert any(letter.isdigit() for letter in safest.text(".map")), "loose digits are noticed"


def test_log_in_report_take_back_and_log_out(own_registry, safest):
    whole_way(safest, own_registry.origin, own_registry)


def test_the_same_on_an_onion_address(tmp_path):
    name = "thawthawthawthawthawthawthawthawthawthawthawthawthawthaw.onion"
    preferences = {**SAFEST, "network.dns.localDomains": name, "network.dns.blockDotOnion": False, "dom.securecontext.allowlist_onions": True}
    with contextlib.ExitStack() as stack:
        registry = stack.enter_context(registries.running(registries.programs(), tmp_path)).fill()
        onion = f"http://{name}:{registry.port}"
        registry.stop()
        registry.arguments += ["--web-origins", f"{onion},{registry.origin}", "--web-onion", onion]
        registry.start()
        browser = stack.enter_context(firefox(preferences))
        whole_way(browser, onion, registry)
        assert registry.request("GET", "/en", headers={"Host": "other.example"})[0] == 421


def whole_way(browser, origin, registry, plate="MN RTB7294"):
    browser.open(origin + "/en/login")
    browser.type("input[name=code]", registry.invite("volunteer"))
    browser.load(lambda: browser.press("form[action$='/login'] button"))
    browser.open(origin + "/en/report")
    browser.type("form#report [name=plate]", plate)
    # The keyboard chooses the area: P for Powderhorn.
    browser.type("form#report [name=area]", "Pow\ue007")
    browser.load(lambda: browser.press("form#report button"))
    assert registry.reports_of(plate) == 1, browser.text("main")
    browser.load(lambda: browser.press("form[action$='/withdraw'] button"))
    assert registry.reports_of(plate) == 0, browser.text("main")
    browser.load(lambda: browser.press("#erase"))
    browser.open(origin + "/en/me")
    assert browser.find("a[href$='/login']"), "logged out"
