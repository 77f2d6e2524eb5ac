"""Nothing covers anything, nothing scrolls sideways, and every control can be hit: on phones, sideways, at 400 % zoom, on a desk."""

import pytest
from support import judges
from support.pages import LANGUAGES, each_page

# 320 by 256 is a desk's window of 1280 by 1024 at 400 %.
SIZES = [(320, 568), (320, 256), (740, 360), (1280, 800)]


@pytest.mark.parametrize("language", LANGUAGES)
@each_page()
def test_every_control_can_be_hit(registry, browse, cookies, page, role, language):
    person = browse(registry.origin, language, cookies=cookies(role), has_touch=True)
    page.open(person)
    for width, height in SIZES:
        person.tab.set_viewport_size({"width": width, "height": height})
        assert judges.misplaced(person.tab) == [], f"{width} by {height}"


@each_page(roles=False)
def test_text_can_be_twice_as_large(registry, browse, cookies, page, role):
    person = browse(registry.origin, cookies=cookies(role))
    page.open(person)
    person.tab.evaluate("document.documentElement.style.fontSize = '200%'")
    assert judges.misplaced(person.tab) == []


def test_a_real_page_that_is_too_wide_or_covered_fails(registry, browse):
    person = browse(registry.origin)
    person.open()
    assert judges.misplaced(person.tab) == []
    person.tab.evaluate("document.querySelector('main').style.width = '500px'")
    assert any("sideways" in finding for finding in judges.misplaced(person.tab))
    person.tab.evaluate("document.querySelector('nav#bar').style.cssText = 'position: fixed; inset: 0'")
    assert any("covered" in finding for finding in judges.misplaced(person.tab))


@each_page(roles=False)
def test_nothing_moves(registry, browse, cookies, page, role):
    person = browse(registry.origin, cookies=cookies(role))
    page.open(person)
    moving = """() => [...document.querySelectorAll('*')].filter(element => {
        const style = getComputedStyle(element)
        return style.animationName !== 'none' || (style.transitionDuration !== '0s' && style.transitionProperty !== 'none')
    }).map(element => element.outerHTML.slice(0, 80))"""
    assert person.tab.evaluate(moving) == []
    person.tab.evaluate("document.querySelector('h1, h2, p, label').style.transition = 'color 1s'")
    assert person.tab.evaluate(moving) != [], "a transition is noticed"


def test_the_signs_of_a_report_stand_in_columns(registry, browse, cookies):
    person = browse(registry.origin, cookies=cookies("volunteer"))
    person.open("/report")
    tops = [label.bounding_box()["y"] for label in person.tab.locator("#report .chips label").all()]
    assert tops[0] == tops[1] < tops[2], "two in a row at 360 px"
    person.tab.set_viewport_size({"width": 320, "height": 568})
    one, two = (label.bounding_box() for label in person.tab.locator("#report .chips label").all()[:2])
    assert one["height"] >= 48 and two["x"] + two["width"] <= 320
