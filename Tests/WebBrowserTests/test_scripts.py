"""What scripts add to single pages, and what they leave alone."""

import pytest
from support.registry import NO_PLATE, PLATES


def test_an_area_is_chosen_on_the_map(registry, browse, cookies):
    person = browse(registry.origin, cookies=cookies("volunteer"))
    person.open("/report")
    assert person.tab.input_value("#area") == "", "the control: nothing is chosen before"
    person.tab.click("#area-map summary")
    shape = person.tab.locator("#area-map path[data-area=lakeside]")
    shape.wait_for(state="attached")
    shape.dispatch_event("click")
    assert person.tab.input_value("#area") == "lakeside"
    assert person.tab.locator("#area-map[open]").count() == 0


# What an iPhone's browser says of itself: nothing elsewhere, false in a tab, true in an installed page.
@pytest.mark.parametrize("standalone, hint, ticked", [(None, False, False), ("false", True, False), ("true", False, True)])
def test_the_log_in_of_an_iphone(registry, browse, standalone, hint, ticked):
    person = browse(registry.origin)
    if standalone:
        person.context.add_init_script(f"Object.defineProperty(navigator, 'standalone', {{ value: {standalone} }})")
    person.open("/login")
    assert person.tab.locator("#install").is_visible() == hint
    assert person.tab.is_checked("#stay") == ticked


BORDERS = """() => [...document.querySelectorAll('#answers article > div')].map(box => {
  const style = getComputedStyle(box)
  return [style.borderTopStyle, parseFloat(style.borderTopWidth) > 0, style.borderTopColor === getComputedStyle(document.body).color]
})"""


@pytest.mark.parametrize("colors, is_text", [("active", True), ("none", False)])
def test_the_answers_keep_their_borders_in_forced_colors(registry, browse, colors, is_text):
    person = browse(registry.origin, forced_colors=colors)
    person.open()
    for plate in (PLATES["confirmed"], PLATES["absent"], NO_PLATE):
        person.look_up(plate)
    borders = person.tab.evaluate(BORDERS)
    assert [style for style, _, _ in borders] == ["solid", "solid", "dashed"]
    assert all(is_there for _, is_there, _ in borders)
    assert {color for _, _, color in borders} == {is_text}, "and the control: with colors, no border has that of the text"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_readings_of_a_report_are_named_and_stand_apart(own_registry, browse, scripts):
    person = browse(own_registry.origin, scripts=scripts, cookies=own_registry.cookies("volunteer"))
    person.fill_report("AL 99999")
    person.send_report()
    buttons = person.tab.locator("article button")
    buttons.nth(1).wait_for()
    assert buttons.all_inner_texts() == ["Alabama 99999", "Minnesota AL99999"]
    upper, lower = (button.bounding_box() for button in buttons.all())
    assert lower["y"] - upper["y"] - upper["height"] >= 16


@pytest.mark.parametrize("scripts", [True, False])
def test_a_warning_names_the_issuer(own_registry, browse, scripts):
    person = browse(own_registry.origin, scripts=scripts, cookies=own_registry.cookies("volunteer"))
    person.fill_report("Q1Q1Q1")
    person.send_report()
    person.tab.get_by_text("Unusual for Minnesota.").wait_for()
